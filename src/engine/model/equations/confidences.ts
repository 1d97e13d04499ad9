import type { ConfidenceSettings } from './settings.js';

/**
 * Turns weights into confidences c, signed by the preference: an entry with r above 0 has preference 1 and
 * confidence c(r); one with r of 0 or below has preference 0, confidence c(|r|) and is stored as -c. Both
 * implicit and Spark read negative weights so.
 *
 * @param weights (entries) r, replaced by the signed confidences
 */
export function signConfidences(weights: Float64Array, settings: ConfidenceSettings): Float64Array {
  const { alpha, confidence, unobservedWeight } = settings;
  const least = confidence === 'added' ? unobservedWeight : 0;
  // In place: the entries are millions.
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    weights[i] = weight > 0 ? least + alpha * weight : alpha * weight - least;
  }
  return weights;
}

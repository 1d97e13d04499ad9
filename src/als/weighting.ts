import type { CsrMatrix } from '../matrix/csr.js';
import type { AlsSettings, Weighting } from './options.js';

// Shapes: users U, artists A, entries N of the (U x A) matrix of plays.

/** What BM25 takes from its text origins: how soon counts saturate, and how much a long list is marked down. */
const BM25_K1 = 100;
const BM25_B = 0.8;

/**
 * Turns plays into weights r, (N) in the order of the entries, as the Python library implicit does:
 *
 * - linear: r = plays
 * - log: r = ln(1 + plays)
 * - binary: r = 1
 * - tfidf: r = sqrt(plays) idf, with idf = ln U - ln(1 + listeners of the artist)
 * - bm25: r = 101 plays / (100 (0.2 + 0.8 l) + plays) idf, with l the user's plays over the mean user's
 *
 * An artist that (nearly) everyone plays has an idf of zero or below, and then so is r.
 *
 * @example weightPlays(interactions.byUser, 'bm25')
 * Cost: a pass over the entries, two for bm25.
 */
export function weightPlays(plays: CsrMatrix, weighting: Weighting): Float64Array {
  const weights = Float64Array.from(plays.values);
  if (weighting === 'linear') return weights;
  if (weighting === 'log') return replaceEach(weights, Math.log1p);
  if (weighting === 'binary') return weights.fill(1);
  const rarity = inverseFrequencies(plays);
  if (weighting === 'tfidf') {
    return replaceEach(weights, (count, i) => Math.sqrt(count) * rarity[plays.indices[i]]);
  }
  const lengths = relativeLengths(plays);
  for (let user = 0; user < plays.rows; user++) {
    const saturation = BM25_K1 * (1 - BM25_B + BM25_B * lengths[user]);
    for (let i = plays.indptr[user]; i < plays.indptr[user + 1]; i++) {
      const frequency = (weights[i] * (BM25_K1 + 1)) / (saturation + weights[i]);
      weights[i] = frequency * rarity[plays.indices[i]];
    }
  }
  return weights;
}

/**
 * Turns weights into confidences c, signed by the preference: an entry with r above 0 has preference 1 and
 * confidence c(r); one with r of 0 or below has preference 0, confidence c(|r|) and is stored as -c. Both
 * implicit and Spark read negative weights so.
 *
 * @param weights (N) r, replaced by the signed confidences
 */
export function signConfidences(weights: Float64Array, settings: AlsSettings): Float64Array {
  const { alpha, confidence, unobservedWeight } = settings;
  const least = confidence === 'added' ? unobservedWeight : 0;
  return replaceEach(weights, (weight) => (weight > 0 ? least + alpha * weight : alpha * weight - least));
}

/** Like `map`, but in place: the entries are millions. */
function replaceEach(values: Float64Array, next: (value: number, i: number) => number): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = next(values[i], i);
  return values;
}

/** (A) idf of each artist */
function inverseFrequencies(plays: CsrMatrix): Float64Array {
  const listeners = new Float64Array(plays.columns);
  for (let i = 0; i < plays.indices.length; i++) listeners[plays.indices[i]]++;
  return listeners.map((count) => Math.log(plays.rows) - Math.log1p(count));
}

/** (U) each user's plays over the mean user's */
function relativeLengths(plays: CsrMatrix): Float64Array {
  const sums = new Float64Array(plays.rows);
  for (let user = 0; user < plays.rows; user++) {
    for (let i = plays.indptr[user]; i < plays.indptr[user + 1]; i++) sums[user] += plays.values[i];
  }
  const mean = sums.reduce((sum, length) => sum + length, 0) / plays.rows;
  return sums.map((length) => length / mean);
}

import { STRATA } from './popularity-strata.js';

/** Of the target's mix in the list's, so that a stratum the list lacks costs much and not everything: Steck's alpha. */
const SMOOTHING = 0.01;

/** (strata) how many of some artists are in each stratum of popularity. */
export function countByStratum(strata: Uint8Array, artists: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(STRATA.length);
  for (let i = 0; i < artists.length; i++) counts[strata[artists[i]]]++;
  return counts;
}

/**
 * How far a list is from a listener's own mix of popular and rare artists: KL(p | 0.99 q + 0.01 p) in nats, with p the
 * shares of the strata in the profile and q those in the list (Steck 2018, "Calibrated recommendations", section 3).
 *
 * @param profile (strata) how many artists of the profile are in each
 * @param list (strata) how many of the list; not all 0
 * @returns 0 for the same mix, at most -ln 0.01 = 4.6; 0 for an empty profile
 */
export function divergence(profile: Float64Array, list: Float64Array): number {
  const [known, length] = [sum(profile), sum(list)];
  return profile.reduce((distance, count, stratum) => {
    if (count === 0) return distance;
    const share = count / known;
    const smoothed = (1 - SMOOTHING) * (list[stratum] / length) + SMOOTHING * share;
    return distance + share * Math.log(share / smoothed);
  }, 0);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

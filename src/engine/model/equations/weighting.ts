import { type CsrMatrix, countByColumn } from '../../matrix/csr.js';
import type { ConfidenceSettings, Weighting } from './settings.js';

// Shapes: users U, artists A, entries N of the (U x A) matrix of plays.

/** The constants of BM25. */
interface Bm25Constants {
  /** How slowly counts saturate. */
  readonly k1: number;
  /** How strongly long rows are normalised, 0 to 1. */
  readonly b: number;
}

/** As in implicit, which weights plays before training. */
const BM25_FOR_CONFIDENCES: Bm25Constants = { k1: 100, b: 0.8 };

/** What bm25 and tfidf normalise by. Default: the plays themselves. */
interface WeightingContext {
  /** Statistics of the plays a model was trained on. */
  readonly statistics?: PlayStatistics;
  /** (U) total plays of each user, where the matrix holds only some of them. */
  readonly userPlays?: Float64Array;
  /** Default: the constants for confidences. */
  readonly bm25?: Bm25Constants;
}

/**
 * Turns plays into weights r, (N) in the order of the entries; {@link Weighting} has the formulas. The context may have other
 * constants for bm25.
 *
 * An artist that (nearly) everyone plays has an idf of zero or below, and then so has r.
 *
 * @example weightPlays(interactions.byUser, 'bm25')
 * Cost: a pass over the entries, two for bm25.
 */
export function weightPlays(
  plays: CsrMatrix,
  weighting: Weighting,
  context: WeightingContext = {},
): Float64Array {
  const weights = new Float64Array(plays.values);
  if (weighting === 'linear') return weights;
  if (weighting === 'log') return replaceEach(weights, Math.log1p);
  if (weighting === 'binary') return weights.fill(1);
  const { statistics = playStatistics(plays) } = context;
  const rarity = inverseFrequencies(statistics);
  if (weighting === 'tfidf') {
    return replaceEach(weights, (count, i) => Math.sqrt(count) * rarity[plays.indices[i]]);
  }
  const { userPlays: lengths = playsOfUsers(plays), bm25: { k1, b } = BM25_FOR_CONFIDENCES } = context;
  for (let user = 0; user < plays.rows; user++) {
    const saturation = k1 * (1 - b + b * (lengths[user] / statistics.meanPlays));
    for (let i = plays.indptr[user]; i < plays.indptr[user + 1]; i++) {
      const frequency = (weights[i] * (k1 + 1)) / (saturation + weights[i]);
      weights[i] = frequency * rarity[plays.indices[i]];
    }
  }
  return weights;
}

/** Like `map`, but in place: the entries are millions. */
function replaceEach(values: Float64Array, next: (value: number, i: number) => number): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = next(values[i], i);
  return values;
}

/** (A) idf of each artist */
function inverseFrequencies({ users, listeners }: PlayStatistics): Float64Array {
  return Float64Array.from(listeners, (count) => Math.log(users) - Math.log1p(count));
}

/**
 * Turns weights into confidences c, signed by the preference: an entry with r above 0 has preference 1 and
 * confidence c(r); one with r of 0 or below has preference 0, confidence c(|r|) and is stored as -c. implicit and Spark
 * treat negative weights the same way.
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

/**
 * Statistics of the plays a model was trained on, to weight the plays of new users in the same way. Shapes: artists A.
 */
export interface PlayStatistics {
  /** How many users there were. */
  readonly users: number;
  /** Plays of the mean user. */
  readonly meanPlays: number;
  /** (A) how many users played each artist */
  readonly listeners: Int32Array;
}

/** Cost: a pass over the (users x artists) plays. */
export function playStatistics(plays: CsrMatrix): PlayStatistics {
  const total = playsOfUsers(plays).reduce((sum, length) => sum + length, 0);
  return { users: plays.rows, meanPlays: total / Math.max(1, plays.rows), listeners: countByColumn(plays) };
}

/** (users) the sum of each row */
export function playsOfUsers({ rows, indptr, values }: CsrMatrix): Float64Array {
  const sums = new Float64Array(rows);
  for (let user = 0; user < rows; user++) {
    for (let i = indptr[user]; i < indptr[user + 1]; i++) sums[user] += values[i];
  }
  return sums;
}

import { type CsrMatrix, countByColumn } from '../../matrix/csr.js';

/**
 * What is remembered of the plays a model was trained on, to weight those of somebody new in the same way.
 * Shapes: artists A.
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

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { Model } from '#listenlab/engine/model/model.js';

/** One solver's factors and loss after some iterations. */
interface OracleResult {
  userFactors: number[][];
  artistFactors: number[][];
  loss: number;
  recommendUser3?: { artists: number[]; scores: number[] };
  similarToArtist4?: { artists: number[]; scores: number[] };
  similarToUser3?: { users: number[]; scores: number[] };
}

export interface Oracle {
  users: number;
  artists: number;
  factors: number;
  regularization: number;
  alpha: number;
  indptr: number[];
  indices: number[];
  plays: number[];
  initialUserFactors: number[][];
  initialArtistFactors: number[][];
  solvers: Record<'cholesky' | 'cg3', Record<'1' | '5' | '20', OracleResult>>;
  weights: Record<'bm25_K1_100_B_0.8' | 'tfidf', number[]>;
}

/** The results of the Python library; test/oracle/check.py computes them again. */
export const ORACLE_FILE = path.resolve(import.meta.dirname, '../../oracle/implicit-0.7.3.json');

export function readOracle(): Oracle {
  return JSON.parse(readFileSync(ORACLE_FILE, 'utf8'));
}

export function oracleInteractions(oracle: Oracle): Interactions {
  const users = Array.from({ length: oracle.users }, (_, i) => `user ${i}`);
  const artists = Array.from({ length: oracle.artists }, (_, i) => `artist ${i}`);
  return new Interactions(new IdMap('user', users), new IdMap('artist', artists), {
    rows: oracle.users,
    columns: oracle.artists,
    indptr: Int32Array.from(oracle.indptr),
    indices: Int32Array.from(oracle.indices),
    values: Float32Array.from(oracle.plays),
  });
}

/** The oracle's first factors as a model to start from. */
export function oracleStart(oracle: Oracle, interactions: Interactions): Model {
  return new Model({
    users: interactions.users,
    artists: interactions.artists,
    factors: oracle.factors,
    userFactors: Float32Array.from(oracle.initialUserFactors.flat()),
    artistFactors: Float32Array.from(oracle.initialArtistFactors.flat()),
    plays: interactions.byUser,
    training: {},
  });
}

/** The largest difference, relative to the largest value. */
export function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let largest = 0;
  let error = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    error = Math.max(error, Math.abs(actual[i] - expected[i]));
  }
  return error / largest;
}

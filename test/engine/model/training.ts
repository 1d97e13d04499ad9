import { Matrix, solve } from 'ml-matrix';
import { trainReference } from '#listenlab/engine/als/reference.js';
import type { CsrMatrix } from '#listenlab/engine/matrix/csr.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { readConfidenceSettings } from '#listenlab/engine/model/equations/settings.js';
import { signConfidences, weightPlays } from '#listenlab/engine/model/equations/weighting.js';
import type { Model } from '#listenlab/engine/model/model.js';
import type { AlsOptions } from '#listenlab/index.js';
import { groupedInteractions } from '../als/matrices.js';

/** 40 users x 30 artists in groups; user 9 and artist 9, among others, have no plays. */
export const grouped: Interactions = groupedInteractions(40, 30);

/** Settings that differ in every part of the equations. */
export const RECIPES: Record<string, AlsOptions> = {
  'the defaults': {},
  'log1p, alpha 1': { weighting: 'log', alpha: 1 },
  bm25: { weighting: 'bm25', alpha: 2 },
  tfidf: { weighting: 'tfidf' },
  'iALS with nu 1': {
    weighting: 'binary',
    confidence: 'added',
    alpha: 1,
    unobservedWeight: 0.05,
    regularization: 0.01,
    regularizationExponent: 1,
  },
};

export function trained(options: AlsOptions = {}, interactions = grouped): Model {
  return trainReference(interactions, { factors: 4, iterations: 3, ...options });
}

/** (n x F) the fixed vectors in double precision. */
export function vectorsOf(held: Float32Array, factors: number): Matrix {
  return Matrix.from1DArray(held.length / factors, factors, [...held]);
}

/**
 * The vector of a row, written down densely from every column, played or not: x = (YtCY + lambda I)^-1 YtCp with
 * C and p over all columns. None of the shortcuts of what it checks.
 *
 * @param signed (columns) signed confidences, 0 where there are no plays
 * @param times what lambda is multiplied by
 */
export function denseSolution(Y: Matrix, signed: number[], model: Model, times = 1): number[] {
  const { unobservedWeight, regularization, regularizationExponent } = readConfidenceSettings(model.training);
  const entries = signed.filter((value) => value !== 0).length;
  const lambda =
    times * regularization * (entries + unobservedWeight * signed.length) ** regularizationExponent;
  const C = Matrix.diag(signed.map((value) => (value === 0 ? unobservedWeight : Math.abs(value))));
  const p = Matrix.columnVector(signed.map((value) => (value > 0 ? 1 : 0)));
  const A = Y.transpose().mmul(C).mmul(Y).add(Matrix.eye(Y.columns).mul(lambda));
  return solve(A, Y.transpose().mmul(C).mmul(p)).to1DArray();
}

/** (users x artists) signed confidences as in training, 0 where there are no plays. */
export function denseConfidences(model: Model, plays: CsrMatrix = model.plays): number[][] {
  const settings = readConfidenceSettings(model.training);
  const signed = signConfidences(weightPlays(plays, settings.weighting), settings);
  return Array.from({ length: plays.rows }, (_, user) => {
    const row = new Array<number>(plays.columns).fill(0);
    for (let i = plays.indptr[user]; i < plays.indptr[user + 1]; i++) row[plays.indices[i]] = signed[i];
    return row;
  });
}

/** The plays of a user of the model, by name. */
export function playsOfUser(model: Model, user: number): Map<string, number> {
  const { indptr, indices, values } = model.plays;
  const pairs = new Map<string, number>();
  for (let i = indptr[user]; i < indptr[user + 1]; i++) pairs.set(model.artists.names[indices[i]], values[i]);
  return pairs;
}

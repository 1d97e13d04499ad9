import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { Model } from '#listenlab/engine/model/model.js';
import { largestError } from '../als/oracle.js';
import { smallModel } from './models.js';
import { denseConfidences, denseSolution, RECIPES, trained, vectorsOf } from './training.js';

/** Confidences reach 1500 and vectors are float32: the error left after solving in double precision. */
const PRECISION = 1e-6;

describe.each(Object.entries(RECIPES))('explanations with %s', (_, recipe) => {
  const model = trained(recipe);
  const Y = vectorsOf(model.artistFactors, model.factors);
  const confidences = denseConfidences(model);

  it('add up to the score of the dense solution for every user and artist', () => {
    for (let user = 0; user < model.users.size; user++) {
      const x = denseSolution(Y, confidences[user], model);
      const scores = Y.mmul(Matrix.columnVector(x)).to1DArray();
      const explained = model.artists.names.map((artist) => model.explain(`user ${user}`, artist));
      expect(explained.every(({ others }) => others === 0)).toBe(true);
      const sums = explained.map(({ contributions }) =>
        contributions.reduce((sum, { contribution }) => sum + contribution, 0),
      );
      expect(explained.map(({ score }) => score)).toEqual(sums);
      if (sums.some(Boolean)) expect(largestError(sums, scores)).toBeLessThan(PRECISION);
      else expect(scores.every((score) => score === 0)).toBe(true);
    }
  });

  it('drop the contribution of an artist whose preference is removed', () => {
    const user = 12;
    const { contributions } = model.explain('user 12', 'artist 0');
    const asked = [...model.artistFactors.slice(0, model.factors)];
    const score = (signed: number[]) =>
      denseSolution(Y, signed, model).reduce((sum, value, f) => sum + value * asked[f], 0);
    for (const { artist, plays, confidence, contribution } of contributions) {
      const column = model.artists.index(artist);
      // The same confidence with the opposite preference.
      const without = confidences[user].map((value, i) => (i === column ? -Math.abs(value) : value));
      expect(contribution).toBeCloseTo(score(confidences[user]) - score(without), 5);
      expect(confidence).toBe(Math.abs(confidences[user][column]));
      expect(plays).toBe(model.plays.values[model.plays.indices.indexOf(column, model.plays.indptr[user])]);
    }
  });
});

describe('an explanation', () => {
  const model = trained();

  it('lists the largest contributions first and sums up the others', () => {
    const all = model.explain('user 12', 'artist 0');
    const values = all.contributions.map(({ contribution }) => contribution);
    expect(values.length).toBe(3);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    const two = model.explain('user 12', 'ARTIST 0', { count: 2 });
    expect(two).toMatchObject({ artist: 'artist 0', score: all.score });
    expect(two.contributions).toEqual(all.contributions.slice(0, 2));
    expect(two.others).toBe(values.slice(2).reduce((sum, value) => sum + value, 0));
  });

  it('is close to the score of recommend once the training has converged', () => {
    const settled = trained({ iterations: 200, solver: 'cholesky', weighting: 'log', alpha: 1 });
    for (const { artist, score } of settled.recommend('user 2', { count: 30 })) {
      expect(settled.explain('user 2', artist).score).toBeCloseTo(score, 2);
    }
  });

  it('is empty for a user without plays', () => {
    expect(model.explain('user 9', 'artist 0')).toEqual({
      artist: 'artist 0',
      score: 0,
      contributions: [],
      others: 0,
    });
  });

  it('explains what is wrong with an invalid question', () => {
    expect(() => model.explain('usr 2', 'artist 0')).toThrow("no user 'usr 2'; the data has");
    expect(() => model.explain('user 2', 'artst 0')).toThrow("no artist 'artst 0'; did you mean 'artist 0'?");
    expect(() => model.explain('user 12', 'artist 0', { count: 0 })).toThrow(
      'count is 0; expected a whole number of 1 or more',
    );
  });

  it('requires a model that knows its training options', () => {
    expect(() => smallModel().explain('ann', 'kent')).toThrow(
      'training option regularization of the model is missing; expected a finite number, 0 or more: explanations and ' +
        'fold-in solve the equations of the training again, so use a model made by trainAls',
    );
    const odd = trained();
    const cubic = new Model({ ...odd, training: { ...odd.training, weighting: 'cubic' } });
    expect(() => cubic.explain('user 2', 'artist 0')).toThrow(
      "training option weighting of the model is 'cubic'; expected one of 'linear', 'log', 'binary', 'bm25', 'tfidf'",
    );
  });

  it('is refused if the equations are singular', () => {
    const loose = trained({
      regularization: 0,
      unobservedWeight: 0,
      solver: 'cg',
      iterations: 1,
      factors: 16,
    });
    expect(() => loose.explain('user 12', 'artist 0')).toThrow(
      "the equations of user 'user 12' have no single solution; train with regularization and unobservedWeight above 0",
    );
  });
});

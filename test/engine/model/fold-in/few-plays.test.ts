import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { Model } from '#listenlab/engine/model/model.js';
import { loadModel } from '#listenlab/engine/model/node/load-model.js';
import { useFolder } from '../../../support/folder.js';
import { largestError } from '../../als/oracle.js';
import { denseConfidences, denseSolution, grouped, RECIPES, trained, vectorsOf } from '../training.js';

/** As in fold-in.test.ts: the rounding of single precision, amplified by the equations. */
const PRECISION = 2e-6;

const PLAYS = [20, 5, 1, 7].map((plays, i) => ({
  user: 'new',
  artist: `artist ${[3, 13, 8, 21][i]}`,
  plays,
}));
const firstOf = (artists: number) => PLAYS.slice(0, artists);
const pairsOf = (artists: number) => firstOf(artists).map(({ artist, plays }) => [artist, plays] as const);
const nu1 = RECIPES['iALS with nu 1'];

/** The equations written down, with lambda as many times as large. */
function exactly(model: Model, artists: number, times: number): number[] {
  const row = interactionsFromRows(firstOf(artists));
  const columns = row.artists.names.map((name) => model.artists.index(name));
  const wide = { ...row.byUser, columns: model.artists.size, indices: Int32Array.from(columns) };
  const [signed] = denseConfidences(model, wide);
  return denseSolution(vectorsOf(model.artistFactors, model.factors), signed, model, times);
}

describe('a listener of few artists', () => {
  const model = trained(nu1);

  it.each([
    [1, 30],
    [2, 30 ** (2 / 3)],
    [3, 30 ** (1 / 3)],
    [4, 1],
  ])('of %i has %f times the lambda of training', (artists, times) => {
    const { vector } = model.foldIn(pairsOf(artists));
    expect(largestError(vector, exactly(model, artists, times))).toBeLessThan(PRECISION);
    const off = model.foldIn(pairsOf(artists), { fewPlays: 0 });
    expect(largestError(off.vector, exactly(model, artists, 1))).toBeLessThan(PRECISION);
  });

  it('has a lambda as large as it is told', () => {
    const two = { fewPlays: 2 };
    expect(model.foldIn(pairsOf(1), two).vector).toEqual(model.foldIn(pairsOf(1)).vector);
    expect(model.foldIn(pairsOf(2), two).vector).toEqual(model.foldIn(pairsOf(2), { fewPlays: 0 }).vector);
    const { vector } = model.foldIn(pairsOf(3), { fewPlays: 7 });
    expect(largestError(vector, exactly(model, 3, 30 ** (4 / 6)))).toBeLessThan(PRECISION);
  });

  it('has a lambda between where the exponent of the model is', () => {
    const half = trained({ ...nu1, regularizationExponent: 0.5 });
    const { vector } = half.foldIn(pairsOf(1));
    expect(largestError(vector, exactly(half, 1, Math.sqrt(30)))).toBeLessThan(PRECISION);
  });

  it.each(['the defaults', 'log1p, alpha 1', 'bm25'])('is solved as in training with %s', (name) => {
    const constant = trained(RECIPES[name]);
    for (const artists of [1, 2, 3]) {
      const off = constant.foldIn(pairsOf(artists), { fewPlays: 0 });
      expect(constant.foldIn(pairsOf(artists)).vector).toEqual(off.vector);
    }
  });

  it.each([1, 2, 3])('of %i is explained by contributions that are the score', async (artists) => {
    const three = await trainAls(grouped, { ...nu1, factors: 4, iterations: 3, seeds: 3 });
    for (const of of [model, three]) {
      const listener = of.foldIn(pairsOf(artists));
      const [{ artist, score }] = listener.recommend({ count: 1 });
      const why = listener.explain(artist);
      expect(why.score).toBeCloseTo(score, 6);
      const sum = why.contributions.reduce((total, { contribution }) => total + contribution, 0);
      expect(sum).toBeCloseTo(why.score, 12);
    }
  });
});

describe('a model of other listeners, of few artists', () => {
  const folder = useFolder();
  const model = trained(nu1);

  it('has their vectors, explains their scores and keeps how, also in a file', async () => {
    const others = await model.withListeners(interactionsFromRows(firstOf(2)));
    expect(others.userFactors).toEqual(model.foldIn(pairsOf(2)).vector);
    await others.save(path.join(folder.data, 'others.model'));
    for (const each of [others, await loadModel(path.join(folder.data, 'others.model'))]) {
      const [{ artist, score }] = each.recommend('new', { count: 1 });
      expect(each.explain('new', artist).score).toBeCloseTo(score, 6);
      expect(each.training.fewPlays).toBe(4);
    }
  });

  it('is solved as in training where that is asked for, and says nothing else', async () => {
    const others = await model.withListeners(interactionsFromRows(firstOf(2)), { fewPlays: 0 });
    expect(others.userFactors).toEqual(model.foldIn(pairsOf(2), { fewPlays: 0 }).vector);
    expect(others.training).toEqual(model.training);
  });

  it('adds users by the equations of those it has', async () => {
    const news = interactionsFromRows(firstOf(2));
    const updated = await model.updateUsers(news);
    const last = (of: Model) => of.userFactors.subarray(-of.factors);
    expect(last(updated)).toEqual(model.foldIn(pairsOf(2), { fewPlays: 0 }).vector);
    const others = await model.withListeners(interactionsFromRows([{ ...PLAYS[0], user: 'other' }]));
    expect(last(await others.updateUsers(news))).toEqual(model.foldIn(pairsOf(2)).vector);
  });

  it('refuses a number of artists that cannot be one', () => {
    expect(() => model.foldIn(pairsOf(1), { fewPlays: -1 })).toThrow(
      'fewPlays of foldIn is -1; expected a whole number of 0 or more, or leave it out for 4',
    );
    const odd = new Model({ ...model, training: { ...model.training, fewPlays: 'some' } });
    expect(() => odd.explain('user 3', 'artist 3')).toThrow(
      "training option fewPlays of the model is 'some'; expected a whole number of 0 or more",
    );
  });
});

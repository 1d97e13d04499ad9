import { describe, expect, it } from 'vitest';
import {
  type AlsOptions,
  baselines,
  charts,
  evaluate,
  interactionsFromRows,
  splits,
  sweep,
  trainAls,
  tuner,
} from '#listenlab/index.js';

const plays = interactionsFromRows(
  ['ann', 'bob', 'cy'].flatMap((user, u) =>
    ['kent', 'muse', 'low', 'abba'].map((artist, a) => ({ user, artist, plays: 1 + ((u + a) % 3) })),
  ),
);
const split = splits.random(plays, { fraction: 0.5, seed: 1 });

// Annotated, as a parameter of a notebook is a plain string to the compiler.
const weighting: string = 'log';
const confidence: string = 'added';
const solver: string = 'cholesky';
const metric: string = 'recall';
const search: string = 'grid';
const by: string = 'plays';
const typo: string = 'lgo';

describe('a named choice among options', () => {
  it('may be any string that is one of the names', async () => {
    const options: AlsOptions = { weighting, confidence, solver, factors: 2, iterations: 1 };
    options.alpha = 2;
    const model = await trainAls(split.train, options);
    expect(model.training).toMatchObject({ weighting, confidence, solver, alpha: 2 });
    expect((await evaluate(model, split, { k: 2, metrics: [metric] })).means[0].label).toBe('recall@2');
    const space = { weighting: [weighting, 'binary'], factors: [2], iterations: [1] };
    const { trials } = await sweep(split, space, { search, metric, k: 2 });
    expect(trials.map((trial) => trial.weighting)).toEqual(['log', 'binary']);
    expect(baselines.itemNeighbours({ weighting: 'tfidf' as string }).name).toBe('item neighbours, tfidf');
    expect(charts.topArtists({ artist: ['kent'], plays: [3] }, { by }).data).toHaveLength(1);
  });

  const lists = (names: string) => new RegExp(`is 'lgo'; expected ${names}`);
  it.each<[string, () => unknown, RegExp]>([
    [
      'trainAls',
      () => trainAls(plays, { weighting: typo }),
      lists("one of 'linear', 'log', 'binary', 'bm25'"),
    ],
    ['trainAls', () => trainAls(plays, { confidence: typo }), lists("one of 'scaled', 'added'")],
    ['trainAls', () => trainAls(plays, { solver: typo }), lists("one of 'cg', 'sor', 'cholesky'")],
    ['ease', () => baselines.ease({ weighting: typo }), lists("one of 'linear', 'log', 'binary'")],
    [
      'itemNeighbours',
      () => baselines.itemNeighbours({ weighting: typo }),
      lists("one of 'cosine', 'tfidf', 'bm25'"),
    ],
    [
      'userNeighbours',
      () => baselines.userNeighbours({ weighting: typo }),
      lists("one of 'linear', 'log', 'binary'"),
    ],
    [
      'logisticMatrixFactorization',
      () => baselines.logisticMatrixFactorization({ weighting: typo }),
      lists("one of 'linear', 'log', 'binary'"),
    ],
    ['sweep', () => sweep(split, { weighting: [typo] }), lists("one of 'linear', 'log', 'binary'")],
    ['sweep', () => sweep(split, { alpha: [1] }, { search: typo }), lists("one of 'grid', 'random'")],
    [
      'charts.topArtists',
      () => charts.topArtists({ artist: [] }, { by: typo }),
      lists("one of 'listeners', 'plays'"),
    ],
    ['tuner', () => tuner(plays, { options: { weighting: typo } }), lists("one of 'linear', 'log'")],
    ['tuner', () => tuner(plays, { best: { confidence: typo } }), lists("one of 'scaled', 'added'")],
  ])('is refused with the list of names by %s', async (_, call, message) => {
    const error = await Promise.resolve()
      .then(call)
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    expect(error).toMatchObject({ name: 'InputError', message: expect.stringMatching(message) });
  });
});

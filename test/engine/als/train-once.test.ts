import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import type { AlsOptions } from '#listenlab/index.js';
import { groupedInteractions, named } from './matrices.js';
import { everything, plays, QUICK, useModelCache } from './use-model-cache.js';

const { kept, once } = useModelCache();

describe('trainOnce', () => {
  it('gives the model of trainAls to the bit, trained and from the cache', async () => {
    const expected = everything(await trainAls(plays, QUICK));
    const [first, again] = [await once(plays, QUICK), await once(plays, QUICK)];
    expect([first, again].map(({ model }) => everything(model))).toEqual([expected, expected]);
    expect(again.source).toMatch(/^a model trained before, from the cache, [\d.]+ s$/);
  });

  it('trains when any one thing is different: a play count, a pair, a name, a setting, the start', async () => {
    const { byUser, users, artists } = plays;
    const other = { ...byUser, values: byUser.values.slice() };
    other.values[3]++;
    const renamed = (kind: 'user' | 'artist', { names }: IdMap) =>
      new IdMap(kind, [...names.slice(0, -1), 'somebody else']);
    const start = await trainAls(plays, { ...QUICK, seed: 7 });
    const cases: [string, Interactions, AlsOptions][] = [
      ['a play count', new Interactions(users, artists, other), {}],
      ['other pairs', groupedInteractions(12, 8, 2), {}],
      ['a user', new Interactions(renamed('user', users), artists, byUser), {}],
      ['an artist', new Interactions(users, renamed('artist', artists), byUser), {}],
      ['start', plays, { start }],
      ...(
        [
          { factors: 4 },
          { iterations: 3 },
          { alpha: 14 },
          { seed: 43 },
          { regularization: 0.2 },
          { regularizationExponent: 1 },
          { unobservedWeight: 0.5 },
          { weighting: 'log' },
          { confidence: 'added' },
          { solver: 'cholesky' },
        ] satisfies AlsOptions[]
      ).map((options): [string, Interactions, AlsOptions] => [JSON.stringify(options), plays, options]),
    ];
    await once(plays, QUICK);
    for (const [what, interactions, options] of cases) {
      expect([what, (await once(interactions, { ...QUICK, ...options })).source]).toEqual([what, undefined]);
    }
    expect(await kept()).toHaveLength(1 + cases.length);
    expect((await once(plays, QUICK)).source).toBeDefined();
  });

  it('takes a model with its losses where none are asked for, but trains where they are missing', async () => {
    const silent = { ...QUICK, computeLoss: false };
    const without = await once(plays, silent);
    const withLosses = await once(plays, QUICK);
    expect(withLosses.source).toBeUndefined();
    expect(withLosses.model.losses).toHaveLength(2);
    expect(withLosses.model.userFactors).toEqual(without.model.userFactors);
    expect(withLosses.model.artistFactors).toEqual(without.model.artistFactors);
    const [again, quiet] = [await once(plays, QUICK), await once(plays, silent)];
    expect([again.source, quiet.source]).not.toContain(undefined);
    expect(everything(again.model)).toEqual(everything(withLosses.model));
    expect(everything(quiet.model)).toEqual(everything(without.model));
    expect(await kept()).toHaveLength(1);
  });

  it('says who trained the model: a given name, or the notebook of the kernel', async () => {
    await once(plays, { ...QUICK, trainedBy: 'my\nprogram' });
    expect((await once(plays, QUICK)).source).toMatch(/^the model of myprogram, from the cache, /);
    process.env.JPY_SESSION_NAME = '/somewhere/02-train.ipynb';
    await once(plays, { ...QUICK, seed: 1 });
    const { reports } = await once(plays, { ...QUICK, seed: 1 });
    expect(reports.at(-1)).toMatchObject({ task: 'training', done: 2, total: 2 });
    expect(reports.at(-1)?.source).toMatch(/^the model of 02-train, from the cache, /);
  });

  it('keeps the name of who trained a model first when a later training only adds its losses', async () => {
    const silent = { ...QUICK, computeLoss: false };
    await once(plays, { ...silent, trainedBy: '02-train' });
    expect((await once(plays, { ...QUICK, trainedBy: '07-tune' })).source).toBeUndefined();
    for (const options of [silent, QUICK]) {
      expect((await once(plays, options)).source).toMatch(/^the model of 02-train, from the cache, /);
    }
  });

  it('reports progress and iterations of a training as trainAls does', async () => {
    const iterations: number[] = [];
    const { reports } = await once(plays, {
      ...QUICK,
      onIteration: ({ iteration }) => iterations.push(iteration),
    });
    expect(iterations).toEqual([1, 2]);
    expect(reports.map(({ done }) => done)).toEqual(expect.arrayContaining([1, 2]));
  });

  it('neither reads nor writes anything when the cache is off, by option or by environment', async () => {
    await once(plays, { ...QUICK, cache: false });
    process.env.LISTENLAB_MODEL_CACHE = 'off';
    await once(plays, QUICK);
    expect(await kept()).toEqual([]);
    await once(plays, { ...QUICK, cache: true });
    expect(await kept()).toHaveLength(1);
    expect((await once(plays, QUICK)).source).toBeUndefined();
    process.env.LISTENLAB_MODEL_CACHE = 'no';
    await expect(once(plays, QUICK)).rejects.toThrow(
      "the environment variable LISTENLAB_MODEL_CACHE is 'no'; expected on or off",
    );
  });

  it('refuses what trainAls refuses, and options that neither knows', async () => {
    const empty = named(2, 2, [], [], []);
    await expect(once(empty, QUICK)).rejects.toThrow('nothing to train on');
    await expect(once(plays, { factors: 0 })).rejects.toThrow('factors is 0; expected a whole number');
    await expect(once(plays, { trainedby: 'me' } as object)).rejects.toThrow(
      "unknown option 'trainedby'; did you mean 'trainedBy'?",
    );
    await expect(once(plays, { cache: 'off' } as object)).rejects.toThrow(
      "cache is 'off'; expected true or false",
    );
    await expect(once(plays, { dataDirectory: '' })).rejects.toThrow(
      "dataDirectory is ''; expected the path",
    );
    expect(await kept()).toEqual([]);
  });

  it('is stopped by its signal, also when the model is in the cache', async () => {
    await once(plays, QUICK);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(once(plays, { ...QUICK, signal })).rejects.toThrow('enough');
    await expect(once(plays, { ...QUICK, seed: 5, signal })).rejects.toThrow('enough');
    expect(await kept()).toHaveLength(1);
  });
});

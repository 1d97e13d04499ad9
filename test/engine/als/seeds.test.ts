import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import type { AlsProgress } from '#listenlab/engine/als/options.js';
import { als } from '#listenlab/engine/baselines/als.js';
import type { Model } from '#listenlab/engine/model/model.js';
import { loadModel } from '#listenlab/engine/model/node/load-model.js';
import { useFolder } from '../../support/folder.js';
import { contentOf } from '../model/models.js';
import { grouped, playsOfUser } from '../model/training.js';
import { DIGITS, mean, OPTIONS, threeOf } from './three-seeds.js';
import { everything, plays, QUICK, useModelCache } from './use-model-cache.js';

describe('training from several seeds', () => {
  const folder = useFolder();

  it('gives a model that is the same when it is saved and loaded', async () => {
    const model = await trainAls(grouped, { ...OPTIONS, seeds: 2, computeLoss: true });
    const file = path.join(folder.data, 'two.model');
    await model.save(file);
    const loaded = await loadModel(file);
    expect(contentOf(loaded)).toEqual(contentOf(model));
    const given = playsOfUser(model, 3);
    expect(loaded.foldIn(given).vector).toEqual(model.foldIn(given).vector);
  });

  it('compares artists by the mean of their cosines, weighted by the lengths of their vectors', async () => {
    const { model, parts } = await threeOf({});
    const row = ({ artistFactors, factors }: Model, i: number) =>
      artistFactors.subarray(i * factors, (i + 1) * factors);
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, f) => sum + value * b[f], 0);
    const length = (of: Model, i: number) => Math.sqrt(dot(row(of, i), row(of, i)));
    for (const { artist, similarity } of model.similarArtists('artist 3').slice(1)) {
      const other = Number(artist.slice('artist '.length));
      const sum = (weight: (part: Model) => number) => parts.reduce((total, part) => total + weight(part), 0);
      const lengths = Math.sqrt(
        sum((part) => length(part, 3) ** 2) * sum((part) => length(part, other) ** 2),
      );
      const weighted = sum((part) => {
        const cosine = part.similarArtists('artist 3', { count: 30 }).find((each) => each.artist === artist);
        return cosine!.similarity * length(part, 3) * length(part, other);
      });
      expect(similarity).toBeCloseTo(weighted / lengths, DIGITS);
    }
  });

  it('is the training of one where one is asked for', async () => {
    const one = await trainAls(grouped, { ...OPTIONS, seeds: 1 });
    expect(contentOf(one)).toEqual(contentOf(await trainAls(grouped, OPTIONS)));
  });

  it('has the mean of the losses, and reports one progress for all', async () => {
    const options = { ...OPTIONS, computeLoss: true };
    const reports: AlsProgress[] = [];
    const onProgress = (progress: AlsProgress) => reports.push(progress);
    const { losses } = await trainAls(grouped, { ...options, seeds: 2, onProgress });
    const parts = await Promise.all([7, 8].map((seed) => trainAls(grouped, { ...options, seed })));
    losses?.forEach((loss, i) => {
      expect(loss).toBeCloseTo(mean(parts.map((part) => part.losses?.[i] ?? Number.NaN)), 10);
    });
    const done = reports.map((report) => report.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(reports.at(-1)).toMatchObject({ done: 6, total: 6, task: 'training' });
    expect(reports.at(-1)?.note).toMatch(/^model 2 of 2 · iteration 3 of 3 · loss/);
  });

  it('stops within the second training', async () => {
    const stop = new AbortController();
    const onProgress = ({ done }: AlsProgress) => {
      if (done > 3) stop.abort(new Error('enough'));
    };
    const stopped = trainAls(grouped, { ...OPTIONS, seeds: 3, onProgress, signal: stop.signal });
    await expect(stopped).rejects.toThrow('enough');
  });

  it('begins again at 0 behind the largest seed', async () => {
    const last = 2 ** 32 - 1;
    const { userFactors } = await trainAls(grouped, { ...OPTIONS, seed: last, seeds: 2 });
    const first = await trainAls(grouped, { ...OPTIONS, seed: 0 });
    expect(userFactors[4]).toBeCloseTo(first.userFactors[0] / Math.SQRT2, DIGITS);
  });

  it('is named in comparisons', async () => {
    const algorithm = als({ ...OPTIONS, seeds: 2 });
    expect(algorithm.name).toBe('ALS, factors 4, iterations 3, seeds 2');
    expect((await algorithm.fit(grouped)) as Model).toHaveProperty('factors', 8);
  });

  it('refuses a model to start from, and impossible numbers', async () => {
    const start = await trainAls(grouped, OPTIONS);
    await expect(trainAls(grouped, { seeds: 3, start })).rejects.toThrow(
      'seeds is 3 and start is a model, and training 3 models from one would give it 3 times; leave one of them out',
    );
    expect(() => als({ seeds: 0 })).toThrow(
      'seeds is 0; expected a whole number from 1 to 16, or leave it out for 1',
    );
  });

  it('refuses to fold into a model whose record cannot be right', async () => {
    const model = await trainAls(grouped, OPTIONS);
    const odd = new (model.constructor as typeof Model)({
      ...model,
      training: { ...model.training, seeds: 3 },
    });
    expect(() => odd.foldIn({ 'artist 3': 1 })).toThrow(
      'training option seeds of the model is 3 and it has 4 factors; expected a number that divides them',
    );
  });
});

describe('trainOnce of several seeds', () => {
  const { once, kept } = useModelCache();

  it('keeps each model by itself and finds those trained before', async () => {
    await once(plays, { ...QUICK, seed: 8 });
    const first = await once(plays, { ...QUICK, seed: 7, seeds: 3 });
    expect(first.source).toBeUndefined();
    expect(await kept()).toHaveLength(3);
    const again = await once(plays, { ...QUICK, seed: 7, seeds: 3 });
    expect(again.source).toBe('3 models trained before, from the cache');
    const expected = everything(await trainAls(plays, { ...QUICK, seed: 7, seeds: 3 }));
    expect(everything(first.model)).toEqual(expected);
    expect(everything(again.model)).toEqual(expected);
  });
});

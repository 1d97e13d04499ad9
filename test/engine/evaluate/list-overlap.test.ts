import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { popularity } from '#listenlab/engine/baselines/popularity.js';
import { metrics } from '#listenlab/index.js';
import { interactionsOf, randomPlays } from './plays.js';

const plays = randomPlays(80, 40, 0.2, 1);
const trained = (seed: number) => trainAls(plays, { factors: 4, iterations: 2, seed, threads: 1 });

describe('metrics.listOverlap', () => {
  it('counts the artists that two lists of a user share, in whatever order', async () => {
    const [one, other] = [await trained(1), await popularity().fit(plays)];
    const shared = plays.users.names.map((user) => {
      const [a, b] = [one, other].map((model) =>
        model.recommend(user, { count: 7 }).map(({ artist }) => artist),
      );
      return a.filter((artist) => b.includes(artist)).length;
    });
    const found = await metrics.listOverlap(one, other, { k: 7 });
    expect(found).toMatchObject({ k: 7, users: 80 });
    expect(found.mean).toBeCloseTo(shared.reduce((sum, count) => sum + count, 0) / 80, 12);
    expect(found.low).toBeLessThan(found.mean);
    expect(found.high).toBeGreaterThan(found.mean);
    expect(await metrics.listOverlap(other, one, { k: 7 })).toEqual(found);
  });

  it('is the length of the lists for the same model, and takes as many users as it is told', async () => {
    const model = await trained(1);
    const found = await metrics.listOverlap(model, model, { users: 30 });
    expect(found).toEqual({ k: 10, users: 30, mean: 10, low: 10, high: 10 });
  });

  it('refuses models of other plays, and models without a list', async () => {
    const model = await trained(1);
    const other = await trainAls(randomPlays(80, 41, 0.2, 1), { factors: 2, iterations: 1, threads: 1 });
    await expect(metrics.listOverlap(model, other)).rejects.toThrow(
      'the models have other artists (40 and 41); compare two that were trained on the same plays',
    );
    const full = await popularity().fit(interactionsOf([[1, 1]]));
    await expect(metrics.listOverlap(full, full)).rejects.toThrow(
      'neither model recommends anything to these users',
    );
  });
});

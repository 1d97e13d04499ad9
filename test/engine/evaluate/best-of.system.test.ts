import { describe, expect, it } from 'vitest';
import type { Algorithm } from '#listenlab/engine/baselines/algorithm.js';
import { itemNeighbours } from '#listenlab/engine/baselines/neighbours/item-neighbours.js';
import { popularity } from '#listenlab/engine/baselines/popularity.js';
import { bestOf } from '#listenlab/engine/evaluate/node/best-of.js';
import { evaluate } from '#listenlab/engine/evaluate/node/evaluate.js';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import { interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { randomInteractions, twoCrowds } from '../baselines/support.js';

const candidates = [
  popularity(),
  itemNeighbours({ weighting: 'bm25', neighbours: 2 }),
  itemNeighbours({ weighting: 'cosine', neighbours: 12 }),
];

describe('the best of several algorithms', () => {
  it('is the one with the highest NDCG on a fifth of the plays, fitted to all of them', async () => {
    const plays = twoCrowds();
    const split = randomSplit(plays, { fraction: 0.2, seed: 5 });
    const expected: { name: string; ndcg: number }[] = [];
    for (const candidate of candidates) {
      const model = await candidate.fit(split.train, { threads: 1 });
      const judged = await evaluate(model, split, { k: 3, metrics: ['ndcg'], resamples: 0, threads: 1 });
      expected.push({ name: candidate.name, ndcg: judged.mean('ndcg', 3) });
    }
    expected.sort((a, b) => b.ndcg - a.ndcg);
    for (const threads of [1, 2]) {
      const model = await bestOf(candidates, { k: 3, seed: 5 }).fit(plays, { threads });
      expect(model.candidates).toEqual(expected);
      expect(model.chosen).toBe(expected[0].name);
      const best = candidates.find(({ name }) => name === model.chosen) as Algorithm;
      const whole = await best.fit(plays, { threads: 1 });
      for (const user of [0, 30, 59]) {
        expect(model.recommendByIndex(user)).toEqual(whole.recommendByIndex(user));
      }
    }
    expect(expected[0].ndcg).toBeGreaterThan(expected[2].ndcg);
  });

  it('is the first of equals, and of those that no play can be held out for', async () => {
    const same = ['one', 'two'].map((name) => ({ ...popularity(), name }));
    expect((await bestOf(same).fit(twoCrowds(), { threads: 1 })).chosen).toBe('one');
    const few = interactionsFromRows([{ user: 'ann', artist: 'kent', plays: 1 }]);
    const model = await bestOf(same).fit(few, { threads: 1 });
    expect([model.chosen, model.candidates]).toEqual(['one', []]);
  });

  it('judges lists no longer than there are artists', async () => {
    const model = await bestOf(candidates.slice(0, 2)).fit(randomInteractions(20, 6, 0.4, 1), { threads: 1 });
    expect(model.candidates.every(({ ndcg }) => ndcg > 0)).toBe(true);
  });

  it('is called after its candidates, or as told, and says what it is doing', async () => {
    const algorithm = bestOf(candidates.slice(0, 2), { k: 3 });
    expect(algorithm.name).toBe(`best of 2: ${candidates[0].name}; ${candidates[1].name}`);
    expect(bestOf(candidates, { name: 'tuned' }).name).toBe('tuned');
    const told: string[] = [];
    const onProgress = ({ task, note }: { task: string; note?: string }) => told.push(`${task} | ${note}`);
    const { chosen } = await algorithm.fit(twoCrowds(), { threads: 1, onProgress });
    expect(told).toContain(`${candidates[1].name}: comparing | 2 of 2`);
    expect(told.filter((each) => each.endsWith('undefined')).every((each) => each.startsWith(chosen))).toBe(
      true,
    );
  });

  it('stops when aborted, also while a candidate is fitted', async () => {
    const stop = new AbortController();
    const fit = bestOf(candidates).fit(twoCrowds(), {
      threads: 1,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(fit).rejects.toThrow('enough');
  });

  it('refuses what it cannot choose from, and plays that nothing learns from', async () => {
    expect(() => bestOf([])).toThrow('expected an array of algorithms, as [als(), baselines.ease()]');
    expect(() => bestOf([popularity(), {} as Algorithm])).toThrow('item 2 is an Object; expected an array');
    expect(() => bestOf(candidates, { k: 0 })).toThrow('k of bestOf is 0');
    await expect(bestOf(candidates).fit(interactionsFromRows([]))).rejects.toThrow('nothing to train on');
  });
});

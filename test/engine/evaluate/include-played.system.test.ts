import { describe, expect, it } from 'vitest';
import { evaluateInline } from '#listenlab/engine/evaluate/evaluate-inline.js';
import { baselines, evaluate, type Recommender, type Split, splits } from '#listenlab/index.js';
import { randomPlays } from './plays.js';

const K = 5;
const known = randomPlays(60, 40, 0.2, 1);
/** What is played next: about a fifth of these pairs are known. */
const next = randomPlays(60, 40, 0.1, 2);
const split: Split = { train: known, known, test: next, repeats: true };

/** What the model's own lists of all artists give, by the definitions of the metrics. */
function byHand(model: Recommender, { test }: Split) {
  const { indptr, indices } = test.byUser;
  const users = test.users.names.map((_, user) => {
    const asked = new Set(indices.subarray(indptr[user], indptr[user + 1]));
    const rows = [...model.recommendByIndex(user, { count: 40, includePlayed: true }).rows];
    return { asked, list: rows.slice(0, K), rows };
  });
  const judged = users.filter(({ asked }) => asked.size > 0);
  const mean = (value: (of: (typeof judged)[number]) => number) =>
    judged.reduce((sum, of) => sum + value(of), 0) / judged.length;
  const gain = (places: number[]) => places.reduce((sum, place) => sum + 1 / Math.log2(place + 2), 0);
  const firsts = (count: number) => Array.from({ length: Math.min(count, K) }, (_, place) => place);
  const hits = ({ asked, list }: (typeof judged)[number]) =>
    list.flatMap((artist, place) => (asked.has(artist) ? [place] : []));
  return {
    ndcg: mean((of) => gain(hits(of)) / gain(firsts(of.asked.size))),
    recall: mean((of) => hits(of).length / of.asked.size),
    coverage: new Set(judged.flatMap(({ list }) => list)).size / 40,
  };
}

describe.each(baselines.all({ seed: 1 }).map((algorithm) => ({ name: algorithm.name, algorithm })))(
  'lists with known artists, $name',
  ({ algorithm }) => {
    it('are judged as the model gives them, on threads and inline', async () => {
      const model = await algorithm.fit(known, { threads: 1 });
      const asked = { k: K, metrics: ['ndcg', 'recall', 'coverage'] as const, resamples: 0 };
      const expected = byHand(model, split);
      for (const found of [
        await evaluate(model, split, { ...asked, threads: 2 }),
        await evaluateInline(model, split, asked),
        await evaluateInline(model, { ...split, repeats: false }, { ...asked, includePlayed: true }),
      ]) {
        for (const metric of asked.metrics) expect(found.mean(metric)).toBeCloseTo(expected[metric], 12);
      }
    });
  },
);

describe('ranks among all artists', () => {
  it('count known artists that were not played again as negatives', async () => {
    const model = await baselines.itemNeighbours({ neighbours: 40 }).fit(known, { threads: 1 });
    const { indptr, indices } = next.byUser;
    const areas: number[] = [];
    for (let user = 0; user < 60; user++) {
      const asked = new Set(indices.subarray(indptr[user], indptr[user + 1]));
      if (asked.size === 0) continue;
      const { rows, scores } = model.recommendByIndex(user, { count: 40, includePlayed: true });
      const score = new Float64Array(40);
      rows.forEach((row, i) => {
        score[row] = scores[i];
      });
      let right = 0;
      for (const artist of asked)
        for (let other = 0; other < 40; other++)
          if (!asked.has(other)) right += (Math.sign(score[artist] - score[other]) + 1) / 2;
      areas.push(right / (asked.size * (40 - asked.size)));
    }
    const found = await evaluate(model, split, { metrics: ['auc'], resamples: 0, threads: 1 });
    expect(found.mean('auc')).toBeCloseTo(areas.reduce((a, b) => a + b) / areas.length, 12);
  });
});

describe('a split that asks for known artists', () => {
  it('is refused without them in the lists, and one that does not takes known test pairs for a mistake', async () => {
    const model = await baselines.popularity().fit(known);
    await expect(evaluate(model, split, { includePlayed: false })).rejects.toThrow(
      'includePlayed is false and the split asks for known artists, too',
    );
    const again: Split = { train: known, known, test: known };
    await expect(evaluate(model, again)).rejects.toThrow('the model already knows');
    expect((await evaluate(model, { ...again, repeats: true })).mean('recall')).toBeGreaterThan(0);
    await expect(evaluate(model, again, { includePlayed: 'yes' as unknown as boolean })).rejects.toThrow(
      "includePlayed is 'yes'",
    );
  });

  it('leaves random splits as they were', async () => {
    const random = splits.random(known, { seed: 3 });
    const model = await baselines.ease().fit(random.train, { threads: 1 });
    expect((await evaluate(model, random, { includePlayed: false })).means).toEqual(
      (await evaluate(model, random)).means,
    );
  });
});

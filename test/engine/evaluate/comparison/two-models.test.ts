import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateInline } from '#listenlab/engine/evaluate/evaluate-inline.js';
import type { Evaluation } from '#listenlab/engine/evaluate/evaluation.js';
import {
  baselines,
  evaluate,
  metrics,
  type Recommender,
  type Split,
  describe as sentences,
  splits,
  trainAls,
} from '#listenlab/index.js';
import { tastes } from '../sweep/tastes.js';

const METRICS = ['precision', 'ndcg', 'hitRate', 'coverage'] as const;

/** Judged on plays of listeners with clear tastes, which popularity does not see. */
async function judgedOn(split: Split) {
  const judge = (model: Parameters<typeof evaluate>[0]) =>
    evaluate(model, split, { k: 5, metrics: [...METRICS] });
  const als = await judge(await trainAls(split.train, { factors: 8, weighting: 'log', alpha: 1 }));
  const popular = await judge(await baselines.popularity().fit(split.train));
  return { als, popular };
}

/** A recommender that gives each user the artists that a function picks of those hidden, and of all others not known. */
function listing(
  { train, test }: Split,
  pick: (hidden: number[], others: number[]) => number[],
): Recommender {
  const recommendByIndex = (user: number) => {
    const of = ({ indptr, indices }: typeof test.byUser) => [
      ...indices.subarray(indptr[user], indptr[user + 1]),
    ];
    const [known, hidden] = [of(train.byUser), of(test.byUser)];
    const others = [...train.artists.names.keys()].filter(
      (artist) => !known.includes(artist) && !hidden.includes(artist),
    );
    const rows = Int32Array.from(pick(hidden, others));
    return { rows, scores: Float64Array.from(rows, (_, i) => -i) };
  };
  return { users: train.users, artists: train.artists, plays: train.byUser, recommendByIndex } as never;
}

describe('two models on the same held-out plays', () => {
  let als: Evaluation;
  let popular: Evaluation;
  beforeAll(async () => {
    ({ als, popular } = await judgedOn(splits.random(tastes(), { seed: 3 })));
  });

  it('differ by what their means and the paired interval say, the claim before what supports it', async () => {
    const said = await sentences.difference(
      { name: 'ALS*', judged: als },
      { name: 'popularity', judged: popular },
    );
    const [claim, support, ...more] = said.split('\n\n');
    expect(more).toEqual([]);
    const times = Number((als.mean('ndcg') / popular.mean('ndcg')).toPrecision(2));
    expect(claim).toBe(`With ALS\\*, recommendations are ${times} times as good as with popularity.`);
    expect(support).toContain(`NDCG@5 is ${als.mean('ndcg').toFixed(3)} (`);
    expect(support).toContain(`against ${popular.mean('ndcg').toFixed(3)} (`);
    const turned = await sentences.difference(
      { name: 'popularity', judged: popular },
      { name: 'ALS', judged: als },
    );
    expect(turned).toMatch(/^With popularity, recommendations are worse than with ALS\.\n\n/);
  });

  it('are the same to a reader where the interval of their difference contains 0', async () => {
    const said = await sentences.difference({ name: 'a', judged: als }, { name: 'b', judged: als });
    expect(said).toMatch(
      /^These plays show no difference between a and b\.\n\nNDCG@5 .* 74 listeners: both are equally good for every listener\.$/,
    );
    const split = splits.random(tastes(), { seed: 3 });
    const other = await trainAls(split.train, { factors: 8, weighting: 'log', alpha: 1, seed: 5 });
    const judged = await evaluate(other, split, { k: 5, metrics: ['ndcg'] });
    const near = await sentences.difference({ name: 'a', judged: als }, { name: 'b', judged });
    const { low, high } = await metrics.pairedDifference(als, judged, 'ndcg');
    expect(Math.sign(low)).toBe(-Math.sign(high));
    expect(near).toContain(`the difference may be anything from ${low.toFixed(3)} to ${high.toFixed(3)}.`);
  });

  it('are refused where they were judged on different splits, also with as many users and hidden plays', async () => {
    const [one, other] = [1, 2].map((seed) => splits.leaveKOut(tastes(), { k: 2, seed }));
    const [judged, popular, again] = await Promise.all(
      [one, other, one].map(async (split) =>
        evaluate(await baselines.popularity().fit(split.train), split, { k: 5, metrics: ['ndcg'] }),
      ),
    );
    expect(popular.users).toBe(judged.users);
    const refusal = 'on different splits, which hide different plays';
    await expect(metrics.pairedDifference(judged, popular, 'ndcg')).rejects.toThrow(refusal);
    await expect(metrics.compare({ judged, popular })).rejects.toThrow(refusal);
    const pooled = await metrics.poolEvaluations([judged, popular]);
    await expect(metrics.compare({ judged, pooled })).rejects.toThrow(refusal);
    expect((await metrics.compare({ judged, again })).rows).toHaveLength(1);
  });

  it('claim only what all of the metrics named show', async () => {
    const sides = [
      { name: 'ALS', judged: als },
      { name: 'popularity', judged: popular },
    ] as const;
    const times = Number((als.mean('precision') / popular.mean('precision')).toPrecision(2));
    const same = await sentences.difference(...sides, ['precision', 'ndcg', 'hitRate']);
    expect(same).toMatch(
      new RegExp(`^With ALS, recommendations are ${times} times as good as with popularity\\.\\n\\n`),
    );
    const split = splits.random(tastes(), { seed: 3 });
    const listed = async (places: (hidden: number[], others: number[]) => number[]) =>
      evaluateInline(listing(split, places), split, { k: 5, metrics: ['precision', 'ndcg'] });
    // More hits, but further down.
    const many = await listed(([one, two = one], others) => [...others.slice(0, 3), one, two]);
    const early = await listed(([one], others) => [one, ...others.slice(0, 4)]);
    const told = await sentences.difference({ name: 'a', judged: many }, { name: 'b', judged: early }, [
      'precision',
      'ndcg',
    ]);
    expect(told).toMatch(
      /^These plays do not show whether a or b is better\.\n\nPrecision@5 is .*; but NDCG@5 is 0\.\d+ .* against 0\.\d+/,
    );
  });

  it('are not held to a metric in which they do not differ', async () => {
    // A list of all artists has every hidden artist in it, wherever it is.
    const split = splits.random(tastes(), { seed: 3 });
    const all = { k: split.train.artists.size, metrics: ['ndcg', 'hitRate'] as const };
    const long = await Promise.all(
      [{ factors: 8, weighting: 'log', alpha: 1 } as const, { factors: 1, iterations: 1 }].map(
        async (options) =>
          evaluate(await trainAls(split.train, options), split, { ...all, metrics: [...all.metrics] }),
      ),
    );
    const hits = await metrics.pairedDifference(long[0], long[1], 'hitRate');
    expect(hits).toMatchObject({ low: 0, high: 0, differing: 0 });
    const told = await sentences.difference({ name: 'a', judged: long[0] }, { name: 'b', judged: long[1] }, [
      'ndcg',
      'hitRate',
    ]);
    expect(told).toMatch(/^With a, recommendations are [\d.]+ times as good as with b\.\n\n/);
  });

  it('claim nothing on few listeners', async () => {
    const few = await judgedOn(splits.random(tastes(8), { seed: 3 }));
    const said = await sentences.difference(
      { name: 'a', judged: few.als },
      { name: 'b', judged: few.popular },
    );
    expect(said).not.toContain('\n\n');
    expect(said).toMatch(/; so few cannot show which is better\.$/);
  });

  it('give numbers for a headline, each with what it is compared with', async () => {
    const numbers = await metrics.headlineNumbers(als, popular);
    expect(Object.keys(numbers)).toEqual(['hits in 5', 'listeners with a hit', 'artists recommended']);
    const { 'hits in 5': hits, 'artists recommended': artists } = numbers;
    const lists = als.perUser();
    const each = Array.from(lists['precision@5'] as ArrayLike<number>, (share) => 5 * share);
    expect(hits.value).toBeCloseTo(each.reduce((sum, value) => sum + value, 0) / each.length, 12);
    const { low, high } = await metrics.pairedDifference(als, popular, 'precision');
    expect(hits.comparison).toEqual({
      name: 'popularity',
      value: 5 * popular.mean('precision'),
      difference: [5 * low, 5 * high],
    });
    expect(artists).toMatchObject({
      value: als.mean('coverage'),
      comparison: { value: popular.mean('coverage') },
    });
    expect([artists.interval, artists.comparison.difference]).toEqual([undefined, undefined]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { popularity } from '#listenlab/engine/baselines/popularity.js';
import { NO_DIFFERENCE } from '#listenlab/engine/evaluate/comparison/comparison.js';
import { evaluateInline } from '#listenlab/engine/evaluate/evaluate-inline.js';
import { rankSumTests } from '#listenlab/engine/evaluate/groups/rank-sum.js';
import { metrics, describe as say, splits } from '#listenlab/index.js';
import { interactionsOf } from '../plays.js';
import { judge, K, splitOf } from './judged.js';

const split = splitOf(200);
const evaluation = await judge(split);
const { names } = evaluation.measured;

/** Every user in one of these groups, in turn. */
function inTurn(...groups: (string | null)[]) {
  return { user: names, group: names.map((_, i) => groups[i % groups.length]) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('an evaluation by groups', () => {
  it('has every user in exactly one group, whose means make up the mean of all', async () => {
    const label = fc.constantFrom('a', 'b', 'c', 'others', 'not given', '__proto__', '<b>', '', null);
    const groups = fc.array(label, { minLength: names.length, maxLength: names.length });
    await fc.assert(
      fc.asyncProperty(
        groups,
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (group, smallest, most) => {
          const by = await metrics.byGroup(evaluation, { user: names, group }, { smallest, most });
          expect(sum(by.rows.map(({ users }) => users))).toBe(evaluation.users);
          const mean = sum(by.rows.map(({ users, mean }) => users * mean)) / evaluation.users;
          expect(mean).toBeCloseTo(evaluation.mean('ndcg'), 12);
          expect(by.mean).toBeCloseTo(mean, 12);
          const unsaid = by.rows.filter(({ kind }) => kind === 'not given');
          expect(sum(unsaid.map(({ users }) => users))).toBe(group.filter((each) => !each).length);
          expect(by.rows.filter(({ kind }) => kind === 'named').length).toBeLessThanOrEqual(most + 1);
        },
      ),
      { seed: 7, numRuns: 30 },
    );
  });

  it('joins small groups and those beyond the most, in the order given, users without a group last', async () => {
    const group = names.map((_, i) =>
      i < 60 ? 'b' : i < 100 ? 'a' : i < 140 ? 'c' : i < names.length - 10 ? `small ${i}` : null,
    );
    const by = await metrics.byGroup(evaluation, { user: names, group }, { most: 2 });
    expect(by.rows.map(({ group, kind, users }) => [group, kind, users])).toEqual([
      ['b', 'named', 60],
      ['a', 'named', 40],
      [`others (${1 + names.length - 150} groups)`, 'others', names.length - 110],
      ['not given', 'not given', 10],
    ]);
    expect(by.rows[3].verdict).toBe('too few');
    expect(by.rows[3].pHolm).toBeNaN();
    const map = new Map(names.map((name, i) => [name, group[i]]));
    expect(await metrics.byGroup(evaluation, map, { most: 2 })).toEqual(by);
  });

  it('finds a planted difference, and none where users were divided at random', async () => {
    const planted = await judge(split, (user) => (user % 3 === 0 ? 0.9 : 0.1));
    const group = planted.measured.names.map((name) =>
      split.train.users.index(name) % 3 === 0 ? 'served' : `${name.length}`,
    );
    const by = await metrics.byGroup(planted, { user: planted.measured.names, group });
    const [served] = by.rows.filter(({ group }) => group === 'served');
    expect(served.verdict).toBe('higher');
    expect(served.differenceLow).toBeGreaterThan(0);
    expect(served.low).toBeLessThanOrEqual(served.mean);
    expect(say.groups(by)).toContain(`- Higher than for all others: served (${served.mean.toFixed(3)}).`);
    const random = await metrics.byGroup(evaluation, inTurn('x', 'y', 'z'));
    expect(random.rows.map(({ verdict }) => verdict)).toEqual(Array(3).fill(NO_DIFFERENCE));
  });

  it('subtracts from the mean of a group that of all others, and of two groups tests one against the other', async () => {
    const { rows } = await metrics.byGroup(evaluation, inTurn('x', 'y'));
    expect(rows[0].difference).toBeCloseTo(rows[0].mean - rows[1].mean, 12);
    expect(rows[1].difference).toBeCloseTo(-rows[0].difference, 12);
    expect(rows[1].differenceLow).toBeCloseTo(-rows[0].differenceHigh, 12);
    expect(rows[0].pHolm).toBe(rows[1].pHolm);
    const values = evaluation.perUser()[`NDCG@${K}`] as ArrayLike<number>;
    const [{ p }] = rankSumTests(
      Float64Array.from(values),
      Int32Array.from(values, (_, i) => i % 2),
      2,
    );
    expect(rows[0].pHolm).toBe(p);
  });

  it('has the popularity of lists and profiles, whose lift of all users is the popularity bias', async () => {
    const { rows } = await metrics.byGroup(evaluation, inTurn('all'));
    expect(rows[0].lift).toBeCloseTo(evaluation.mean('popularityBias'), 12);
    expect(rows[0].listPopularity / rows[0].profilePopularity - 1).toBeCloseTo(rows[0].lift, 12);
    expect(rows[0].difference).toBeNaN();
    expect(rows[0].verdict).toBe('too few');
    expect(rows[0].coverage).toBe(evaluation.mean('coverage'));
    expect(rows[0].comparableCoverage).toBeCloseTo(rows[0].coverage, 12);
  });

  it('has the coverage of as many lists as the smallest group has, as if these were drawn', async () => {
    const group = names.map((_, i) => (i < 90 ? 'large' : 'small'));
    const { rows } = await metrics.byGroup(evaluation, { user: names, group });
    const [{ lists }] = evaluation.measured.judged;
    const drawn = names.length - 90;
    // Simulated: the mean over many draws without replacement.
    let found = 0;
    const rounds = 3_000;
    let state = 1;
    const next = (limit: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % limit;
    };
    for (let round = 0; round < rounds; round++) {
      const order = Array.from({ length: 90 }, (_, i) => i);
      const seen = new Set<number>();
      for (let i = 0; i < drawn; i++) {
        const at = i + next(90 - i);
        [order[i], order[at]] = [order[at], order[i]];
        for (const artist of lists.artists.subarray(order[i] * K, order[i] * K + K)) seen.add(artist);
      }
      found += seen.size / 30;
    }
    expect(rows[0].comparableCoverage).toBeCloseTo(found / rounds, 2);
    expect(rows[1].comparableCoverage).toBe(rows[1].coverage);
  });

  it('groups users by their known plays, those with equal values together', async () => {
    const byActivity = await metrics.byGroup(evaluation, 'activity', { smallest: 2 });
    expect(byActivity.rows).toHaveLength(3);
    const { indptr } = split.train.byUser;
    const counts = names.map((name) => {
      const row = split.train.users.index(name);
      return indptr[row + 1] - indptr[row];
    });
    const ranges = byActivity.rows.map(({ group }) => group.match(/\d+/g)?.map(Number) as [number, number]);
    byActivity.rows.forEach(({ users }, g) => {
      expect(users).toBe(counts.filter((count) => count >= ranges[g][0] && count <= ranges[g][1]).length);
    });
    expect(byActivity.rows.map(({ group }) => group.split(':')[0])).toEqual([
      'few artists',
      'some artists',
      'many artists',
    ]);
    const byTaste = await metrics.byGroup(evaluation, 'mainstream');
    expect(sum(byTaste.rows.map(({ users }) => users))).toBe(names.length);
    const known = byTaste.rows.map(({ profilePopularity }) => profilePopularity);
    expect(known).toEqual([...known].sort((a, b) => a - b));
  });

  it('is of one group where all listeners are alike, which is compared with nobody', async () => {
    const table = Array.from({ length: 30 }, (_, user) =>
      Array.from({ length: 6 }, (_, artist) => (artist === user % 6 ? 0 : 2)),
    );
    const split = splits.leaveKOut(interactionsOf(table), { k: 2 });
    const by = await metrics.byGroup(await judge(split, undefined, { k: 2 }), 'activity');
    expect(by.rows.map(({ group, users, verdict }) => [group, users, verdict])).toEqual([
      ['all alike: 3', 30, 'too few'],
    ]);
    expect(say.groups(by)).toContain('Too few to compare');
  });

  it('pools evaluations of several splits, each user once', async () => {
    const other = splitOf(200, 2);
    const pooled = await metrics.poolEvaluations([evaluation, await judge(other)]);
    const by = await metrics.byGroup(pooled, 'mainstream');
    expect(sum(by.rows.map(({ users }) => users))).toBe(pooled.users);
    const perUser = Array.from(pooled.perUser()[`NDCG@${K}`] as ArrayLike<number>);
    expect(by.mean).toBeCloseTo(sum(perUser) / perUser.length, 12);
    // Not all are in both splits: with each value counted once there is another mean, which is told, too.
    expect(by.pooledMean).toBe(pooled.mean('ndcg'));
    expect(Math.abs(by.pooledMean - by.mean)).toBeGreaterThan(1e-6);
  });

  it('takes a metric without lists, and a length for the lists beside it', async () => {
    const model = await popularity().fit(split.train);
    const judged = await evaluateInline(model, split, {
      k: [3, K],
      metrics: ['auc', 'coverage'],
      resamples: 0,
    });
    const by = await metrics.byGroup(judged, inTurn('all'), { metric: 'auc' });
    expect(by.label).toBe('AUC');
    expect(by.mean).toBeCloseTo(judged.mean('auc'), 12);
    expect(by.rows[0].coverage).toBe(judged.mean('coverage', 3));
    const longer = await metrics.byGroup(judged, inTurn('all'), { metric: 'auc', k: K });
    expect(longer.rows[0].coverage).toBe(judged.mean('coverage', K));
    await expect(metrics.byGroup(judged, inTurn('all'), { metric: 'auc', k: 4 })).rejects.toThrow(
      'k is 4; expected a length that was evaluated: 3, 5',
    );
  });

  it('gives no intervals without resamples, and judges by ranks alone', async () => {
    const { rows } = await metrics.byGroup(await judge(split, undefined, { resamples: 0 }), inTurn('x', 'y'));
    expect(rows[0].low).toBeNaN();
    expect(rows[0].verdict).toBe(NO_DIFFERENCE);
  });

  it.each([
    ['country', "'activity', 'mainstream', or the group of each user"],
    [{ user: names, group: ['x'] }, 'with as many groups as users'],
    [
      { user: ['user 0', 'user 1', 'user 0'], group: ['a', 'b', 'b'] },
      "user 'user 0' is in the groups 'a' and 'b'; expected one group for each user",
    ],
    [{ user: ['user 0'], group: [3] }, "expected the name of a group, or null, for user 'user 0'"],
  ])('refuses %s for groups', async (by, text) => {
    await expect(metrics.byGroup(evaluation, by as never)).rejects.toThrow(text);
  });

  it('refuses a metric without a value for each user, and an evaluation without lists', async () => {
    await expect(metrics.byGroup(evaluation, 'activity', { metric: 'coverage' })).rejects.toThrow(/coverage/);
    await expect(metrics.byGroup(evaluation, 'activity', { smallest: 1 })).rejects.toThrow(
      'smallest is 1; expected a whole number of 2 or more',
    );
  });
});

describe('the rank-sum test', () => {
  it('gives the p of scipy, with ties', () => {
    const values = [
      0, 0.31, 0, 0.5, 0.12, 0, 0.31, 0.77, 0.05, 0, 0.61, 0.12, 0.9, 0.31, 0, 0.44, 0.21, 0.05, 0.61, 1,
    ];
    const places = [0, 1, 0, 1, 2, 0, 2, 1, 0, 2, 1, 2, 1, 2, 0, 1, 2, 0, 2, 1];
    // scipy 1.17.1: mannwhitneyu([values of the group], [all others], method='asymptotic').pvalue
    const scipy = [0.0017790863776049116, 0.0011852031744822395, 0.8413638805012692];
    const found = rankSumTests(Float64Array.from(values), Int32Array.from(places), 3);
    found.forEach(({ p }, g) => {
      expect(p).toBeCloseTo(scipy[g], 10);
    });
  });

  it('finds nothing in values that are all equal, or without others', () => {
    expect(rankSumTests(new Float64Array(6), Int32Array.of(0, 1, 0, 1, 0, 1), 2)).toEqual([
      { p: 1, chanceAbove: 0.5 },
      { p: 1, chanceAbove: 0.5 },
    ]);
    expect(rankSumTests(Float64Array.of(1, 2, 3), new Int32Array(3), 1)).toEqual([
      { p: 1, chanceAbove: Number.NaN },
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutsInThirds } from '#listenlab/engine/evaluate/groups/thirds.js';
import { metrics, type Split, splits } from '#listenlab/index.js';
import { interactionsOf } from '../plays.js';
import { judge } from './judged.js';

/** So many of each value. */
function risingOf(...counted: (readonly [count: number, value: number])[]): Float64Array {
  return Float64Array.from(counted.flatMap(([count, value]) => Array<number>(count).fill(value)));
}

describe('cuts into thirds', () => {
  const tail = Array.from({ length: 70 }, (_, i) => [7, 20 + Math.floor(i / 7)] as const).filter(
    (_, i) => i % 7 === 0,
  );
  it.each<[string, Float64Array, number[]]>([
    ['thirds where all differ', Float64Array.from({ length: 9 }, (_, i) => i), [3, 6]],
    ['the nearest change of value', risingOf([2, 1], [3, 2], [4, 3]), [2, 5]],
    ['two groups where most are equal', risingOf([330, 2], ...tail), [330]],
    [
      'no group that joins a large one and hardly anybody',
      risingOf([294, 1], [2, 40], [100, 41], [48, 50]),
      [294],
    ],
    ['a small group at either end of a large one', risingOf([10, 1], [430, 2], [10, 3]), [10, 440]],
    ['one listener apart from all others', risingOf([1, 1], [20, 5]), [1]],
    ['both of two', Float64Array.of(1, 2), [1]],
    ['nothing where all are equal', risingOf([50, 3]), []],
    ['nothing of nobody', new Float64Array(), []],
  ])('are %s', (_, rising, cuts) => {
    expect(cutsInThirds(rising)).toEqual(cuts);
  });

  it('part different values only, and are as near to the thirds as any, or the nearest to the middle', () => {
    const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, (given) => {
        const rising = Float64Array.from(given).sort();
        const cuts = cutsInThirds(rising);
        const all = rising.length;
        const steps = [...rising.keys()].filter((place) => place > 0 && rising[place] > rising[place - 1]);
        expect(steps).toEqual(expect.arrayContaining(cuts));
        expect(cuts).toHaveLength(Math.min(cuts.length, 2));
        expect(cuts.length === 0).toBe(new Set(given).size === 1);
        const wanted = cuts.length === 2 ? [all / 3, (2 * all) / 3] : [all / 2];
        cuts.forEach((cut, c) => {
          const nearest = Math.min(...steps.map((step) => Math.abs(step - wanted[c])));
          expect(Math.abs(cut - wanted[c])).toBe(nearest);
        });
        // The part in the middle is no splinter.
        if (cuts.length === 2) expect(cuts[1] - cuts[0]).toBeGreaterThanOrEqual(all / 6);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});

/** Listeners who keep so many artists in training: one more is held out of each. */
async function judgedWith(known: readonly number[]) {
  const table = known.map((count, user) =>
    Array.from({ length: 24 }, (_, artist) => ((artist + 7 * user) % 24 <= count ? 1 : 0)),
  );
  return await judge(splits.leaveKOut(interactionsOf(table), { k: 1 }), undefined, { resamples: 0 });
}

describe('groups by plays', () => {
  it('are ordered and disjoint, and their names tell exactly whom they hold', async () => {
    const counts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(counts, async (known) => {
        const evaluation = await judgedWith(known);
        for (const by of ['activity', 'mainstream'] as const) {
          const { rows } = await metrics.byGroup(evaluation, by);
          expect(rows.reduce((sum, { users }) => sum + users, 0)).toBe(known.length);
          const ranges = rows.map(({ group }) => group.match(/[\d.]+/g)?.map(Number) as number[]);
          const ends = ranges.map(([from, to = from]) => [from, to]);
          expect(ends.flat()).toEqual(ends.flat().sort((a, b) => a - b));
          ends.slice(1).forEach(([from], g) => {
            expect(from).toBeGreaterThan(ends[g][1]);
          });
          if (by === 'mainstream') continue;
          rows.forEach(({ users }, g) => {
            const [from, to] = ends[g];
            const own = known.filter((count) => count >= from && count <= to);
            expect(users).toBe(own.length);
            expect([Math.min(...own), Math.max(...own)]).toEqual([from, to]);
          });
        }
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  it('are named after one number where all have it, and all alike only then', async () => {
    const names = async (known: number[]) =>
      (await metrics.byGroup(await judgedWith(known), 'activity')).rows.map(({ group, users }) => [
        group,
        users,
      ]);
    const most = Array<number>(33).fill(2);
    expect(await names([...most, 18, 19, 20, 18, 19, 20, 18])).toEqual([
      ['few artists: 2', 33],
      ['many artists: 18 to 20', 7],
    ]);
    expect(await names(most)).toEqual([['all alike: 2', 33]]);
  });

  it('tell listeners apart by three digits, by more only where all are alike to three', async () => {
    const named = async (split: Split) =>
      (await metrics.byGroup(await judge(split, undefined, { k: 2, resamples: 0 }), 'mainstream')).rows;
    // All play the same eight artists of twelve; the others have one listener in a hundred each.
    const table = Array.from({ length: 300 }, (_, user) =>
      Array.from({ length: 12 }, (_, artist) => (artist < 8 || (user + artist) % 100 === 0 ? 1 : 0)),
    );
    const rows = await named(splits.leaveKOut(interactionsOf(table), { k: 1 }));
    // To two digits one would end with 87 % and the next begin with it.
    expect(rows.map(({ group }) => group)).toEqual([
      expect.stringMatching(/^rare taste: [\d.]+ to 87\.\d %$/),
      expect.stringMatching(/^mixed taste: 87\.\d to 87\.\d %$/),
      expect.stringMatching(/^popular taste: 87\.\d to 87\.\d %$/),
    ]);
    // All 4,000 play one artist, and all but one another, whom 99.975 % know: on average 99.9875 %.
    const train = interactionsOf(Array.from({ length: 4_000 }, (_, user) => [1, user === 7 ? 0 : 1, 0]));
    const test = interactionsOf(Array.from({ length: 4_000 }, () => [0, 0, 1]));
    const alike = await named({ train, known: train, test });
    expect(alike.map(({ group, users }) => [group, users])).toEqual([
      ['rare taste: 99.99 %', 3_999],
      ['popular taste: 100 %', 1],
    ]);
  });
});

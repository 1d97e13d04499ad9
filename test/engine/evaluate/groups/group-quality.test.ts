import { describe, expect, it } from 'vitest';
import { NO_DIFFERENCE } from '#listenlab/engine/evaluate/comparison/comparison.js';
import { sentencesOnGroups } from '#listenlab/engine/evaluate/groups/describe-groups.js';
import { qualityOfGroups } from '#listenlab/engine/evaluate/groups/group-quality.js';
import { rankSumTests } from '#listenlab/engine/evaluate/groups/rank-sum.js';
import { resampleGroups } from '#listenlab/engine/evaluate/groups/resample-groups.js';

/** So many users with this value. */
type Values = readonly (readonly [users: number, value: number])[];

const written = ({ length }: { length: number }, value: number) => Array<number>(length).fill(value);

async function judged(groups: readonly (readonly number[])[], resamples = 1_000) {
  const values = Float64Array.from(groups.flat());
  const grouping = {
    groups: groups.map((_, g) => ({ name: `group ${g}`, kind: 'named' as const })),
    places: Int32Array.from(groups.flatMap((of, g) => written(of, g))),
  };
  const columns = [{ sums: values, weights: values.map(() => 1) }];
  const [draws] = await resampleGroups(columns, grouping, { resamples, seed: 1 });
  const rows = qualityOfGroups(values, grouping, draws, { confidence: 0.95, smallest: 20 });
  return { rows, values, places: grouping.places };
}

function valuesOf(of: Values): number[] {
  return of.flatMap(([length, value]) => written({ length }, value));
}

/** Evenly spread over 0 to 1, in no order. */
function spread(length: number, start: number): number[] {
  return Array.from({ length }, (_, i) => (start + i * 0.618034) % 1);
}

const BOTH: readonly [Values, Values] = [
  [
    [150, 0.6],
    [50, 0.2],
  ],
  [
    [50, 0.6],
    [150, 0.2],
  ],
];
const SKEWED: readonly [Values, Values] = [
  [[200, 0.2]],
  [
    [140, 0],
    [60, 1],
  ],
];
const FAR_ABOVE: readonly [Values, Values] = [
  [
    [100, 0.4],
    [100, 1],
  ],
  [[200, 0.5]],
];
const OFTEN_ABOVE: readonly [Values, Values] = [
  [
    [120, 0.6],
    [80, 0.35],
  ],
  [[200, 0.5]],
];
const ALIKE: readonly [Values, Values] = [
  [
    [100, 0.6],
    [100, 0.2],
  ],
  [
    [101, 0.6],
    [99, 0.2],
  ],
];

describe('the verdict on a group', () => {
  // Of scipy 1.17.1, mannwhitneyu(one, other, method='asymptotic'): pvalue, and statistic / (200 * 200).
  it.each([
    ['mean and ranks are higher', BOTH, 1.7377362525515584e-23, 0.75, ['higher', 'lower']],
    [
      'the mean is lower, the ranks are higher',
      SKEWED,
      2.951486847952162e-14,
      0.7,
      ['lower mean', 'higher mean'],
    ],
    ['the mean alone is higher', FAR_ABOVE, 1, 0.5, ['higher mean', 'lower mean']],
    ['the ranks alone are higher', OFTEN_ABOVE, 0.00016036405518540556, 0.6, ['higher ranks', 'lower ranks']],
    ['nothing differs', ALIKE, 0.9208391109132664, 0.4975, [NO_DIFFERENCE, NO_DIFFERENCE]],
  ])('says what holds where %s', async (_, [one, other], p, chance, verdicts) => {
    const { rows } = await judged([valuesOf(one), valuesOf(other)]);
    expect(rows.map(({ verdict }) => verdict)).toEqual(verdicts);
    expect(Math.log(rows[0].pHolm)).toBeCloseTo(Math.log(p), 8);
    expect(rows[0].chanceAbove).toBeCloseTo(chance, 12);
    expect(rows[1].chanceAbove).toBeCloseTo(1 - chance, 12);
  });

  it('is that of chance where only the number of groups takes the test away', async () => {
    const groups = [0.1, 0.3, 0.5, 0.7, 0.9].map((start) => spread(60, start));
    const { rows, values, places } = await judged([...groups, spread(60, 0.2).map((value) => value + 0.1)]);
    const row = rows[5];
    expect(row.differenceLow).toBeGreaterThan(0);
    expect(rankSumTests(values, places, 6)[5].p).toBeLessThan(0.05);
    expect(row.pHolm).toBeGreaterThan(0.05);
    expect(row.verdict).toBe('perhaps by chance');
  });

  it('is that of the ranks alone without resamples, and none on fewer than 20 users', async () => {
    const { rows } = await judged(BOTH.map(valuesOf), 0);
    expect(rows.map(({ verdict }) => verdict)).toEqual(['higher ranks', 'lower ranks']);
    const few = await judged([written({ length: 19 }, 1), written({ length: 40 }, 0)]);
    expect(few.rows.map(({ verdict }) => verdict)).toEqual(['too few', 'too few']);
  });
});

describe('the sentences on groups', () => {
  it('claim a difference only where means and ranks show it, and else say what is seen', async () => {
    const told = async (groups: readonly (readonly number[])[]) => {
      const { rows } = await judged(groups);
      const of = rows.map((row, g) => ({ ...row, group: `g${g}`, kind: 'named', users: groups[g].length }));
      const about = { label: 'NDCG@10', mean: 0.25, pooledMean: 0.25, users: 400, smallest: 20 };
      return sentencesOnGroups({ ...about, rows: of as never }, (name) => name).slice(1);
    };
    expect(await told(SKEWED.map(valuesOf))).toEqual([
      'Higher on average than for all others, but not listener by listener: g1 (0.300).',
      'Lower on average than for all others, but not listener by listener: g0 (0.200).',
    ]);
    expect(await told(OFTEN_ABOVE.map(valuesOf))).toEqual([
      'Higher listener by listener than for all others, which the means do not show: g0 (0.500).',
      'Lower listener by listener than for all others, which the means do not show: g1 (0.500).',
    ]);
    const groups = [0.1, 0.3, 0.5, 0.7, 0.9].map((start) => spread(60, start));
    expect(await told([...groups, spread(60, 0.2).map((value) => value + 0.1)])).toEqual([
      expect.stringMatching(
        /^Of 6 groups that were compared, one may well be so far from all others by chance: g5 /,
      ),
      expect.stringMatching(/^No difference from all others that these plays can show: g0 .*g4 [^,]*\.$/),
    ]);
  });

  it('say which mean is which where splits make two of them', () => {
    const of = { label: 'NDCG@10', mean: 0.2049, users: 762, smallest: 20, rows: [] };
    const [once] = sentencesOnGroups({ ...of, pooledMean: 0.186 }, String);
    expect(once).toBe(
      'NDCG@10 is 0.205 on average over 762 listeners, each counted once; counted anew in each split, 0.186.',
    );
    const [same] = sentencesOnGroups({ ...of, pooledMean: 0.2051 }, String);
    expect(same).toBe('NDCG@10 is 0.205 on average over 762 listeners.');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { twoSidedTail } from '#listenlab/engine/evaluate/comparison/normal.js';
import { metrics } from '#listenlab/index.js';

const { signedRank } = metrics;

// Made by scipy 1.17.1: wilcoxon(d, zero_method=..., correction=..., method='asymptotic' where marked, else 'auto').
const TEN = [1.83, 0.5, 1.62, 2.48, -1.68, -1.88, 1.55, 3.06, 1.3, -0.3];
const TIED = [1, 1, 2, -2, 3, 3, -1, 4, 5, 5, -6, 2];
const WITH_ZEROS = [0, 0, 0, 1, -2, 3, 4, 4, -5, 6, 6, 7, 0];
const FIFTY = Array.from({ length: 50 }, (_, i) => Math.sin(i + 1) + 0.3);
const MANY_TIED = Array.from({ length: 200 }, (_, i) => (((i * 37) % 11) - 4) / 10);
const MANY = Array.from({ length: 200 }, (_, i) => Math.sin(i + 1) + 0.1);
const THOUSAND = Array.from({ length: 1000 }, (_, i) => (((i * i) % 7) - 2.8) / 10);

describe('the signed-rank test', () => {
  it.each([
    ['without ties, counted out', TEN, 'wilcox', false, 15, 0.232421875],
    ['on 50 users, counted out', FIFTY, 'pratt', false, 366, 0.008085622213709343],
    ['with ties, counted out', TIED, 'wilcox', false, 19, 0.119140625],
    ['with zeros dropped, counted out', WITH_ZEROS, 'wilcox', false, 8, 0.08984375],
    ['with zeros ranked, counted out', WITH_ZEROS, 'pratt', false, 16, 0.08203125],
    ['without ties, asymptotic', MANY, 'wilcox', false, 8130, 0.01914339752024059],
    ['without ties, asymptotic and corrected', MANY, 'pratt', true, 8130, 0.019174720043384805],
    ['with ties and zeros dropped, asymptotic', MANY_TIED, 'wilcox', false, 5356, 4.190289770176818e-5],
    [
      'with ties and zeros dropped, asymptotic and corrected',
      MANY_TIED,
      'wilcox',
      true,
      5356,
      4.20317938972671e-5,
    ],
    ['with ties and zeros ranked, asymptotic', MANY_TIED, 'pratt', false, 6743, 8.377061856043492e-5],
    [
      'with ties and zeros ranked, asymptotic and corrected',
      MANY_TIED,
      'pratt',
      true,
      6743,
      8.398435810333674e-5,
    ],
    ['with a tiny p, asymptotic', THOUSAND, 'wilcox', false, 122837, 5.370642150353221e-45],
    ['with a tiny p, asymptotic and corrected', THOUSAND, 'pratt', true, 122837, 5.37484017949333e-45],
  ] as const)('gives what scipy gives %s', (_, differences, zeroMethod, correction, statistic, p) => {
    const found = signedRank(differences, { zeroMethod, correction });
    expect(Math.min(found.above, found.below)).toBeCloseTo(statistic, 9);
    expect(found.p / p).toBeCloseTo(1, 9);
    expect(found.exact).toBe(differences.length <= 50);
    expect(found.zeros).toBe(differences.filter((value) => value === 0).length);
  });

  const tied = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 11 });

  it('counts out what all ways to choose the signs give', () => {
    fc.assert(
      fc.property(tied, (differences) => {
        const sizes = differences.map(Math.abs).filter((size) => size > 0);
        const smaller = (size: number) => differences.filter((other) => Math.abs(other) < size).length;
        const same = (size: number) => differences.filter((other) => Math.abs(other) === size).length;
        const ranks = sizes.map((size) => smaller(size) + (same(size) + 1) / 2);
        const { above, below, p } = signedRank(differences);
        const apart = Math.abs(above - below);
        let asFar = 0;
        for (let signs = 0; signs < 2 ** ranks.length; signs++) {
          const sum = ranks.reduce((total, rank, i) => total + ((signs >> i) & 1 ? rank : -rank), 0);
          if (Math.abs(sum) >= apart) asFar++;
        }
        expect(p).toBeCloseTo(asFar / 2 ** ranks.length, 12);
      }),
    );
  });

  it('turns around with the signs, and knows no order of users', () => {
    const long = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 60, maxLength: 90 });
    fc.assert(
      fc.property(fc.oneof(tied, long), fc.constantFrom('pratt', 'wilcox'), (differences, zeroMethod) => {
        const found = signedRank(differences, { zeroMethod });
        const turned = signedRank(
          differences.map((value) => -value),
          { zeroMethod },
        );
        expect(turned).toEqual({ ...found, above: found.below, below: found.above });
        expect(signedRank(differences.toReversed(), { zeroMethod })).toEqual(found);
        expect(found.p).toBeGreaterThanOrEqual(0);
        expect(found.p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('shows nothing where all are alike or there are none', () => {
    const nothing = { above: 0, below: 0, p: 1 };
    expect(signedRank([])).toMatchObject({ ...nothing, zeros: 0 });
    expect(signedRank(new Float64Array(80))).toMatchObject({ ...nothing, zeros: 80 });
    expect(signedRank([0, -0], { zeroMethod: 'wilcox' })).toMatchObject({ ...nothing, zeros: 2 });
  });

  it('refuses what is no number, and options that it does not have', () => {
    expect(() => signedRank([1, Number.NaN])).toThrow('difference 2 is NaN; expected a finite number');
    expect(() => signedRank([1], { zeroMethod: 'zsplit' as 'pratt' })).toThrow(
      "zeroMethod is 'zsplit'; expected one of 'pratt', 'wilcox', or leave it out for pratt",
    );
  });
});

// Made by scipy 1.17.1: 2 * norm.sf(z).
it.each([
  [0, 1],
  [0.1, 0.920344325445942],
  [1, 0.31731050786291415],
  [-1.96, 0.04999579029644087],
  [3.5355, 0.00040700424519014296],
  [3.54, 0.0004001270320146402],
  [5, 5.733031437583866e-7],
  [10, 1.523970604832094e-23],
  [20, 5.507248237212311e-89],
])('both tails of the normal distribution beyond %d are %d', (z, tails) => {
  expect(twoSidedTail(z) / tails).toBeCloseTo(1, 10);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#listenlab/util/random.js';

// Computed independently, from the published definitions of splitmix32 (seed) and sfc32, with Python's integers.
const FIRST_OF_SEED_42 = [695_857_468, 3_046_671_632, 1_167_015_482, 2_030_221_812];

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

describe('seeded random numbers', () => {
  it('are the same on every machine', () => {
    const random = seededRandom(42);
    expect(many(4, () => random.uniform() * 2 ** 32)).toEqual(FIRST_OF_SEED_42);
  });

  it('repeat with the same seed and differ with a neighbouring one', () => {
    const first = (seed: number) => many(20, seededRandom(seed).uniform);
    expect(first(7)).toEqual(first(7));
    expect(first(7).filter((value, i) => value === first(8)[i])).toEqual([]);
  });

  it('are uniform: chi-squared over 64 bins, mean and serial correlation', () => {
    const random = seededRandom(1);
    const count = 64_000;
    const bins = new Float64Array(64);
    let products = 0;
    let last = random.uniform() - 0.5;
    for (let i = 0; i < count; i++) {
      const value = random.uniform();
      bins[Math.floor(value * 64)]++;
      products += last * (value - 0.5);
      last = value - 0.5;
    }
    const chiSquared = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    // 63 degrees of freedom: 99.9% of uniform sequences stay between 30 and 104.
    expect(chiSquared).toBeGreaterThan(30);
    expect(chiSquared).toBeLessThan(104);
    // Standard error of the mean product of independent values: (1/12) / sqrt(count); four of them.
    expect(Math.abs(products / count)).toBeLessThan((4 / 12) * count ** -0.5);
  });

  it('are normal with mean 0, deviation 1 and two thirds within one deviation', () => {
    const random = seededRandom(3);
    const values = many(20_000, () => random.normal());
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    const near = values.filter((x) => Math.abs(x) < 1).length / values.length;
    // Four standard errors each.
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(20_000));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
    expect(Math.abs(near - 0.6827)).toBeLessThan(4 * Math.sqrt(0.6827 * (1 - 0.6827)) * 20_000 ** -0.5);
  });

  it('include every whole number below the limit', () => {
    const random = seededRandom(5);
    const values = many(600, () => random.integer(6));
    expect([...new Set(values)].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('shuffle without changing the values, with every order equally often', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
        const shuffled = seededRandom(seed).shuffle([...values]);
        const order = (a: number, b: number) => a - b;
        expect(shuffled.sort(order)).toEqual([...values].sort(order));
      }),
      { seed: 1 },
    );
    const random = seededRandom(9);
    const orders = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle([0, 1, 2]).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    // 1,000 of each expected, deviation 29; five of them.
    for (const times of orders.values()) expect(Math.abs(times - 1000)).toBeLessThan(145);
  });
});

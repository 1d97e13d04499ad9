import { describe, expect, it } from 'vitest';
import { bootstrap } from '#listenlab/engine/evaluate/intervals.js';
import { seededRandom } from '#listenlab/util/random.js';

function column(values: ArrayLike<number>, weights = new Float64Array(values.length).fill(1)) {
  return {
    metric: 'ndcg',
    k: 10,
    sums: Float64Array.from(values, (value, i) => value * weights[i]),
    weights,
  } as const;
}

const options = { confidence: 0.95, resamples: 2000, seed: 1 };

describe('bootstrap intervals', () => {
  // The second are drawn in groups.
  it.each([1000, 25_000])('of %i users are as wide as the normal approximation', async (users) => {
    const random = seededRandom(7);
    const values = Float64Array.from({ length: users }, () => 3 + 2 * random.normal());
    const mean = values.reduce((a, b) => a + b) / users;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / users);
    const [interval] = await bootstrap([column(values)], options);
    const [low, high] = interval ?? [];
    // The deviation of a 2.5% quantile of 2,000 draws is about 6% of the half width.
    const half = (1.96 * deviation) / Math.sqrt(users);
    expect(Math.abs((low as number) - (mean - half))).toBeLessThan(0.2 * half);
    expect(Math.abs((high as number) - (mean + half))).toBeLessThan(0.2 * half);
  });

  it('collapse to a point for constant values, also for ratios of sums', async () => {
    const weights = Float64Array.of(1, 5, 0, 2);
    expect(await bootstrap([column([0.5, 0.5, 0.5, 0.5], weights)], options)).toEqual([[0.5, 0.5]]);
  });

  it('are missing if no user counts or nothing is resampled', async () => {
    expect(await bootstrap([column([1, 2], new Float64Array(2))], options)).toEqual([undefined]);
    expect(await bootstrap([column([1, 2])], { ...options, resamples: 0 })).toEqual([undefined]);
    expect(await bootstrap([], options)).toEqual([]);
  });

  it('are reproducible by seed, widen with the confidence level, and can be aborted', async () => {
    const values = column([0, 1, 0, 0, 1, 1, 0, 1]);
    const [first] = await bootstrap([values], options);
    expect(await bootstrap([values, values], options)).toEqual([first, first]);
    const [wide] = await bootstrap([values], { ...options, confidence: 0.999 });
    expect((wide as readonly number[])[0]).toBeLessThan((first as readonly number[])[0]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(bootstrap([values], { ...options, signal })).rejects.toThrow('enough');
  });
});

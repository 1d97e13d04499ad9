import { describe, expect, it } from 'vitest';
import type { Model } from '#listenlab/engine/model/model.js';
import type { AlsOptions } from '#listenlab/index.js';
import { builds, kernels, ownMemory, reference } from './implementations.js';
import { bitsOf, groupedInteractions } from './matrices.js';
import { largestError } from './oracle.js';

// More rows than one block, and some with fewer than four entries: threads share the work, and groups are partial.
const interactions = groupedInteractions(300, 170);

const factorCounts = { cg: [1, 3, 5, 6, 20, 64], cholesky: [1, 6, 33, 130] };

const cases = builds.flatMap((build) =>
  (['cg', 'cholesky'] as const).flatMap((solver) =>
    factorCounts[solver].map((factors) => ({ build, solver, factors })),
  ),
);

/** Factors are rounded to float32 four times in two iterations, and later steps amplify that a little. */
const SINGLE = 1e-3;

/** The results of the reference solver, computed once for all builds. */
const found = new Map<string, Promise<Model>>();
function referenceOf(options: AlsOptions): Promise<Model> {
  const key = JSON.stringify(options);
  const model = found.get(key) ?? reference.train(interactions, options);
  found.set(key, model);
  return model;
}

describe('training on threads', () => {
  it.each(cases)(
    '$build, $solver, $factors factors: gives identical bits on 1, 2, 4 threads and inline, with and without shared memory',
    async ({ build, solver, factors }) => {
      const options = { factors, solver, iterations: 2, computeLoss: true };
      const [first, ...others] = await Promise.all(
        [...kernels(build), ownMemory(build)].map(({ train }) => train(interactions, options)),
      );
      for (const other of others) {
        expect(bitsOf(other.userFactors).equals(bitsOf(first.userFactors))).toBe(true);
        expect(bitsOf(other.artistFactors).equals(bitsOf(first.artistFactors))).toBe(true);
        expect(other.losses).toEqual(first.losses);
      }
    },
  );

  it.each(cases.filter(({ factors }) => factors <= 20))(
    '$build, $solver, $factors factors: matches the reference solver',
    async ({ build, solver, factors }) => {
      const options = { factors, solver, iterations: 2, computeLoss: true };
      const expected = await referenceOf(options);
      const actual = await kernels(build)[0].train(interactions, options);
      expect(largestError(actual.userFactors, expected.userFactors)).toBeLessThan(SINGLE);
      expect(largestError(actual.artistFactors, expected.artistFactors)).toBeLessThan(SINGLE);
      expect(largestError(actual.losses ?? [], expected.losses ?? [])).toBeLessThan(SINGLE);
    },
  );

  it('gives different factors for different seeds and the same for equal seeds', async () => {
    const [{ train }] = kernels('simd');
    const [one, two, again] = await Promise.all(
      [1, 2, 1].map((seed) => train(interactions, { factors: 4, iterations: 1, seed })),
    );
    expect(bitsOf(one.userFactors).equals(bitsOf(again.userFactors))).toBe(true);
    expect(bitsOf(one.userFactors).equals(bitsOf(two.userFactors))).toBe(false);
  });
});

import { expect, it } from 'vitest';
import type { Solver } from '#listenlab/engine/als/options.js';
import type { Model } from '#listenlab/engine/model/model.js';
import type { AlsOptions } from '#listenlab/index.js';
import { builds, kernels, ownMemory, reference } from './implementations.js';
import { bitsOf, groupedInteractions } from './matrices.js';
import { largestError } from './oracle.js';

// More rows than one block, and some with fewer than four entries: threads share the work, and groups are partial.
export const interactions = groupedInteractions(300, 170);

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

/** The tests of training on threads. @param factorCounts numbers of factors by solver */
export function itGivesTheSameBits(factorCounts: Record<Solver, number[]>): void {
  const cases = builds.flatMap((build) =>
    (['cg', 'sor', 'cholesky'] as const).flatMap((solver) =>
      factorCounts[solver].map((factors) => ({ build, solver, factors })),
    ),
  );

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
}

import { describe, expect, it } from 'vitest';
import { kernels } from './implementations.js';
import { bitsOf } from './matrices.js';
import { interactions, itGivesTheSameBits } from './same-bits.js';

describe('training on threads', () => {
  itGivesTheSameBits({ cg: [5, 20], sor: [20], cholesky: [33] });

  it('gives different factors for different seeds and the same for equal seeds', async () => {
    const [{ train }] = kernels('simd');
    const [one, two, again] = await Promise.all(
      [1, 2, 1].map((seed) => train(interactions, { factors: 4, iterations: 1, seed })),
    );
    expect(bitsOf(one.userFactors).equals(bitsOf(again.userFactors))).toBe(true);
    expect(bitsOf(one.userFactors).equals(bitsOf(two.userFactors))).toBe(false);
  });
});

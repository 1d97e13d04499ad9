import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { typicalPlays } from '#listenlab/tuner/session/typical-plays.js';

it('the typical plays are the middle of all, the upper one of an even number', async () => {
  const plays = fc.oneof(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 2 ** 24 }),
    fc.float({ min: Math.fround(1e-30), noNaN: true }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(plays, { minLength: 1 }), async (counts) => {
      const columns = counts.map((_, i) => i);
      const matrix = csrFromTriplets(
        1,
        counts.length,
        counts.map(() => 0),
        columns,
        counts,
      );
      const sorted = counts.map(Math.fround).sort((a, b) => a - b);
      expect(await typicalPlays(matrix, () => undefined)).toBe(sorted[counts.length >> 1]);
    }),
  );
});

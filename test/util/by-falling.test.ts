import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byFalling } from '#listenlab/util/by-falling.js';

it('orders rows by falling count, and equal ones by their number', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(4), fc.nat(3000))), (counts) => {
      const rows = counts.map((_, row) => row).sort((a, b) => counts[b] - counts[a] || a - b);
      expect([...byFalling(Int32Array.from(counts))]).toEqual(rows);
    }),
  );
});

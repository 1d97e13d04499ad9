import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '#listenlab/engine/evaluate/comparison/holm.js';

describe("Holm's correction", () => {
  it('multiplies by how many are left, and never falls behind, computed by hand', () => {
    // In order: 0.005 x 5, 0.01 x 4, 0.03 x 3, 0.04 x 2 (raised to 0.09), 0.5 x 1.
    const corrected = holm([0.01, 0.04, 0.03, 0.005, 0.5]);
    expect(corrected.map((value) => Number(value.toFixed(12)))).toEqual([0.04, 0.09, 0.09, 0.025, 0.5]);
    expect(holm([0.6, 0.7])).toEqual([1, 1]);
    expect(holm([0.03])).toEqual([0.03]);
    expect(holm([])).toEqual([]);
  });

  it('rises with p, whatever the order, and lies between p and p times their number', () => {
    const p = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(p, (given) => {
        const corrected = holm(given);
        expect(holm(given.toReversed())).toEqual(corrected.toReversed());
        given.forEach((one, i) => {
          expect(corrected[i]).toBeGreaterThanOrEqual(one);
          expect(corrected[i]).toBeLessThanOrEqual(Math.min(1, given.length * one));
          given.forEach((other, j) => {
            if (one < other) expect(corrected[i]).toBeLessThanOrEqual(corrected[j]);
          });
        });
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { popularityStrata, STRATA } from '#listenlab/engine/ranking/popularity-strata.js';

describe('strata of popularity', () => {
  it('have equal shares of all pairs, by hand', () => {
    // 12 pairs: 4 are the head, 2 + 2 the middle, four artists of one listener the tail.
    expect([...popularityStrata([1, 2, 4, 1, 2, 1, 1, 0])]).toEqual([2, 1, 0, 2, 1, 2, 2, 2]);
  });

  it('hold every artist once, the better known never below, those alike together, as many pairs as there is room for', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 40 }), (listeners) => {
        const strata = popularityStrata(listeners);
        const pairs = listeners.reduce((sum, count) => sum + count, 0);
        for (let a = 0; a < listeners.length; a++) {
          expect(strata[a]).toBeLessThan(STRATA.length);
          for (let b = 0; b < listeners.length; b++) {
            if (listeners[a] > listeners[b]) expect(strata[a]).toBeLessThanOrEqual(strata[b]);
            if (listeners[a] === listeners[b]) expect(strata[a]).toBe(strata[b]);
          }
        }
        // The artists that are alike and lie across a border are all that a stratum has too much or too little.
        const alike = new Map<number, number>();
        for (const each of listeners) alike.set(each, (alike.get(each) ?? 0) + each);
        const largest = Math.max(0, ...alike.values());
        for (let stratum = 0; stratum < STRATA.length; stratum++) {
          const own = listeners.reduce((sum, count, a) => (strata[a] === stratum ? sum + count : sum), 0);
          expect(Math.abs(own - pairs / STRATA.length)).toBeLessThanOrEqual(largest);
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('are one where all artists are alike', () => {
    expect(new Set(popularityStrata([7, 7, 7, 7]))).toEqual(new Set([1]));
  });
});

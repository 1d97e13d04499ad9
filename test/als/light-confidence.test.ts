import { describe, expect, it } from 'vitest';
import { lightConfidence } from '#listenlab/als/light-confidence.js';

describe('confidence up to which an entry is light', () => {
  // YtY of 100 rows with squares of 2 and 6 in two of four columns: a row's |y|^2 is 8 on average.
  const gram = Float64Array.from([200, 7, 0, 0, 7, 600, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

  it('is ten times the least of the diagonal over the mean squared length', () => {
    expect(lightConfidence(gram, 4, 2, 100, 1)).toBe((10 * 200) / 8);
  });

  it('falls with a0, which scales what rows share and not what an entry adds', () => {
    const half = gram.map((value) => value / 2);
    expect(lightConfidence(half, 4, 2, 100, 0.5)).toBe((10 * 100) / 8);
  });

  it('is 0 where rows share nothing', () => {
    expect(lightConfidence(gram, 4, 2, 100, 0)).toBe(0);
    expect(lightConfidence(new Float64Array(16), 4, 2, 100, 1)).toBe(0);
  });
});

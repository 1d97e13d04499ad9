import { describe, expect, it } from 'vitest';
import { singlePrecisionLimit } from '#listenlab/engine/als/solve.js';

describe('the confidence up to which single precision is enough', () => {
  it('is five times the mean of the diagonal of a0 YtY over the mean squared length of a row', () => {
    // 100 rows of 2 factors whose squares sum to 200 and 600: the mean of the diagonal is 400, of |y|^2 8.
    expect(singlePrecisionLimit(100, 2, 1)).toBe((5 * 400) / 8);
  });

  it('falls with a0, which scales what rows share and not what an entry adds', () => {
    expect(singlePrecisionLimit(100, 2, 0.5)).toBe(125);
    expect(singlePrecisionLimit(100, 2, 0)).toBe(0);
  });
});

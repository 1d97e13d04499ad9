import { describe, expect, it } from 'vitest';
import { singlePrecisionLimit } from '#listenlab/engine/als/solve.js';

describe('the largest confidence for single precision', () => {
  it('is five times the mean diagonal of a0 YtY over the mean squared row length', () => {
    // 100 rows of 2 factors whose squares sum to 200 and 600: the mean of the diagonal is 400, of |y|^2 8.
    expect(singlePrecisionLimit(100, 2, 1)).toBe((5 * 400) / 8);
  });

  it('decreases with a0, which scales the shared part of all rows but not single entries', () => {
    expect(singlePrecisionLimit(100, 2, 0.5)).toBe(125);
    expect(singlePrecisionLimit(100, 2, 0)).toBe(0);
  });
});

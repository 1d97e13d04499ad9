/** From here on the continued fraction needs fewer terms than the series, which then loses digits. */
const FAR = 2.5;

/** Enough for the last digit of a double at {@link FAR}; further out fewer would do. */
const TERMS = 80;

/**
 * The chance that a standard normal value is at least as far from 0 as `z`: twice the tail. Its relative error is below
 * 1e-11: the series of erf (Abramowitz and Stegun 1964, 7.1.6) near 0, the continued fraction of erfc (7.1.14) further
 * out.
 */
export function twoSidedTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  if (x < FAR) {
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * Number.EPSILON; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = x;
  for (let n = TERMS; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}

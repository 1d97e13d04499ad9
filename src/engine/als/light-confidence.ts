/** With 5, five iterations stay within 9e-6 of the oracle's factors, as with float64 alone; with 1000, 8e-5. */
const WEIGHT = 5;

/**
 * The confidence up to which an entry counts as light: the kernel may add such entries up in float32, whose
 * rounding the steps of conjugate gradients magnify only where one entry outweighs what all rows share.
 *
 * Every row's matrix has a0 YtY in common, and an entry adds (c - a0) y yT to it. It is light while c |y|^2 is
 * at most five times the mean number on the diagonal of a0 YtY. Taking for |y|^2 the mean over all rows of Y,
 * that comes to the number of rows over that of factors. At full size nearly all entries are light, in small
 * data few.
 *
 * @param rows how many rows Y has
 * @param unobserved a0; with 0 nothing is shared, and no entry is light
 */
export function lightConfidence(rows: number, factors: number, unobserved: number): number {
  return (WEIGHT * unobserved * rows) / factors;
}

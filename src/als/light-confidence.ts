/** With 10, twenty iterations stay within 4e-4 of the oracle's factors, with 100 they are 1.4e-3 off. */
const WEIGHT = 10;

/**
 * The confidence up to which an entry counts as light: the kernel may add such entries up in float32, whose
 * rounding the steps of conjugate gradients magnify only where one entry outweighs what all rows share.
 *
 * Every row's matrix has a0 YtY in common, and an entry adds (c - a0) y yT to it. It is light while c |y|^2 is
 * at most ten times the least number on the diagonal of a0 YtY, taking for |y|^2 the mean over all rows of Y,
 * which is the trace of YtY over their number. At full size nearly all entries are light, in small data few.
 *
 * @param gram (K x K) a0 YtY
 * @param stride K
 * @param factors how many of the K are not padding
 * @param rows how many rows Y has
 * @param unobserved a0; with 0 nothing is shared, and no entry is light
 */
export function lightConfidence(
  gram: Float64Array,
  stride: number,
  factors: number,
  rows: number,
  unobserved: number,
): number {
  if (unobserved === 0) return 0;
  let least = Number.POSITIVE_INFINITY;
  let trace = 0;
  for (let k = 0; k < factors; k++) {
    const shared = gram[k * stride + k];
    least = Math.min(least, shared);
    trace += shared / unobserved;
  }
  return trace > 0 ? (WEIGHT * least * rows) / trace : 0;
}

/**
 * Row `a` of `left` times row `b` of `right`, both (rows x factors) row-major, summed in double precision.
 *
 * Every fourth product goes to the same of four sums, which the processor adds side by side;
 * kernels/assembly/ranking/candidates.ts adds in the same order.
 */
export function dotRows(
  left: Float32Array,
  a: number,
  right: Float32Array,
  b: number,
  factors: number,
): number {
  const end = (a + 1) * factors;
  const whole = end - (factors % 4);
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let k = a * factors;
  let l = b * factors;
  for (; k < whole; k += 4, l += 4) {
    sum0 += left[k] * right[l];
    sum1 += left[k + 1] * right[l + 1];
    sum2 += left[k + 2] * right[l + 2];
    sum3 += left[k + 3] * right[l + 3];
  }
  for (; k < end; k++, l++) sum0 += left[k] * right[l];
  return sum0 + sum1 + (sum2 + sum3);
}

/** (rows) The Euclidean length of each row of a (rows x factors) matrix. */
export function rowNorms(matrix: Float32Array, factors: number): Float64Array {
  const norms = new Float64Array(matrix.length / factors);
  for (let row = 0; row < norms.length; row++) {
    norms[row] = rowNorm(matrix, row, factors);
  }
  return norms;
}

/** The Euclidean length of one row. */
export function rowNorm(matrix: Float32Array, row: number, factors: number): number {
  return Math.sqrt(dotRows(matrix, row, matrix, row, factors));
}

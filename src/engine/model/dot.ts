/**
 * Row `a` of `left` times row `b` of `right`, both (rows x factors) row-major; summed in double precision, every
 * fourth product to the same of four sums, which the processor adds side by side. kernels/assembly/ranking/candidates.ts adds
 * in the same order.
 */
export function dotRows(
  left: Float32Array,
  a: number,
  right: Float32Array,
  b: number,
  factors: number,
): number {
  let i = a * factors;
  let j = b * factors;
  const whole = i + factors - (factors % 4);
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (; i < whole; i += 4, j += 4) {
    sum0 += left[i] * right[j];
    sum1 += left[i + 1] * right[j + 1];
    sum2 += left[i + 2] * right[j + 2];
    sum3 += left[i + 3] * right[j + 3];
  }
  for (const end = (a + 1) * factors; i < end; i++, j++) sum0 += left[i] * right[j];
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

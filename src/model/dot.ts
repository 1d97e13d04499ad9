/** Row `a` of `left` times row `b` of `right`, both (rows x factors) row-major; summed in double precision. */
export function dotRows(
  left: Float32Array,
  a: number,
  right: Float32Array,
  b: number,
  factors: number,
): number {
  const leftStart = a * factors;
  const rightStart = b * factors;
  let sum = 0;
  for (let f = 0; f < factors; f++) sum += left[leftStart + f] * right[rightStart + f];
  return sum;
}

/** (rows) The Euclidean length of each row of a (rows x factors) matrix. */
export function rowNorms(matrix: Float32Array, factors: number): Float64Array {
  const norms = new Float64Array(matrix.length / factors);
  for (let row = 0; row < norms.length; row++) {
    norms[row] = Math.sqrt(dotRows(matrix, row, matrix, row, factors));
  }
  return norms;
}

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

/** What bounds the products of a matrix's rows. Shapes: rows R, factors F. */
export interface RowBounds {
  /** (R x F) row-major */
  readonly vectors: Float32Array;
  readonly factors: number;
  /** (R) length of each row */
  readonly norms: Float64Array;
  /** Factors that make up the head of a row; the others are its tail. */
  readonly head: number;
  /** (R) length of each tail */
  readonly tails: Float64Array;
}

/** With fewer factors than these, a head saves too little to be looked at on its own. */
const LEAST_FACTORS = 32;

/** What rounding in float64 may add to a product, as a share of the lengths' product; thousands of factors' worth. */
const ROUNDING = 1e-12;

/** Cost: one pass over the matrix. */
export function rowBounds(vectors: Float32Array, factors: number): RowBounds {
  // Half, a multiple of 4: of most rows, no more needs to be read to rule them out.
  const head = factors < LEAST_FACTORS ? 0 : 4 * Math.floor(factors / 8);
  const norms = new Float64Array(vectors.length / factors);
  const tails = new Float64Array(norms.length);
  for (let row = 0; row < norms.length; row++) {
    const start = row * factors;
    const tail = squares(vectors, start + head, start + factors);
    norms[row] = Math.sqrt(squares(vectors, start, start + head) + tail);
    tails[row] = Math.sqrt(tail);
  }
  return { vectors, factors, norms, head, tails };
}

function squares(values: Float32Array, from: number, to: number): number {
  let even = 0;
  let odd = 0;
  let i = from;
  for (; i + 1 < to; i += 2) {
    even += values[i] * values[i];
    odd += values[i + 1] * values[i + 1];
  }
  return i < to ? even + odd + values[i] * values[i] : even + odd;
}

/**
 * Whether the product of a vector, a matrix of one row, with a row of a matrix cannot be above `toBeat`: x.y is
 * the product of the heads plus at most that of the tails' lengths (Cauchy and Schwarz).
 */
export function cannotBeat(vector: RowBounds, matrix: RowBounds, row: number, toBeat: number): boolean {
  const reach = vector.norms[0] * matrix.norms[row];
  const least = toBeat - ROUNDING * reach;
  if (reach < least) return true;
  if (matrix.head === 0) return false;
  return dotHeads(vector, matrix, row) + vector.tails[0] * matrix.tails[row] < least;
}

function dotHeads({ vectors: x, head }: RowBounds, { vectors: y, factors }: RowBounds, row: number): number {
  let i = 0;
  let j = row * factors;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (; i < head; i += 4, j += 4) {
    sum0 += x[i] * y[j];
    sum1 += x[i + 1] * y[j + 1];
    sum2 += x[i + 2] * y[j + 2];
    sum3 += x[i + 3] * y[j + 3];
  }
  return sum0 + sum1 + (sum2 + sum3);
}

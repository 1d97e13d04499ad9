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
  return dot(left, a * factors, right, b * factors, factors);
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

/** Lengths that bound the products of a matrix's rows. Shapes: rows R, factors F. */
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
  // About half, a multiple of 4: most rows can be ruled out without reading more.
  const head = factors < LEAST_FACTORS ? 0 : 4 * Math.floor(factors / 8);
  const norms = new Float64Array(vectors.length / factors);
  const tails = new Float64Array(norms.length);
  for (let row = 0; row < norms.length; row++) {
    const start = row * factors;
    const tail = dot(vectors, start + head, vectors, start + head, factors - head);
    norms[row] = Math.sqrt(dot(vectors, start, vectors, start, head) + tail);
    tails[row] = Math.sqrt(tail);
  }
  return { vectors, factors, norms, head, tails };
}

/**
 * Whether the product of a vector, a matrix of one row, with a row of a matrix cannot be above `toBeat`: x.y is
 * the product of the heads plus at most that of the tails' lengths (Cauchy and Schwarz).
 */
export function cannotBeat(vector: RowBounds, matrix: RowBounds, row: number, toBeat: number): boolean {
  const reach = vector.norms[0] * matrix.norms[row];
  const least = toBeat - ROUNDING * reach;
  if (reach < least) return true;
  const { head, factors } = matrix;
  if (head === 0) return false;
  const heads = dot(vector.vectors, 0, matrix.vectors, row * factors, head);
  return heads + vector.tails[0] * matrix.tails[row] < least;
}

/** The product of `count` numbers of two arrays, from `i` and from `j` on. */
function dot(x: Float32Array, i: number, y: Float32Array, j: number, count: number): number {
  const end = i + count;
  const whole = end - (count % 4);
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let k = i;
  let l = j;
  for (; k < whole; k += 4, l += 4) {
    sum0 += x[k] * y[l];
    sum1 += x[k + 1] * y[l + 1];
    sum2 += x[k + 2] * y[l + 2];
    sum3 += x[k + 3] * y[l + 3];
  }
  for (; k < end; k++, l++) sum0 += x[k] * y[l];
  return sum0 + sum1 + (sum2 + sum3);
}

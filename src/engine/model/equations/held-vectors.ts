/** Vectors that are held fixed: columns of a matrix (H x stride), row-major. */
export interface HeldVectors {
  readonly vectors: Float32Array;
  /** F, how many columns */
  readonly factors: number;
  readonly stride: number;
  /** the first of the columns */
  readonly first: number;
}

/** Where the vector of a row begins. */
export function startOf({ stride, first }: HeldVectors, row: number): number {
  return row * stride + first;
}

/**
 * Adds sum_i w_i y_i y_iT to the lower triangle of a matrix, four vectors at a time, which share each load and
 * store of it. The last group is padded with zeros. kernels/assembly/equations adds in the same order. Shapes: factors F,
 * held rows H, vectors to add n.
 *
 * @param matrix (F x F) row-major
 * @param vectors (4 x F) scratch
 * @param rows (n) which held rows are the y_i
 * @param weights (n) w_i
 */
export function addSquares(
  matrix: Float64Array,
  vectors: Float64Array,
  held: HeldVectors,
  rows: Int32Array,
  weights: Float64Array,
): void {
  const { vectors: from, factors } = held;
  for (let i = 0; i < rows.length; i += 4) {
    for (let k = 0; k < 4; k++) {
      const isPadding = i + k >= rows.length;
      const start = isPadding ? 0 : startOf(held, rows[i + k]);
      for (let f = 0; f < factors; f++) vectors[k * factors + f] = isPadding ? 0 : from[start + f];
    }
    addFour(matrix, vectors, weights[i], weights[i + 1] ?? 0, weights[i + 2] ?? 0, weights[i + 3] ?? 0);
  }
}

function addFour(
  matrix: Float64Array,
  vectors: Float64Array,
  w0: number,
  w1: number,
  w2: number,
  w3: number,
): void {
  const factors = vectors.length / 4;
  for (let f = 0; f < factors; f++) {
    const s0 = w0 * vectors[f];
    const s1 = w1 * vectors[factors + f];
    const s2 = w2 * vectors[2 * factors + f];
    const s3 = w3 * vectors[3 * factors + f];
    const start = f * factors;
    for (let g = 0; g <= f; g++) {
      matrix[start + g] +=
        s0 * vectors[g] +
        s1 * vectors[factors + g] +
        (s2 * vectors[2 * factors + g] + s3 * vectors[3 * factors + g]);
    }
  }
}

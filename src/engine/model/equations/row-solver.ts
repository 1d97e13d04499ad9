import { addSquares } from './add-squares.js';
import { decompose, solveDecomposed } from './cholesky.js';

/** What one row (a user, or an artist) has played, or was played by. */
export interface RowEntries {
  /** (n) rows of the held vectors */
  readonly rows: Int32Array;
  /** (n) confidences, those of preference 0 with a minus; see signConfidences */
  readonly signed: Float64Array;
  /** lambda of the row */
  readonly lambda: number;
}

/**
 * Solves the equations of single rows exactly, against vectors that are held: for entries with confidence c and
 * preference p,
 *
 *     A = a0 YtY + sum_i (c_i - a0) y_i y_iT + lambda I        b = sum_i c_i p_i y_i
 *
 * (Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets", 2008, section 4). YtY is
 * computed once, so a row costs its entries only: n F^2 / 2 + F^3 / 6 multiplications, in double precision.
 * Shapes: held rows H, factors F, entries of a row n.
 */
export class RowSolver {
  readonly #held: Float32Array;
  readonly #factors: number;
  readonly #unobserved: number;
  /** (F x F) a0 YtY, lower triangle */
  readonly #gram: Float64Array;
  /** (F x F) A of the row at hand, then its Cholesky factor L */
  readonly #matrix: Float64Array;
  /** (4 x F) scratch */
  readonly #vectors: Float64Array;

  /**
   * @param held (H x F) row-major
   * @param unobserved a0
   * Cost: H F^2 / 2 multiplications.
   */
  constructor(held: Float32Array, factors: number, unobserved: number) {
    this.#held = held;
    this.#factors = factors;
    this.#unobserved = unobserved;
    this.#matrix = new Float64Array(factors * factors);
    this.#vectors = new Float64Array(4 * factors);
    const rows = Int32Array.from({ length: held.length / factors }, (_, row) => row);
    addSquares(this.#matrix, this.#vectors, held, rows, new Float64Array(rows.length).fill(1));
    this.#gram = this.#matrix.map((value) => value * unobserved);
  }

  /**
   * The x of A x = b, or undefined where A is not positive definite: nothing pulls on some direction, as with
   * regularization 0 and unobserved weight 0.
   *
   * @returns (F)
   */
  solve(entries: RowEntries): Float64Array | undefined {
    if (!this.#decompose(entries)) return undefined;
    const { rows, signed } = entries;
    const b = new Float64Array(this.#factors);
    for (let i = 0; i < rows.length; i++) {
      if (signed[i] <= 0) continue;
      const start = rows[i] * this.#factors;
      for (let f = 0; f < b.length; f++) b[f] += signed[i] * this.#held[start + f];
    }
    solveDecomposed(this.#matrix, b);
    return b;
  }

  /**
   * How near a held row and each entry are in this row's eyes: y A^-1 y_i, the weighted similarity of section 5.
   * The row's score for y is the sum of c_i p_i times these.
   *
   * @param row of the held vectors
   * @returns (n), or undefined where A is not positive definite
   */
  similarities(entries: RowEntries, row: number): Float64Array | undefined {
    if (!this.#decompose(entries)) return undefined;
    const factors = this.#factors;
    const seen = Float64Array.from(this.#held.subarray(row * factors, (row + 1) * factors));
    solveDecomposed(this.#matrix, seen);
    return Float64Array.from(entries.rows, (other) => {
      let sum = 0;
      for (let f = 0; f < factors; f++) sum += seen[f] * this.#held[other * factors + f];
      return sum;
    });
  }

  #decompose({ rows, signed, lambda }: RowEntries): boolean {
    const matrix = this.#matrix;
    matrix.set(this.#gram);
    for (let f = 0; f < matrix.length; f += this.#factors + 1) matrix[f] += lambda;
    const weights = Float64Array.from(signed, (confidence) => Math.abs(confidence) - this.#unobserved);
    addSquares(matrix, this.#vectors, this.#held, rows, weights);
    return decompose(matrix, this.#factors);
  }
}

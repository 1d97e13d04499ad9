import { InputError } from '../../../util/errors.js';
import { gramOf } from './gram.js';
import { addSquares, type HeldVectors, startOf } from './held-vectors.js';

/** The plays of one row (a user or an artist). */
export interface RowEntries {
  /** (n) rows of the held vectors */
  readonly rows: Int32Array;
  /** (n) confidences, negated for preference 0; see signConfidences */
  readonly signed: Float64Array;
  /** lambda of the row */
  readonly lambda: number;
}

/** What the equations of rows are solved by. */
export interface EquationsSolver {
  readonly factors: number;
  /** (factors) the row's vector, or undefined where its equations have no single solution */
  solve(entries: RowEntries): Float64Array | undefined;
  /** (n) what each entry, times its confidence, adds to the row's score for a held row; undefined as above */
  similarities(entries: RowEntries, row: number): Float64Array | undefined;
}

/**
 * Solves the equations of single rows exactly, with the other side's vectors held fixed: for entries with confidence c
 * and preference p,
 *
 *     A = a0 YtY + sum_i (c_i - a0) y_i y_iT + lambda I        b = sum_i c_i p_i y_i
 *
 * (Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets", 2008, section 4). YtY is
 * computed once, so a row costs its entries only: n F^2 / 2 + F^3 / 6 multiplications, in double precision.
 * Shapes: held rows H, factors F, entries of a row n.
 */
export class RowSolver implements EquationsSolver {
  readonly factors: number;
  readonly #held: HeldVectors;
  readonly #unobserved: number;
  /** (F x F) a0 YtY, lower triangle */
  readonly #gram: Float64Array;
  /** (F x F) A of the current row, then its Cholesky factor L */
  readonly #matrix: Float64Array;
  /** (4 x F) scratch */
  readonly #vectors: Float64Array;

  /**
   * @param unobserved a0
   * @param gram (F x F) what gramOf gives for the held vectors, if it is known
   * Cost: without it H F^2 / 2 multiplications.
   */
  constructor(held: HeldVectors, unobserved: number, gram = gramOf(held)) {
    const { factors } = held;
    this.factors = factors;
    this.#held = held;
    this.#unobserved = unobserved;
    this.#matrix = new Float64Array(factors * factors);
    this.#vectors = new Float64Array(4 * factors);
    this.#gram = gram.map((value) => value * unobserved);
  }

  /**
   * The x of A x = b, or undefined where A is not positive definite: some direction is unconstrained, as with
   * regularization 0 and unobserved weight 0.
   *
   * @returns (F)
   */
  solve(entries: RowEntries): Float64Array | undefined {
    if (!this.#decompose(entries)) return undefined;
    const { rows, signed } = entries;
    const { vectors } = this.#held;
    const b = new Float64Array(this.factors);
    for (let i = 0; i < rows.length; i++) {
      if (signed[i] <= 0) continue;
      const start = startOf(this.#held, rows[i]);
      for (let f = 0; f < b.length; f++) b[f] += signed[i] * vectors[start + f];
    }
    solveDecomposed(this.#matrix, b);
    return b;
  }

  /**
   * How similar a held row and each entry are from this row's point of view: y A^-1 y_i, the weighted similarity of
   * section 5. The row's score for y is the sum of c_i p_i times these.
   *
   * @param row of the held vectors
   * @returns (n), or undefined where A is not positive definite
   */
  similarities(entries: RowEntries, row: number): Float64Array | undefined {
    if (!this.#decompose(entries)) return undefined;
    const { vectors, factors } = this.#held;
    const from = startOf(this.#held, row);
    const seen = Float64Array.from(vectors.subarray(from, from + factors));
    solveDecomposed(this.#matrix, seen);
    return Float64Array.from(entries.rows, (other) => {
      const start = startOf(this.#held, other);
      let sum = 0;
      for (let f = 0; f < factors; f++) sum += seen[f] * vectors[start + f];
      return sum;
    });
  }

  #decompose({ rows, signed, lambda }: RowEntries): boolean {
    const matrix = this.#matrix;
    matrix.set(this.#gram);
    for (let f = 0; f < matrix.length; f += this.factors + 1) matrix[f] += lambda;
    const weights = Float64Array.from(signed, (confidence) => Math.abs(confidence) - this.#unobserved);
    addSquares(matrix, this.#vectors, this.#held, rows, weights);
    return decompose(matrix, this.factors);
  }
}

// Shapes: factors F. A matrix is (F x F) row-major, of which only the lower triangle is read and written.

/**
 * Replaces the lower triangle of a symmetric matrix A by that of L, with L LT = A (Cholesky).
 *
 * @returns whether A is positive definite; where it is not, the matrix is left half done
 * Cost: F^3 / 6 multiplications.
 */
export function decompose(matrix: Float64Array, size: number): boolean {
  for (let row = 0; row < size; row++) {
    const start = row * size;
    for (let column = 0; column <= row; column++) {
      const rest = matrix[start + column] - dotUpTo(matrix, start, column * size, column);
      if (column < row) matrix[start + column] = rest / matrix[column * size + column];
      else if (rest > 0 && rest < Number.POSITIVE_INFINITY) matrix[start + row] = Math.sqrt(rest);
      else return false;
    }
  }
  return true;
}

/** Replaces b by the x of L LT x = b. Cost: F^2 multiplications. */
export function solveDecomposed(lower: Float64Array, b: Float64Array): void {
  const size = b.length;
  for (let row = 0; row < size; row++) {
    let rest = b[row];
    for (let column = 0; column < row; column++) rest -= lower[row * size + column] * b[column];
    b[row] = rest / lower[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    b[row] /= lower[row * size + row];
    const solved = b[row];
    for (let column = 0; column < row; column++) b[column] -= lower[row * size + column] * solved;
  }
}

/** The dot product of the first `count` numbers of two rows, in two sums that the processor can overlap. */
function dotUpTo(matrix: Float64Array, a: number, b: number, count: number): number {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < count; i += 2) {
    even += matrix[a + i] * matrix[b + i];
    odd += matrix[a + i + 1] * matrix[b + i + 1];
  }
  return i < count ? even + odd + matrix[a + i] * matrix[b + i] : even + odd;
}

/** The error of a row whose equations have many solutions, or none. */
export function noSingleSolution(kind: 'artist' | 'user', name: string): InputError {
  return new InputError(
    `the equations of ${kind} '${name}' have no single solution; train with regularization and unobservedWeight above 0`,
  );
}

/**
 * The largest confidence at which an answer is right to 1e-5: next to a larger one, the rest of the equations drowns in
 * the rounding of doubles. Measured against the closed form for one entry, with 8 to 128 factors and regularization 0
 * to 0.1: the error is 6e-6 at most here, and grows in proportion; at 1e18 nothing is solved.
 */
const LARGEST_CONFIDENCE = 1e12;

/**
 * @param plays (n) of the entries
 * @param signed (n) their confidences
 * @param whose the row, for the error: `user 'ann'`
 * @param nameOf the name of an entry's held row
 * @throws InputError naming the entry whose confidence is too large for the equations to be solved
 */
export function checkConfidences(
  plays: ArrayLike<number>,
  signed: Float64Array,
  whose: string,
  nameOf: (entry: number) => string,
): void {
  const entry = signed.findIndex((confidence) => Math.abs(confidence) > LARGEST_CONFIDENCE);
  if (entry < 0) return;
  throw new InputError(
    `${whose} has ${plays[entry]} plays of '${nameOf(entry)}', a confidence of ` +
      `${Math.abs(signed[entry]).toPrecision(2)}; expected ${LARGEST_CONFIDENCE.toExponential()} at most, beyond ` +
      "which the equations cannot be solved in double precision: correct the plays, or train with weighting 'log'",
  );
}

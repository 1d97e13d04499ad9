/** What a symmetric matrix is made of: A = sum over k of values[k] times vector k with itself. */
interface Eigen {
  /** (n) in no particular order. */
  readonly values: Float64Array;
  /** (n x n) row k is the vector of values[k]; rows have length 1 and are at right angles. */
  readonly vectors: Float64Array;
}

/** Each eigenvalue takes two or three steps; matrices that are finite never come near this many. */
const MOST_STEPS = 60;

/**
 * Decomposes a symmetric matrix: Householder's reflections make it tridiagonal, then implicit QR steps with
 * Wilkinson's shift make it diagonal (Golub and Van Loan, Matrix Computations, 4th edition, algorithms 8.3.1 to
 * 8.3.3). It adds, multiplies, divides and takes square roots only, so that every JavaScript engine gets the
 * same bits.
 *
 * @example decomposeSymmetric(Float64Array.of(2, 1, 1, 2), 2).values // 1 and 3
 * @param matrix (n x n) row-major, finite; it stays as it is
 * Cost: about 8 n^3 multiplications: 11 ms at n = 128.
 */
export function decomposeSymmetric(matrix: Float64Array, n: number): Eigen {
  const vectors = new Float64Array(n * n);
  for (let k = 0; k < n; k++) vectors[k * n + k] = 1;
  const values = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  makeTridiagonal(matrix.slice(0, n * n), n, vectors, values, offDiagonal);
  makeDiagonal(n, vectors, values, offDiagonal);
  return { values, vectors };
}

/**
 * Leaves the diagonal of the tridiagonal matrix in `diagonal`, the numbers beside it in `offDiagonal` (n - 1)
 * and the product of the reflections in `vectors`.
 *
 * @param a (n x n) is written over
 */
function makeTridiagonal(
  a: Float64Array,
  n: number,
  vectors: Float64Array,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
): void {
  const negligible = Number.EPSILON * a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const reflector = new Float64Array(n);
  const scratch = new Float64Array(n);
  for (let column = 0; column < n; column++) {
    diagonal[column] = a[column * n + column];
    if (column === n - 1) break;
    const from = column + 1;
    // The matrix is symmetric: its rows are contiguous in memory, its columns are not.
    for (let k = from; k < n; k++) reflector[k] = a[column * n + k];
    const length = Math.sqrt(dot(reflector, 0, reflector, 0, from, n));
    // Beyond the rank only rounding errors are left, smaller with every reflection: the square would underflow to 0.
    if (length <= negligible) continue;
    offDiagonal[column] = reflector[from] > 0 ? -length : length;
    reflector[from] -= offDiagonal[column];
    const size = dot(reflector, 0, reflector, 0, from, n);
    reflectBothSides(a, n, reflector, 2 / size, scratch, from);
    reflectRows(vectors, n, reflector, 2 / size, scratch, from);
  }
}

/** A becomes H A H with H = I - scale v vT, in the rows and columns from `from` on. */
function reflectBothSides(
  a: Float64Array,
  n: number,
  v: Float64Array,
  scale: number,
  w: Float64Array,
  from: number,
): void {
  for (let row = from; row < n; row++) w[row] = scale * dot(a, row * n, v, 0, from, n);
  const part = (scale / 2) * dot(w, 0, v, 0, from, n);
  for (let k = from; k < n; k++) w[k] -= part * v[k];
  for (let row = from; row < n; row++) {
    const [vRow, wRow, start] = [v[row], w[row], row * n];
    for (let k = from; k < n; k++) a[start + k] -= vRow * w[k] + wRow * v[k];
  }
}

/** The rows from `from` on become those of H times them. */
function reflectRows(
  rows: Float64Array,
  n: number,
  v: Float64Array,
  scale: number,
  sum: Float64Array,
  from: number,
): void {
  sum.fill(0);
  for (let row = from; row < n; row++) addScaled(sum, 0, scale * v[row], rows, row * n, n);
  for (let row = from; row < n; row++) addScaled(rows, row * n, -v[row], sum, 0, n);
}

/** Takes QR steps on the last part of the tridiagonal matrix that hangs together until nothing is beside the diagonal. */
function makeDiagonal(
  n: number,
  vectors: Float64Array,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
): void {
  let size = 0;
  for (let k = 0; k < n; k++) size = Math.max(size, Math.abs(diagonal[k]) + Math.abs(offDiagonal[k]));
  const negligible = Number.EPSILON * size;
  let steps = 0;
  for (let last = n - 1; last > 0; ) {
    if (Math.abs(offDiagonal[last - 1]) <= negligible || steps > MOST_STEPS) {
      offDiagonal[--last] = 0;
      steps = 0;
      continue;
    }
    let first = last - 1;
    while (first > 0 && Math.abs(offDiagonal[first - 1]) > negligible) first--;
    takeStep(n, vectors, diagonal, offDiagonal, first, last);
    steps++;
  }
}

/** One implicit QR step on the rows `first` to `last`, by rotations of neighbouring rows. */
function takeStep(
  n: number,
  vectors: Float64Array,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  first: number,
  last: number,
): void {
  const corner = offDiagonal[last - 1];
  const half = (diagonal[last - 1] - diagonal[last]) / 2;
  const reach = Math.sqrt(half * half + corner * corner);
  const shift = diagonal[last] - (corner * corner) / (half < 0 ? half - reach : half + reach);
  let x = diagonal[first] - shift;
  let bulge = offDiagonal[first];
  for (let k = first; k < last; k++) {
    const radius = Math.sqrt(x * x + bulge * bulge);
    const cosine = radius === 0 ? 1 : x / radius;
    const sine = radius === 0 ? 0 : bulge / radius;
    if (k > first) offDiagonal[k - 1] = radius;
    const [upper, between, lower] = [diagonal[k], offDiagonal[k], diagonal[k + 1]];
    const moved = sine * (sine * (lower - upper) + 2 * cosine * between);
    diagonal[k] = upper + moved;
    diagonal[k + 1] = lower - moved;
    offDiagonal[k] = cosine * sine * (lower - upper) + (cosine * cosine - sine * sine) * between;
    x = offDiagonal[k];
    if (k + 1 < last) {
      bulge = sine * offDiagonal[k + 1];
      offDiagonal[k + 1] *= cosine;
    }
    rotateRows(vectors, n, k * n, cosine, sine);
  }
}

function rotateRows(rows: Float64Array, n: number, start: number, cosine: number, sine: number): void {
  for (let k = start; k < start + n; k++) {
    const upper = rows[k];
    const lower = rows[k + n];
    rows[k] = cosine * upper + sine * lower;
    rows[k + n] = cosine * lower - sine * upper;
  }
}

function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, from: number, to: number) {
  let sum = 0;
  for (let k = from; k < to; k++) sum += a[aStart + k] * b[bStart + k];
  return sum;
}

function addScaled(
  target: Float64Array,
  targetStart: number,
  factor: number,
  source: Float64Array,
  start: number,
  n: number,
): void {
  for (let k = 0; k < n; k++) target[targetStart + k] += factor * source[start + k];
}

import { subtractEntries } from './entries';
import { addScaled, dot, multiplyAdd, scaleAndAdd } from './vector';

/** Squared length of a residual below which a row is solved. The same number as in the reference. */
const SOLVED: f32 = 1e-20;

/**
 * Solves A x = b approximately for rows `from` to `to` - 1, by conjugate gradients from the x that is there.
 * A is never formed: it is gram + lambda I and the row's entries.
 *
 * @param x (rows x K) what is solved for, K = stride
 * @param y (columns x K) what is held
 * @param gram32 (K x K) a0 * YtY
 * @param regularization (rows) lambda of each row
 * @param scratch three vectors of K
 * @returns the first row whose x is not finite, or -1
 */
export function solveByConjugateGradient(
  from: usize,
  to: usize,
  indptr: usize,
  indices: usize,
  values: usize,
  regularization: usize,
  x: usize,
  y: usize,
  gram32: usize,
  stride: usize,
  unobserved: f32,
  steps: i32,
  scratch: usize,
): i32 {
  const bytes = stride << 2;
  let broken = -1;
  for (let row = from; row < to; row++) {
    const start = load<u32>(indptr + (row << 2));
    const end = load<u32>(indptr + (row << 2), 4);
    const solution = x + row * bytes;
    if (start === end) {
      memory.fill(solution, 0, bytes);
      continue;
    }
    const lambda = load<f32>(regularization + (row << 2));
    solveRow(start, end, indices, values, solution, y, gram32, bytes, lambda, unobserved, steps, scratch);
    if (broken < 0 && !Number.isFinite(dot(solution, solution, bytes))) broken = <i32>row;
  }
  return broken;
}

function solveRow(
  start: usize,
  end: usize,
  indices: usize,
  values: usize,
  x: usize,
  y: usize,
  gram32: usize,
  bytes: usize,
  lambda: f32,
  unobserved: f32,
  steps: i32,
  scratch: usize,
): void {
  const residual = scratch;
  const direction = scratch + bytes;
  const product = scratch + 2 * bytes;
  negativeGramProduct(residual, gram32, x, lambda, bytes);
  subtractEntries(residual, x, start, end, indices, values, y, bytes, unobserved, 1);
  memory.copy(direction, residual, bytes);
  let squared = dot(residual, residual, bytes);
  for (let step = 0; step < steps && !(squared < SOLVED); step++) {
    // product = -A direction
    negativeGramProduct(product, gram32, direction, lambda, bytes);
    subtractEntries(product, direction, start, end, indices, values, y, bytes, unobserved, 0);
    const curvature = -dot(direction, product, bytes);
    if (curvature <= 0) return; // only rounding gets here: A is positive semidefinite
    const length = squared / curvature;
    addScaled(x, length, direction, bytes);
    addScaled(residual, length, product, bytes);
    const next = dot(residual, residual, bytes);
    scaleAndAdd(direction, next / squared, residual, bytes);
    squared = next;
  }
}

/** target = -(gram + lambda I) p. Sixteen results stay in registers while the columns pass. */
function negativeGramProduct(target: usize, gram32: usize, p: usize, lambda: f32, bytes: usize): void {
  const minusLambda = f32x4.splat(-lambda);
  let k: usize = 0;
  for (; k + 64 <= bytes; k += 64) {
    let sum0 = f32x4.mul(minusLambda, v128.load(p + k));
    let sum1 = f32x4.mul(minusLambda, v128.load(p + k, 16));
    let sum2 = f32x4.mul(minusLambda, v128.load(p + k, 32));
    let sum3 = f32x4.mul(minusLambda, v128.load(p + k, 48));
    let row = gram32 + k;
    for (let i: usize = 0; i < bytes; i += 4, row += bytes) {
      const factor = f32x4.neg(v128.load32_splat(p + i));
      sum0 = multiplyAdd(factor, v128.load(row), sum0);
      sum1 = multiplyAdd(factor, v128.load(row, 16), sum1);
      sum2 = multiplyAdd(factor, v128.load(row, 32), sum2);
      sum3 = multiplyAdd(factor, v128.load(row, 48), sum3);
    }
    v128.store(target + k, sum0);
    v128.store(target + k, sum1, 16);
    v128.store(target + k, sum2, 32);
    v128.store(target + k, sum3, 48);
  }
  for (; k < bytes; k += 16) {
    let sum = f32x4.mul(minusLambda, v128.load(p + k));
    let row = gram32 + k;
    for (let i: usize = 0; i < bytes; i += 4, row += bytes) {
      sum = multiplyAdd(f32x4.neg(v128.load32_splat(p + i)), v128.load(row), sum);
    }
    v128.store(target + k, sum);
  }
}

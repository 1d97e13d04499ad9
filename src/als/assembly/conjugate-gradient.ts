import { addEntriesDouble } from './entries-double';
import { areLight, subtractEntriesSingle } from './entries-single';
import { negativeGramProduct } from './gram-product';
import { readAhead } from './read-ahead';
import { clearSingle, narrow, subtractSingle } from './single';
import { addScaled, copy, dot, narrowRow, scaleAndAdd, widenRow } from './vector';

/** Entries whose rows are read ahead together: at 64 factors 16 KiB, half of a core's fastest cache. */
const ENTRIES_AHEAD: usize = 64;

/** Rows of y with more bytes than this do not stay near from one pass to the next: half of a second-level cache. */
const NEAR_BYTES: usize = 512 * 1024;

/** Squared length of a residual below which a row is solved. The same number as in the reference. */
const SOLVED: f64 = 1e-20;

/**
 * Solves A x = b approximately for rows `from` to `to` - 1, by conjugate gradients from the x that is there.
 * A is never formed: it is gram + lambda I and the row's entries. Factors are stored in float32. What entries
 * add is computed in float64 unless they are light: a few steps of conjugate gradients multiply rounding
 * errors by thousands.
 *
 * @param x (rows x K) what is solved for, K = stride
 * @param y (columns x K) what is held
 * @param gram32 (K x K) a0 * YtY in float32
 * @param regularization (rows) lambda of each row
 * @param light confidence up to which entries may be added up in float32 (see light-confidence.ts)
 * @param scratch four vectors of K float64 and two of K float32
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
  unobserved: f64,
  steps: i32,
  light: f32,
  scratch: usize,
): i32 {
  let broken = -1;
  for (let row = from; row < to; row++) {
    const start: usize = load<u32>(indptr + (row << 2));
    const end: usize = load<u32>(indptr + (row << 2), 4);
    const stored = x + ((row * stride) << 2);
    if (start === end) {
      memory.fill(stored, 0, stride << 2);
      continue;
    }
    const lambda = <f64>load<f32>(regularization + (row << 2));
    widenRow(scratch, stored, stride, 1);
    solveRow(start, end, indices, values, y, gram32, stride << 3, lambda, unobserved, steps, light, scratch);
    if (!narrowRow(stored, scratch, stride) && broken < 0) broken = <i32>row;
  }
  return broken;
}

function solveRow(
  start: usize,
  end: usize,
  indices: usize,
  values: usize,
  y: usize,
  gram32: usize,
  bytes: usize,
  lambda: f64,
  unobserved: f64,
  steps: i32,
  light: f32,
  scratch: usize,
): void {
  const solution = scratch;
  const residual = solution + bytes;
  const direction = residual + bytes;
  const product = direction + bytes;
  const spare = product + bytes;
  const isFar = (end - start) * (bytes >> 1) > NEAR_BYTES;
  narrow(spare, solution, bytes >> 1);
  negativeGramProduct(residual, gram32, solution, lambda, bytes, spare);
  addEntries(residual, solution, start, end, indices, values, y, bytes, unobserved, 1, light, spare, true);
  copy(direction, residual, bytes);
  let squared = dot(residual, residual, bytes);
  for (let step = 0; step < steps && !(squared < SOLVED); step++) {
    // product = -A direction
    narrow(spare, direction, bytes >> 1);
    negativeGramProduct(product, gram32, direction, lambda, bytes, spare);
    addEntries(product, direction, start, end, indices, values, y, bytes, unobserved, 0, light, spare, isFar);
    const curvature = -dot(direction, product, bytes);
    if (curvature <= 0) return; // only rounding gets here: A is positive semidefinite
    const length = squared / curvature;
    addScaled(solution, length, direction, bytes);
    addScaled(residual, length, product, bytes);
    const next = dot(residual, residual, bytes);
    scaleAndAdd(direction, next / squared, residual, bytes);
    squared = next;
  }
}

/**
 * target += sum_i (goal c_i p_i - (c_i - a0) y_i . x) y_i. With goal 1 and -(a0 YtY + lambda I) x in target,
 * that makes the residual b - A x; with goal 0, -A x. Entries that are light beside what all rows share are
 * added up in float32: what others would lose there, the steps would magnify.
 *
 * @param target (K) float64
 * @param x (K) float64
 * @param spare two vectors of K float32: x, and scratch
 * @param isFar whether to read the rows of y ahead, because no pass before this one left them near
 */
function addEntries(
  target: usize,
  x: usize,
  start: usize,
  end: usize,
  indices: usize,
  values: usize,
  y: usize,
  bytes: usize,
  unobserved: f64,
  goal: f64,
  light: f32,
  spare: usize,
  isFar: bool,
): void {
  const rowBytes = bytes >> 1;
  const sum = spare + rowBytes;
  for (let from = start; from < end; from += ENTRIES_AHEAD) {
    const to = min(from + ENTRIES_AHEAD, end);
    if (isFar) store<i32>(sum, readAhead(from, to, indices, y, rowBytes));
    if (areLight(from, to, values, light)) {
      clearSingle(sum, rowBytes);
      subtractEntriesSingle(sum, spare, from, to, indices, values, y, rowBytes, <f32>unobserved, <f32>goal);
      subtractSingle(target, sum, rowBytes);
    } else {
      addEntriesDouble(target, x, from, to, indices, values, y, bytes, unobserved, goal);
    }
  }
}

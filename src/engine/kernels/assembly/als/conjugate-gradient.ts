import { addEntries } from './entries';
import {
  beginProduct,
  beginRow,
  beginSteps,
  directionOf,
  isSolved,
  productOf,
  residualOf,
  singleOf,
  solutionOf,
  stateBytes,
  storeSolution,
  takeStep,
} from './row-state';

/** Rows of y with more bytes than this do not stay near from one pass to the next: half of a second-level cache. */
const NEAR_BYTES: usize = 512 * 1024;

/**
 * Solves A x = b approximately for rows `from` to `to` - 1, by conjugate gradients from the x that is there.
 * A is never formed: it is a0 YtY + lambda I and the row's entries. Factors are stored in float32. What entries
 * add is computed in float64 unless they are light: a few steps of conjugate gradients multiply rounding
 * errors by thousands.
 *
 * @param isSkipped (rows) uint8, 1 for rows that popular-rows.ts solves; or 0 where there are none
 * @param x (rows x K) what is solved for, K = stride
 * @param y (columns x K) what is held
 * @param spectrum (K) float64, the diagonal of a0 YtY, which has nothing beside it (see ../../../als/rotation.ts)
 * @param regularization (rows) lambda of each row
 * @param relaxation how far x then moves from where it was: 1 to where the steps led
 * @param light confidence up to which entries may be added up in float32 (see singlePrecisionLimit in ../../../als/solve.ts)
 * @param scratch a row's state and K float32
 * @returns the first row whose x is not finite, or -1
 */
export function solveByConjugateGradient(
  from: usize,
  to: usize,
  isSkipped: usize,
  indptr: usize,
  indices: usize,
  values: usize,
  regularization: usize,
  x: usize,
  y: usize,
  spectrum: usize,
  stride: usize,
  unobserved: f64,
  steps: i32,
  relaxation: f64,
  light: f32,
  scratch: usize,
): i32 {
  const bytes = stride << 3;
  let broken = -1;
  for (let row = from; row < to; row++) {
    const start: usize = load<u32>(indptr + (row << 2));
    const end: usize = load<u32>(indptr + (row << 2), 4);
    if (isSkipped !== 0 && load<u8>(isSkipped + row) !== 0) continue;
    const stored = x + ((row * stride) << 2);
    if (start === end) {
      memory.fill(stored, 0, stride << 2);
      continue;
    }
    const lambda = <f64>load<f32>(regularization + (row << 2));
    beginRow(scratch, stored, spectrum, lambda, bytes);
    solveRow(scratch, start, end, indices, values, y, spectrum, bytes, lambda, unobserved, steps, light);
    if (!storeSolution(stored, scratch, bytes, relaxation) && broken < 0) broken = <i32>row;
  }
  return broken;
}

function solveRow(
  state: usize,
  start: usize,
  end: usize,
  indices: usize,
  values: usize,
  y: usize,
  spectrum: usize,
  bytes: usize,
  lambda: f64,
  unobserved: f64,
  steps: i32,
  light: f32,
): void {
  const residual = residualOf(state, bytes);
  const direction = directionOf(state, bytes);
  const product = productOf(state, bytes);
  const single = singleOf(state, bytes);
  const sum = state + stateBytes(bytes);
  const isFar = (end - start) * (bytes >> 1) > NEAR_BYTES;
  const solution = solutionOf(state);
  addEntries(
    residual,
    solution,
    single,
    start,
    end,
    indices,
    values,
    y,
    bytes,
    unobserved,
    1,
    light,
    sum,
    true,
  );
  beginSteps(state, bytes);
  for (let step = 0; step < steps && !isSolved(state); step++) {
    beginProduct(state, spectrum, lambda, bytes);
    addEntries(
      product,
      direction,
      single,
      start,
      end,
      indices,
      values,
      y,
      bytes,
      unobserved,
      0,
      light,
      sum,
      isFar,
    );
    takeStep(state, bytes);
  }
}

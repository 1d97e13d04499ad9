import { addEntries } from './entries';
import { readRows } from './read-ahead';
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

// The rows of popular artists take their steps of conjugate gradients together: the users' factors pass once a
// step, a stretch at a time that fits the second-level cache, and every artist adds its entries in that stretch.
// Row by row, each entry's row of y would come from main memory once a step. The host calls beginRows, then for
// all stretches addStretch, turnRows, and so on, and endRows at last.

/**
 * Starts the rows of the artists at places `from` to `to` - 1 of `artists`, from the x that is there.
 *
 * @param artists row numbers, uint32
 * @param states a row's state (row-state.ts) for each place
 */
export function beginRows(
  artists: usize,
  from: usize,
  to: usize,
  states: usize,
  regularization: usize,
  x: usize,
  spectrum: usize,
  stride: usize,
): void {
  const bytes = stride << 3;
  for (let place = from; place < to; place++) {
    const state = states + place * stateBytes(bytes);
    const row: usize = load<u32>(artists + (place << 2));
    beginRow(state, x + ((row * stride) << 2), spectrum, <f64>load<f32>(regularization + (row << 2)), bytes);
  }
}

/**
 * Adds the entries of one stretch: to the residuals with goal 1, to the products with goal 0 (see entries.ts).
 *
 * @param visits (places + 1) uint32, the entry each place starts with in this stretch
 * @param columnsFrom first row of y of this stretch, read ahead up to `columnsTo`
 * @param scratch K float32
 */
export function addStretch(
  visits: usize,
  from: usize,
  to: usize,
  states: usize,
  columnsFrom: usize,
  columnsTo: usize,
  indices: usize,
  values: usize,
  y: usize,
  stride: usize,
  unobserved: f64,
  goal: f64,
  light: f32,
  scratch: usize,
): void {
  const bytes = stride << 3;
  store<i32>(scratch, readRows(columnsFrom, columnsTo, y, stride << 2));
  for (let place = from; place < to; place++) {
    const state = states + place * stateBytes(bytes);
    if (goal === 0 && isSolved(state)) continue;
    const start: usize = load<u32>(visits + (place << 2));
    const end: usize = load<u32>(visits + (place << 2), 4);
    const target = goal === 0 ? productOf(state, bytes) : residualOf(state, bytes);
    const vector = goal === 0 ? directionOf(state, bytes) : solutionOf(state);
    const single = singleOf(state, bytes);
    addEntries(
      target,
      vector,
      single,
      start,
      end,
      indices,
      values,
      y,
      bytes,
      unobserved,
      goal,
      light,
      scratch,
      false,
    );
  }
}

/** All entries are added: takes the step, unless it is the residual they made, and starts on the next product. */
export function turnRows(
  artists: usize,
  from: usize,
  to: usize,
  states: usize,
  isResidual: bool,
  regularization: usize,
  spectrum: usize,
  stride: usize,
): void {
  const bytes = stride << 3;
  for (let place = from; place < to; place++) {
    const state = states + place * stateBytes(bytes);
    if (isResidual) beginSteps(state, bytes);
    else if (!isSolved(state)) takeStep(state, bytes);
    if (isSolved(state)) continue;
    const row: usize = load<u32>(artists + (place << 2));
    beginProduct(state, spectrum, <f64>load<f32>(regularization + (row << 2)), bytes);
  }
}

/**
 * Takes the last step and stores the rows.
 *
 * @param relaxation how far x then moves from where it was: 1 to where the steps led
 * @returns the first row whose x is not finite, or -1
 */
export function endRows(
  artists: usize,
  from: usize,
  to: usize,
  states: usize,
  x: usize,
  stride: usize,
  relaxation: f64,
): i32 {
  const bytes = stride << 3;
  let broken = -1;
  for (let place = from; place < to; place++) {
    const state = states + place * stateBytes(bytes);
    if (!isSolved(state)) takeStep(state, bytes);
    const row = load<i32>(artists + (place << 2));
    if (storeSolution(x + ((<usize>row * stride) << 2), state, bytes, relaxation)) continue;
    if (broken < 0 || row < broken) broken = row;
  }
  return broken;
}

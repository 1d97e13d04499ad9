import { addPanelProduct } from './gram';
import { readAhead } from './read-ahead';
import { addScaled, narrowRow, widenRow } from './vector';

/**
 * Solves A x = b exactly for rows `from` to `to` - 1, by Cholesky decomposition in float64: confidences
 * differ by orders of magnitude within a row, and float32 would lose the small ones.
 *
 * @param x (rows x K) what is solved for, K = stride
 * @param y (columns x K) what is held
 * @param gram (K x K) a0 * YtY in float64
 * @param regularization (rows) lambda of each row
 * @param factors how many of the K are not padding
 * @param panelRows entries gathered at a time
 * @param scratch float64: two panels (panelRows x K), a matrix (K x K), a vector (K)
 * @returns the first row whose x is not finite, or -1
 */
export function solveByCholesky(
  from: usize,
  to: usize,
  indptr: usize,
  indices: usize,
  values: usize,
  regularization: usize,
  x: usize,
  y: usize,
  gram: usize,
  stride: usize,
  factors: usize,
  unobserved: f64,
  panelRows: usize,
  scratch: usize,
): i32 {
  const matrix = scratch + 2 * panelRows * (stride << 3);
  const vector = matrix + ((stride * stride) << 3);
  let broken = -1;
  for (let row = from; row < to; row++) {
    const start: usize = load<u32>(indptr + (row << 2));
    const end: usize = load<u32>(indptr + (row << 2), 4);
    const solution = x + ((row * stride) << 2);
    if (start === end) {
      memory.fill(solution, 0, stride << 2);
      continue;
    }
    memory.copy(matrix, gram, (stride * stride) << 3);
    const lambda = <f64>load<f32>(regularization + (row << 2));
    for (let k: usize = 0; k < factors; k++) {
      const diagonal = matrix + ((k * stride + k) << 3);
      store<f64>(diagonal, load<f64>(diagonal) + lambda);
    }
    addEntries(matrix, vector, start, end, indices, values, y, stride, unobserved, panelRows, scratch);
    decompose(matrix, factors, stride);
    substitute(matrix, vector, factors, stride);
    if (!narrowRow(solution, vector, stride) && broken < 0) broken = <i32>row;
  }
  return broken;
}

/** matrix += sum_i (c_i - a0) y_i y_iT and vector = sum_i c_i p_i y_i, a panel of entries at a time. */
function addEntries(
  matrix: usize,
  vector: usize,
  start: usize,
  end: usize,
  indices: usize,
  values: usize,
  y: usize,
  stride: usize,
  unobserved: f64,
  panelRows: usize,
  scratch: usize,
): void {
  const rowBytes = stride << 3;
  const weightedPanel = scratch + panelRows * rowBytes;
  memory.fill(vector, 0, rowBytes);
  for (let entry = start; entry < end; ) {
    const stop = min(entry + panelRows, end);
    // The panel is written over next: it takes what reading ahead has made.
    store<i32>(scratch, readAhead(entry, stop, indices, y, stride << 2));
    let plain = scratch;
    let weighted = weightedPanel;
    for (; entry < stop; entry++, plain += rowBytes, weighted += rowBytes) {
      const row = y + ((<usize>load<u32>(indices + (entry << 2)) * stride) << 2);
      const signed = <f64>load<f32>(values + (entry << 2));
      widenRow(plain, row, stride, 1);
      widenRow(weighted, row, stride, abs(signed) - unobserved);
      if (signed > 0) addScaled(vector, signed, plain, rowBytes);
    }
    addPanelProduct(matrix, weightedPanel, scratch, (plain - scratch) / rowBytes, stride);
  }
}

/** A = UT U, U over the upper triangle of A. A pivot that is not positive leaves NaN, which the caller finds. */
function decompose(matrix: usize, factors: usize, stride: usize): void {
  const rowBytes = stride << 3;
  for (let pivot: usize = 0; pivot < factors; pivot++) {
    const pivotRow = matrix + pivot * rowBytes;
    const inverse = 1 / sqrt(load<f64>(pivotRow + (pivot << 3)));
    for (let k = pivot; k < factors; k++) {
      store<f64>(pivotRow + (k << 3), load<f64>(pivotRow + (k << 3)) * inverse);
    }
    for (let row = pivot + 1; row < factors; row++) {
      // Starting at an even column keeps the pairs whole; what that writes left of the diagonal is never read.
      const offset = (row & ~1) << 3;
      const factor = -load<f64>(pivotRow + (row << 3));
      addScaled(matrix + row * rowBytes + offset, factor, pivotRow + offset, rowBytes - offset);
    }
  }
}

/** Solves UT U x = b in place. */
function substitute(matrix: usize, vector: usize, factors: usize, stride: usize): void {
  for (let i: usize = 0; i < factors; i++) {
    const row = matrix + ((i * stride) << 3);
    const value = load<f64>(vector + (i << 3)) / load<f64>(row + (i << 3));
    store<f64>(vector + (i << 3), value);
    for (let j = i + 1; j < factors; j++) {
      const target = vector + (j << 3);
      store<f64>(target, load<f64>(target) - value * load<f64>(row + (j << 3)));
    }
  }
  for (let i = <isize>factors - 1; i >= 0; i--) {
    const row = matrix + ((<usize>i * stride) << 3);
    let value = load<f64>(vector + (i << 3));
    for (let j = <usize>i + 1; j < factors; j++) {
      value -= load<f64>(row + (j << 3)) * load<f64>(vector + (j << 3));
    }
    store<f64>(vector + (i << 3), value / load<f64>(row + (i << 3)));
  }
}

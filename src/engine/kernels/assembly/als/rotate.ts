import { isZero, multiplyAdd, widenRow } from './vector';

/**
 * Multiplies rows `from` to `to` - 1 by a matrix, in place: x = x Q. In float64, because what is rounded off
 * here, training magnifies. Four rows at a time, so that they share each load of the matrix. Rows of zeros, which
 * those without plays have, stay as they are.
 *
 * @param x (rows x K) float32, K = stride
 * @param matrix (K x K) float64, Q
 * @param scratch (4 x K) float64
 */
export function rotateRows(
  from: usize,
  to: usize,
  x: usize,
  matrix: usize,
  stride: usize,
  scratch: usize,
): void {
  const rowBytes = stride << 2;
  const bytes = stride << 3;
  const end = x + to * rowBytes;
  let row = nextFilled(x + from * rowBytes, end, rowBytes);
  while (row < end) {
    // Where fewer than four are left, the last is computed again from the same numbers.
    const row1 = oneMore(row, end, rowBytes);
    const row2 = oneMore(row1, end, rowBytes);
    const row3 = oneMore(row2, end, rowBytes);
    widenRow(scratch, row, stride, 1);
    widenRow(scratch + bytes, row1, stride, 1);
    widenRow(scratch + 2 * bytes, row2, stride, 1);
    widenRow(scratch + 3 * bytes, row3, stride, 1);
    for (let k: usize = 0; k < rowBytes; k += 16) {
      fourColumns(row + k, row1 + k, row2 + k, row3 + k, matrix + (k << 1), scratch, bytes);
    }
    row = nextFilled(row3 + rowBytes, end, rowBytes);
  }
}

/** The first row from `row` on that is not all zeros, or the end. */
function nextFilled(row: usize, end: usize, rowBytes: usize): usize {
  while (row < end && isZero(row, rowBytes)) row += rowBytes;
  return row;
}

/** The next filled row after this one, or this one again where there is none. */
function oneMore(row: usize, end: usize, rowBytes: usize): usize {
  const next = nextFilled(row + rowBytes, end, rowBytes);
  return next < end ? next : row;
}

/** Four columns of the products of the four rows in `scratch`; `column` is where those of the matrix begin. */
function fourColumns(
  row0: usize,
  row1: usize,
  row2: usize,
  row3: usize,
  column: usize,
  scratch: usize,
  bytes: usize,
): void {
  let low0 = f64x2.splat(0);
  let low1 = low0;
  let low2 = low0;
  let low3 = low0;
  let high0 = low0;
  let high1 = low0;
  let high2 = low0;
  let high3 = low0;
  for (const end = scratch + bytes; scratch < end; scratch += 8, column += bytes) {
    const low = v128.load(column);
    const high = v128.load(column, 16);
    let factor = v128.load64_splat(scratch);
    low0 = multiplyAdd(factor, low, low0);
    high0 = multiplyAdd(factor, high, high0);
    factor = v128.load64_splat(scratch + bytes);
    low1 = multiplyAdd(factor, low, low1);
    high1 = multiplyAdd(factor, high, high1);
    factor = v128.load64_splat(scratch + 2 * bytes);
    low2 = multiplyAdd(factor, low, low2);
    high2 = multiplyAdd(factor, high, high2);
    factor = v128.load64_splat(scratch + 3 * bytes);
    low3 = multiplyAdd(factor, low, low3);
    high3 = multiplyAdd(factor, high, high3);
  }
  storeSingle(row0, low0, high0);
  storeSingle(row1, low1, high1);
  storeSingle(row2, low2, high2);
  storeSingle(row3, low3, high3);
}

function storeSingle(target: usize, low: v128, high: v128): void {
  const first = f32x4.demote_f64x2_zero(low);
  v128.store(target, v128.shuffle<f32>(first, f32x4.demote_f64x2_zero(high), 0, 1, 4, 5));
}

import { Comparison, columnOf, leftOf, rightOf, STRIP_ROWS, startOf, weightOf } from './records';

// A strip is a range of rows of the right, turned around: for each column a list of the rows that have it.

/** Fills the lists of a strip, whose part of `starts` is zeros before. */
export function fillStrip(comparison: Comparison, strip: usize): void {
  const right = rightOf(comparison);
  const starts = startsOf(comparison, strip);
  const from = strip * STRIP_ROWS;
  const to = min(from + STRIP_ROWS, right.rows);
  const end = startOf(right, to);
  let next = startOf(right, from);
  for (let i = next; i < end; i++) {
    const list = starts + (columnOf(right, i) << 2);
    store<i32>(list, load<i32>(list, 4) + 1, 4);
  }
  // Behind a column's place stands first where its list begins, and once that is filled, where it ends.
  store<i32>(starts, <i32>next);
  for (let column: usize = 0; column < comparison.columns; column++) {
    const list = starts + (column << 2);
    const count = load<i32>(list, 4);
    store<i32>(list, <i32>next, 4);
    next += count;
  }
  for (let row = from; row < to; row++) fillRow(comparison, starts, row, <u16>(row - from));
}

function fillRow(comparison: Comparison, starts: usize, row: usize, inStrip: u16): void {
  const right = rightOf(comparison);
  const end = startOf(right, row + 1);
  for (let i = startOf(right, row); i < end; i++) {
    const list = starts + (columnOf(right, i) << 2);
    const place = <usize>load<i32>(list, 4);
    store<i32>(list, <i32>place + 1, 4);
    store<u16>(comparison.places + (place << 1), inStrip);
    store<f32>(comparison.weights + (place << 2), weightOf(right, i));
  }
}

function startsOf(comparison: Comparison, strip: usize): usize {
  return comparison.starts + ((strip * (comparison.columns + 1)) << 2);
}

/** Where the list of an entry's column is in a strip. */
export function listOf(comparison: Comparison, strip: usize, entry: usize): usize {
  return startsOf(comparison, strip) + (columnOf(leftOf(comparison), entry) << 2);
}

/** Adds the products of a row of the left with the rows of a strip to their sums; returns how many there were. */
export function addStrip(comparison: Comparison, strip: usize, row: usize, sums: usize): usize {
  const left = leftOf(comparison);
  const end = startOf(left, row + 1);
  let additions: usize = 0;
  for (let i = startOf(left, row); i < end; i++) {
    const list = listOf(comparison, strip, i);
    const from = <usize>load<i32>(list);
    const to = <usize>load<i32>(list, 4);
    if (from === to) continue;
    additions += to - from;
    const places = comparison.places;
    const weights = comparison.weights + (from << 2);
    addList(weightOf(left, i), places + (from << 1), places + (to << 1), weights, sums);
  }
  return additions;
}

/**
 * Products of two float32 numbers are exact in float64, and added in the order of the columns. Four sums at a time, which
 * are different ones: a list has each row once.
 */
function addList(factor: f64, from: usize, to: usize, weights: usize, sums: usize): void {
  let weight = weights;
  let at = from;
  for (; at + 8 <= to; at += 8, weight += 16) {
    const a = sums + ((<usize>load<u16>(at)) << 3);
    const b = sums + ((<usize>load<u16>(at, 2)) << 3);
    const c = sums + ((<usize>load<u16>(at, 4)) << 3);
    const d = sums + ((<usize>load<u16>(at, 6)) << 3);
    store<f64>(a, load<f64>(a) + factor * load<f32>(weight));
    store<f64>(b, load<f64>(b) + factor * load<f32>(weight, 4));
    store<f64>(c, load<f64>(c) + factor * load<f32>(weight, 8));
    store<f64>(d, load<f64>(d) + factor * load<f32>(weight, 12));
  }
  for (; at < to; at += 2, weight += 4) {
    const sum = sums + ((<usize>load<u16>(at)) << 3);
    store<f64>(sum, load<f64>(sum) + factor * load<f32>(weight));
  }
}

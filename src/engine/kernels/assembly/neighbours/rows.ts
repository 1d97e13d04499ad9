import { beatsRoot, siftDown, siftUp } from '../ranking/heap';
import { Comparison, leftOf, rightOf, STRIP_ROWS, startOf, Workplace } from './records';
import { addStrip, listOf } from './strips';

/** With fewer additions to a strip's sums than this part of them, those that were hit are looked at instead of all. */
const FEW: usize = 8;

/**
 * Finds the K best of the rows `from` to `to` - 1 of the left: strip after strip for all of them, so that a strip's
 * lists stay in the processor's cache. What was found is left in the heaps.
 */
export function bestOfRows(comparison: Comparison, workplace: Workplace, from: usize, to: usize): void {
  for (let row = from; row < to; row++) store<i32>(workplace.lengths + ((row - from) << 2), 0);
  const rightRows = rightOf(comparison).rows;
  for (let strip: usize = 0; strip * STRIP_ROWS < rightRows; strip++) {
    for (let row = from; row < to; row++) {
      const additions = addStrip(comparison, strip, row, workplace.sums);
      if (additions < STRIP_ROWS / FEW) takeHit(comparison, workplace, strip, row, row - from);
      else takeAll(comparison, workplace, strip, row, row - from);
    }
  }
}

/** Takes the sums that were added to, and leaves zeros. */
function takeHit(comparison: Comparison, workplace: Workplace, strip: usize, row: usize, place: usize): void {
  const left = leftOf(comparison);
  const end = startOf(left, row + 1);
  let limit = limitOf(comparison, workplace, place);
  for (let i = startOf(left, row); i < end; i++) {
    const list = listOf(comparison, strip, i);
    const listEnd = comparison.places + ((<usize>load<i32>(list, 4)) << 1);
    for (let at = comparison.places + ((<usize>load<i32>(list)) << 1); at < listEnd; at += 2) {
      const offset = (<usize>load<u16>(at)) << 3;
      const sum = load<f64>(workplace.sums + offset);
      if (sum === 0) continue;
      store<f64>(workplace.sums + offset, 0);
      if (sum < limit) continue;
      limit = take(comparison, workplace, row, place, strip * STRIP_ROWS + (offset >> 3), sum);
    }
  }
}

/** Takes the sums above the limit, eight at a look, and leaves zeros. */
function takeAll(comparison: Comparison, workplace: Workplace, strip: usize, row: usize, place: usize): void {
  const zeros = f64x2.splat(0);
  const first = strip * STRIP_ROWS;
  const width = min(STRIP_ROWS, rightOf(comparison).rows - first);
  let limit = limitOf(comparison, workplace, place);
  for (let i: usize = 0; i < width; i += 8) {
    const at = workplace.sums + (i << 3);
    const low = f64x2.pmax(v128.load(at), v128.load(at, 16));
    const high = f64x2.pmax(v128.load(at, 32), v128.load(at, 48));
    if (v128.any_true(f64x2.gt(f64x2.pmax(low, high), f64x2.splat(limit)))) {
      for (let j: usize = 0; j < 8; j++) {
        const sum = load<f64>(at + (j << 3));
        // Of rows with the same product the first is the better, and they come in their order.
        if (sum > limit) limit = take(comparison, workplace, row, place, first + i + j, sum);
      }
    }
    v128.store(at, zeros);
    v128.store(at, zeros, 16);
    v128.store(at, zeros, 32);
    v128.store(at, zeros, 48);
  }
}

/** The product that has to be reached: 0 until K have been found. */
function limitOf(comparison: Comparison, workplace: Workplace, place: usize): f64 {
  const isFull = <usize>load<i32>(workplace.lengths + (place << 2)) === comparison.count;
  return isFull ? load<f64>(workplace.products + ((place * comparison.count) << 3)) : 0;
}

/** Keeps a row of the right if it is among the best; returns the limit after it. */
function take(
  comparison: Comparison,
  workplace: Workplace,
  leftRow: usize,
  place: usize,
  row: usize,
  product: f64,
): f64 {
  const count = comparison.count;
  const rows = workplace.rows + ((place * count) << 2);
  const products = workplace.products + ((place * count) << 3);
  const length = workplace.lengths + (place << 2);
  const size = <usize>load<i32>(length);
  if (comparison.withoutItself === 0 || row !== leftRow) {
    if (size < count) {
      siftUp(rows, products, size, <i32>row, product);
      store<i32>(length, <i32>size + 1);
    } else if (beatsRoot(rows, products, <i32>row, product)) {
      siftDown(rows, products, count, <i32>row, product);
    }
  }
  return limitOf(comparison, workplace, place);
}

import { multiplyAdd, sumLanes, widen } from './vector';

/**
 * target += sum_i (goal c_i p_i - (c_i - a0) y_i . x) y_i over some entries, in float64.
 *
 * Four entries at a time: four dot products share each load of x, four updates share each load and store of
 * the target. Where fewer than four are left, the last one is repeated with weight zero.
 *
 * @param target (K) float64
 * @param x (K) float64, `bytes` long
 * @param values confidences c, negative for an entry with preference p = 0 (see signConfidences)
 * @param y (columns x K) float32, widened as it is loaded
 * @param unobserved a0
 */
export function addEntriesDouble(
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
): void {
  const last = end - 1;
  for (let entry = start; entry < end; entry += 4) {
    const y0 = rowOf(entry, last, indices, y, bytes);
    const y1 = rowOf(entry + 1, last, indices, y, bytes);
    const y2 = rowOf(entry + 2, last, indices, y, bytes);
    const y3 = rowOf(entry + 3, last, indices, y, bytes);
    let sum0 = f64x2.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    // Vectors are multiples of 32 bytes: two pairs a turn halve what the loop itself costs.
    for (let k: usize = 0; k < bytes; k += 32) {
      let part = v128.load(x + k);
      sum0 = multiplyAdd(widen(y0 + (k >> 1)), part, sum0);
      sum1 = multiplyAdd(widen(y1 + (k >> 1)), part, sum1);
      sum2 = multiplyAdd(widen(y2 + (k >> 1)), part, sum2);
      sum3 = multiplyAdd(widen(y3 + (k >> 1)), part, sum3);
      part = v128.load(x + k, 16);
      sum0 = multiplyAdd(widen(y0 + (k >> 1) + 8), part, sum0);
      sum1 = multiplyAdd(widen(y1 + (k >> 1) + 8), part, sum1);
      sum2 = multiplyAdd(widen(y2 + (k >> 1) + 8), part, sum2);
      sum3 = multiplyAdd(widen(y3 + (k >> 1) + 8), part, sum3);
    }
    const update0 = f64x2.splat(updateOf(entry, last, values, sumLanes(sum0), unobserved, goal));
    const update1 = f64x2.splat(updateOf(entry + 1, last, values, sumLanes(sum1), unobserved, goal));
    const update2 = f64x2.splat(updateOf(entry + 2, last, values, sumLanes(sum2), unobserved, goal));
    const update3 = f64x2.splat(updateOf(entry + 3, last, values, sumLanes(sum3), unobserved, goal));
    for (let k: usize = 0; k < bytes; k += 32) {
      let low = v128.load(target + k);
      let high = v128.load(target + k, 16);
      low = multiplyAdd(update0, widen(y0 + (k >> 1)), low);
      high = multiplyAdd(update0, widen(y0 + (k >> 1) + 8), high);
      low = multiplyAdd(update1, widen(y1 + (k >> 1)), low);
      high = multiplyAdd(update1, widen(y1 + (k >> 1) + 8), high);
      low = multiplyAdd(update2, widen(y2 + (k >> 1)), low);
      high = multiplyAdd(update2, widen(y2 + (k >> 1) + 8), high);
      low = multiplyAdd(update3, widen(y3 + (k >> 1)), low);
      high = multiplyAdd(update3, widen(y3 + (k >> 1) + 8), high);
      v128.store(target + k, low);
      v128.store(target + k, high, 16);
    }
  }
}

function rowOf(entry: usize, last: usize, indices: usize, y: usize, bytes: usize): usize {
  return y + <usize>load<u32>(indices + (min(entry, last) << 2)) * (bytes >> 1);
}

/** goal c p - (c - a0) y.x, or 0 for an entry past the last */
function updateOf(entry: usize, last: usize, values: usize, product: f64, unobserved: f64, goal: f64): f64 {
  if (entry > last) return 0;
  const signed = <f64>load<f32>(values + (entry << 2));
  return goal * max<f64>(signed, 0) - (abs(signed) - unobserved) * product;
}

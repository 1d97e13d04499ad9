import { readAhead } from './read-ahead';
import { multiplyAdd, sumLanes, widen } from './vector';

// Sums of the training loss over some rows, in float64. The host adds them up and divides.

/**
 * The sum over rows `from` to `to` - 1 and all columns of c (p - x.y)^2, plus lambda |x|^2. Pairs without an
 * entry together cost x (a0 YtY) x, less a0 (x.y)^2 for the pairs that do have one.
 *
 * @param sink where reading ahead leaves what it read
 */
export function sumRowLoss(
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
  unobserved: f64,
  sink: usize,
): f64 {
  const bytes = stride << 2;
  let loss: f64 = 0;
  for (let row = from; row < to; row++) {
    const solution = x + row * bytes;
    const start: usize = load<u32>(indptr + (row << 2));
    const end: usize = load<u32>(indptr + (row << 2), 4);
    store<i32>(sink, readAhead(start, end, indices, y, bytes));
    for (let entry = start; entry < end; entry++) {
      const score = dot64(solution, y + <usize>load<u32>(indices + (entry << 2)) * bytes, bytes);
      const signed = <f64>load<f32>(values + (entry << 2));
      const error = (signed > 0 ? 1.0 : 0.0) - score;
      loss += abs(signed) * error * error - unobserved * score * score;
    }
    loss += quadraticForm(gram, solution, stride);
  }
  return loss + sumPenalty(from, to, regularization, x, stride);
}

/** The sum of lambda |x|^2 over rows `from` to `to` - 1. */
export function sumPenalty(from: usize, to: usize, regularization: usize, x: usize, stride: usize): f64 {
  const bytes = stride << 2;
  let penalty: f64 = 0;
  for (let row = from; row < to; row++) {
    const lambda = <f64>load<f32>(regularization + (row << 2));
    penalty += lambda * dot64(x + row * bytes, x + row * bytes, bytes);
  }
  return penalty;
}

/** x . y of float32 vectors, multiplied and added in float64 */
function dot64(x: usize, y: usize, bytes: usize): f64 {
  let sum = f64x2.splat(0);
  for (let k: usize = 0; k < bytes; k += 8) {
    sum = multiplyAdd(widen(x + k), widen(y + k), sum);
  }
  return sumLanes(sum);
}

/** xT gram x, gram (K x K) float64, x (K) float32 */
function quadraticForm(gram: usize, x: usize, stride: usize): f64 {
  let form: f64 = 0;
  for (let i: usize = 0; i < stride; i++) {
    let sum = f64x2.splat(0);
    const row = gram + ((i * stride) << 3);
    for (let k: usize = 0; k < stride; k += 2) {
      sum = multiplyAdd(widen(x + (k << 2)), v128.load(row + (k << 3)), sum);
    }
    form += <f64>load<f32>(x + (i << 2)) * sumLanes(sum);
  }
  return form;
}

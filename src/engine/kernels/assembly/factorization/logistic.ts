import { readAhead } from '../als/read-ahead';
import { clearSingle, multiplyAddSingle } from '../als/vector';
import { sumsOfLanes } from '../lanes';
import { below, randomBits, seedOf } from './random';
import { sigmoid } from './sigmoid';

// Shapes: rows R of the side that steps, columns C of the side that is held, entries N, stride K: a vector's numbers,
// filled up with zeros to a multiple of four.

/** Entries whose vectors are read ahead: 64 of 32 factors are 8 KiB. */
const AHEAD: usize = 64;

/** Keeps the first steps finite, as in the library implicit. */
const LEAST_SQUARE: f32 = 1e-6;

/**
 * A step of gradient ascent with Adagrad for each of the rows `from` to `to` - 1 that have entries. Each row draws random
 * numbers of its own.
 *
 * @param indptr (R + 1) int32
 * @param indices (N) int32
 * @param values (N) float32, weights
 * @param entries N
 * @param x (R x K) float32
 * @param squares (R x K) float32, sums of squared gradients so far
 * @param y (C x K) float32
 * @param ones the factor of x that stays 1
 * @param negatives pairs drawn for each entry of a row
 * @param mostDrawn of them at most
 * @param seed the same throughout half an iteration
 * @param scratch `mostDrawn` int32, then K float32, then an int32
 */
export function stepRows(
  from: usize,
  to: usize,
  indptr: usize,
  indices: usize,
  values: usize,
  entries: u32,
  x: usize,
  squares: usize,
  y: usize,
  stride: usize,
  ones: usize,
  learningRate: f32,
  regularization: f32,
  negatives: usize,
  mostDrawn: usize,
  seed: u32,
  scratch: usize,
): void {
  const rowBytes = stride << 2;
  const gradient = scratch + (((mostDrawn + 3) >> 2) << 4);
  const sink = gradient + rowBytes;
  for (let row = from; row < to; row++) {
    const start: usize = load<u32>(indptr + (row << 2));
    const end: usize = load<u32>(indptr + (row << 2), 4);
    if (start === end) continue;
    const own = x + row * rowBytes;
    // The limit is implicit's and favours popular artists: without it they are drawn as often as played.
    const drawn = min<usize>((end - start) * negatives, mostDrawn);
    drawEntries(scratch, drawn, indices, entries, seedOf(seed, <u32>row));
    clearSingle(gradient, rowBytes);
    addPairs(gradient, own, y, rowBytes, indices + (start << 2), values + (start << 2), end - start, sink);
    addPairs(gradient, own, y, rowBytes, scratch, 0, drawn, sink);
    step(own, squares + row * rowBytes, gradient, rowBytes, learningRate, regularization);
    store<f32>(own + (ones << 2), 1);
  }
}

/** Columns of entries drawn at random, so that each is drawn in proportion to how many it has. */
function drawEntries(target: usize, count: usize, indices: usize, entries: u32, sequence: u64): void {
  for (let n: usize = 0; n < count; n++) {
    const entry: usize = below(entries, <u32>(randomBits(sequence, n) >> 32));
    store<u32>(target + (n << 2), load<u32>(indices + (entry << 2)));
  }
}

/**
 * Adds weight (preference - sigmoid(x.y)) y for each pair, four at a time.
 *
 * @param values float32, the weights of pairs with preference 1; or 0, for weights of 1 and preference 0
 */
function addPairs(
  gradient: usize,
  x: usize,
  y: usize,
  rowBytes: usize,
  columns: usize,
  values: usize,
  count: usize,
  sink: usize,
): void {
  for (let first: usize = 0; first < count; first += AHEAD) {
    const stop = min(first + AHEAD, count);
    store<i32>(sink, readAhead(first, stop, columns, y, rowBytes));
    let n = first;
    for (; n + 4 <= stop; n += 4) {
      const at = n << 2;
      const weights = values === 0 ? f32x4.splat(1) : v128.load(values + at);
      addFour(gradient, x, y, rowBytes, columns + at, 4, weights, values !== 0);
    }
    if (n < stop) {
      let weights = f32x4.splat(0);
      for (let rest = stop - n; rest > 0; rest--) {
        // Lanes from the last to the first: each moves those before it up.
        const weight = values === 0 ? <f32>1 : load<f32>(values + ((n + rest - 1) << 2));
        weights = v128.shuffle<f32>(weights, weights, 0, 0, 1, 2);
        weights = f32x4.replace_lane(weights, 0, weight);
      }
      addFour(gradient, x, y, rowBytes, columns + (n << 2), stop - n, weights, values !== 0);
    }
  }
}

/** {@link addPairs} for up to four pairs; the weights beyond `count` are 0, and the first column takes their place. */
function addFour(
  gradient: usize,
  x: usize,
  y: usize,
  rowBytes: usize,
  columns: usize,
  count: usize,
  weights: v128,
  isPreferred: bool,
): void {
  const a = y + <usize>load<u32>(columns) * rowBytes;
  const b = count > 1 ? y + <usize>load<u32>(columns, 4) * rowBytes : a;
  const c = count > 2 ? y + <usize>load<u32>(columns, 8) * rowBytes : a;
  const d = count > 3 ? y + <usize>load<u32>(columns, 12) * rowBytes : a;
  let sumA = f32x4.splat(0);
  let sumB = f32x4.splat(0);
  let sumC = f32x4.splat(0);
  let sumD = f32x4.splat(0);
  for (let k: usize = 0; k < rowBytes; k += 16) {
    const part = v128.load(x + k);
    sumA = multiplyAddSingle(part, v128.load(a + k), sumA);
    sumB = multiplyAddSingle(part, v128.load(b + k), sumB);
    sumC = multiplyAddSingle(part, v128.load(c + k), sumC);
    sumD = multiplyAddSingle(part, v128.load(d + k), sumD);
  }
  const likely = sigmoid(sumsOfLanes(sumA, sumB, sumC, sumD));
  const preference = f32x4.splat(isPreferred ? 1 : 0);
  const scales = f32x4.mul(weights, f32x4.sub(preference, likely));
  const scaleA = v128.shuffle<f32>(scales, scales, 0, 0, 0, 0);
  const scaleB = v128.shuffle<f32>(scales, scales, 1, 1, 1, 1);
  const scaleC = v128.shuffle<f32>(scales, scales, 2, 2, 2, 2);
  const scaleD = v128.shuffle<f32>(scales, scales, 3, 3, 3, 3);
  for (let k: usize = 0; k < rowBytes; k += 16) {
    let sum = multiplyAddSingle(scaleA, v128.load(a + k), v128.load(gradient + k));
    sum = multiplyAddSingle(scaleB, v128.load(b + k), sum);
    sum = multiplyAddSingle(scaleC, v128.load(c + k), sum);
    v128.store(gradient + k, multiplyAddSingle(scaleD, v128.load(d + k), sum));
  }
}

function step(
  x: usize,
  squares: usize,
  gradient: usize,
  rowBytes: usize,
  learningRate: f32,
  regularization: f32,
): void {
  const rates = f32x4.splat(learningRate);
  const penalties = f32x4.splat(regularization);
  const least = f32x4.splat(LEAST_SQUARE);
  for (let k: usize = 0; k < rowBytes; k += 16) {
    const value = v128.load(x + k);
    const slope = f32x4.sub(v128.load(gradient + k), f32x4.mul(penalties, value));
    const square = multiplyAddSingle(slope, slope, v128.load(squares + k));
    v128.store(squares + k, square);
    const rate = f32x4.div(rates, f32x4.sqrt(f32x4.add(least, square)));
    v128.store(x + k, multiplyAddSingle(rate, slope, value));
  }
}

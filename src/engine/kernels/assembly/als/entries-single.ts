import { sumsOfLanes } from '../lanes';
import { multiplyAddSingle } from './vector';

/**
 * sum += sum_i ((c_i - a0) y_i . x - goal c_i p_i) y_i over some entries, in float32: the opposite of what
 * `addEntriesDouble` adds, at twice the speed. Four entries at a time, as there. Where fewer are left, what is
 * loaded past the last is masked: after the confidences memory goes on.
 *
 * @param sum (K) float32
 * @param x (K) float32, `rowBytes` long
 * @param values signed confidences, see signConfidences
 * @param y (columns x K) float32
 * @param unobserved a0
 */
export function subtractEntriesSingle(
  sum: usize,
  x: usize,
  start: usize,
  end: usize,
  indices: usize,
  values: usize,
  y: usize,
  rowBytes: usize,
  unobserved: f32,
  goal: f32,
): void {
  const observed = f32x4.splat(unobserved);
  const goals = f32x4.splat(goal);
  const stop = end << 2;
  let at = start << 2;
  for (; at + 16 <= stop; at += 16) {
    const signed = v128.load(values + at);
    const index = indices + at;
    addFour(
      sum,
      x,
      y + rowAt(index, rowBytes),
      y + rowAt(index + 4, rowBytes),
      y + rowAt(index + 8, rowBytes),
      y + rowAt(index + 12, rowBytes),
      f32x4.sub(f32x4.abs(signed), observed),
      f32x4.mul(goals, f32x4.pmax(signed, f32x4.splat(0))),
      rowBytes,
    );
  }
  if (at === stop) return;
  // Fewer than four are left: the last one is repeated with weight and target zero.
  const last = stop - 4;
  const isLeft = i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(<i32>((stop - at) >> 2)));
  const signed = v128.load(values + at);
  addFour(
    sum,
    x,
    y + rowAt(indices + at, rowBytes),
    y + rowAt(indices + min(at + 4, last), rowBytes),
    y + rowAt(indices + min(at + 8, last), rowBytes),
    y + rowAt(indices + last, rowBytes),
    v128.and(isLeft, f32x4.sub(f32x4.abs(signed), observed)),
    v128.and(isLeft, f32x4.mul(goals, f32x4.pmax(signed, f32x4.splat(0)))),
    rowBytes,
  );
}

/** Whether no entry's confidence is above a limit. */
export function areLight(start: usize, end: usize, values: usize, limit: f32): bool {
  let at = values + (start << 2);
  const stop = values + (end << 2);
  let most = f32x4.splat(0);
  for (; at + 16 <= stop; at += 16) most = f32x4.pmax(most, f32x4.abs(v128.load(at)));
  for (; at < stop; at += 4) most = f32x4.pmax(most, f32x4.abs(v128.load32_zero(at)));
  return !v128.any_true(f32x4.gt(most, f32x4.splat(limit)));
}

function rowAt(index: usize, rowBytes: usize): usize {
  return <usize>load<u32>(index) * rowBytes;
}

/** sum += sum of (weight y.x - target) y over four rows of y */
function addFour(
  sum: usize,
  x: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  y3: usize,
  weights: v128,
  targets: v128,
  rowBytes: usize,
): void {
  let dot0 = f32x4.splat(0);
  let dot1 = dot0;
  let dot2 = dot0;
  let dot3 = dot0;
  // Four parts a turn: with one, a pass over near rows took 35 ns an entry at 128 factors instead of 26.
  let k: usize = 0;
  let part = f32x4.splat(0);
  for (; k + 64 <= rowBytes; k += 64) {
    part = v128.load(x + k);
    dot0 = multiplyAddSingle(v128.load(y0 + k), part, dot0);
    dot1 = multiplyAddSingle(v128.load(y1 + k), part, dot1);
    dot2 = multiplyAddSingle(v128.load(y2 + k), part, dot2);
    dot3 = multiplyAddSingle(v128.load(y3 + k), part, dot3);
    part = v128.load(x + k, 16);
    dot0 = multiplyAddSingle(v128.load(y0 + k, 16), part, dot0);
    dot1 = multiplyAddSingle(v128.load(y1 + k, 16), part, dot1);
    dot2 = multiplyAddSingle(v128.load(y2 + k, 16), part, dot2);
    dot3 = multiplyAddSingle(v128.load(y3 + k, 16), part, dot3);
    part = v128.load(x + k, 32);
    dot0 = multiplyAddSingle(v128.load(y0 + k, 32), part, dot0);
    dot1 = multiplyAddSingle(v128.load(y1 + k, 32), part, dot1);
    dot2 = multiplyAddSingle(v128.load(y2 + k, 32), part, dot2);
    dot3 = multiplyAddSingle(v128.load(y3 + k, 32), part, dot3);
    part = v128.load(x + k, 48);
    dot0 = multiplyAddSingle(v128.load(y0 + k, 48), part, dot0);
    dot1 = multiplyAddSingle(v128.load(y1 + k, 48), part, dot1);
    dot2 = multiplyAddSingle(v128.load(y2 + k, 48), part, dot2);
    dot3 = multiplyAddSingle(v128.load(y3 + k, 48), part, dot3);
  }
  for (; k < rowBytes; k += 16) {
    part = v128.load(x + k);
    dot0 = multiplyAddSingle(v128.load(y0 + k), part, dot0);
    dot1 = multiplyAddSingle(v128.load(y1 + k), part, dot1);
    dot2 = multiplyAddSingle(v128.load(y2 + k), part, dot2);
    dot3 = multiplyAddSingle(v128.load(y3 + k), part, dot3);
  }
  const updates = f32x4.sub(f32x4.mul(weights, sumsOfLanes(dot0, dot1, dot2, dot3)), targets);
  const update0 = v128.shuffle<f32>(updates, updates, 0, 0, 0, 0);
  const update1 = v128.shuffle<f32>(updates, updates, 1, 1, 1, 1);
  const update2 = v128.shuffle<f32>(updates, updates, 2, 2, 2, 2);
  const update3 = v128.shuffle<f32>(updates, updates, 3, 3, 3, 3);
  for (k = 0; k + 64 <= rowBytes; k += 64) {
    part = v128.load(sum + k);
    part = multiplyAddSingle(update0, v128.load(y0 + k), part);
    part = multiplyAddSingle(update1, v128.load(y1 + k), part);
    part = multiplyAddSingle(update2, v128.load(y2 + k), part);
    part = multiplyAddSingle(update3, v128.load(y3 + k), part);
    v128.store(sum + k, part);
    part = v128.load(sum + k, 16);
    part = multiplyAddSingle(update0, v128.load(y0 + k, 16), part);
    part = multiplyAddSingle(update1, v128.load(y1 + k, 16), part);
    part = multiplyAddSingle(update2, v128.load(y2 + k, 16), part);
    part = multiplyAddSingle(update3, v128.load(y3 + k, 16), part);
    v128.store(sum + k, part, 16);
    part = v128.load(sum + k, 32);
    part = multiplyAddSingle(update0, v128.load(y0 + k, 32), part);
    part = multiplyAddSingle(update1, v128.load(y1 + k, 32), part);
    part = multiplyAddSingle(update2, v128.load(y2 + k, 32), part);
    part = multiplyAddSingle(update3, v128.load(y3 + k, 32), part);
    v128.store(sum + k, part, 32);
    part = v128.load(sum + k, 48);
    part = multiplyAddSingle(update0, v128.load(y0 + k, 48), part);
    part = multiplyAddSingle(update1, v128.load(y1 + k, 48), part);
    part = multiplyAddSingle(update2, v128.load(y2 + k, 48), part);
    part = multiplyAddSingle(update3, v128.load(y3 + k, 48), part);
    v128.store(sum + k, part, 48);
  }
  for (; k < rowBytes; k += 16) {
    part = v128.load(sum + k);
    part = multiplyAddSingle(update0, v128.load(y0 + k), part);
    part = multiplyAddSingle(update1, v128.load(y1 + k), part);
    part = multiplyAddSingle(update2, v128.load(y2 + k), part);
    part = multiplyAddSingle(update3, v128.load(y3 + k), part);
    v128.store(sum + k, part);
  }
}

import { multiplyAdd } from './vector';

/**
 * One pass over a row's entries: target += sum_i (goal * c_i p_i - (c_i - a0) y_i . x) y_i.
 *
 * With goal 1 and -(a0 YtY + lambda I) x in target, that makes the residual b - A x; with goal 0, -A x.
 * Four entries at a time: four dot products share each load of x, four updates share each load and store of
 * the target. Where fewer than four are left, the last one is repeated with weight zero.
 *
 * @param values confidences c, negative for an entry with preference p = 0 (see confidence.ts)
 * @param unobserved a0
 */
export function subtractEntries(
  target: usize,
  x: usize,
  start: usize,
  end: usize,
  indices: usize,
  values: usize,
  y: usize,
  bytes: usize,
  unobserved: f32,
  goal: f32,
): void {
  const last = end - 1;
  for (let entry = start; entry < end; entry += 4) {
    const y0 = y + <usize>load<u32>(indices + (entry << 2)) * bytes;
    const y1 = y + <usize>load<u32>(indices + (min(entry + 1, last) << 2)) * bytes;
    const y2 = y + <usize>load<u32>(indices + (min(entry + 2, last) << 2)) * bytes;
    const y3 = y + <usize>load<u32>(indices + (min(entry + 3, last) << 2)) * bytes;
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let k: usize = 0; k < bytes; k += 16) {
      const part = v128.load(x + k);
      sum0 = multiplyAdd(v128.load(y0 + k), part, sum0);
      sum1 = multiplyAdd(v128.load(y1 + k), part, sum1);
      sum2 = multiplyAdd(v128.load(y2 + k), part, sum2);
      sum3 = multiplyAdd(v128.load(y3 + k), part, sum3);
    }
    const products = sumFour(sum0, sum1, sum2, sum3);
    const used = i32x4.gt_s(i32x4.splat(<i32>(end - entry)), i32x4(0, 1, 2, 3));
    const signed = v128.load(values + (entry << 2));
    const weights = f32x4.sub(f32x4.abs(signed), f32x4.splat(unobserved));
    const goals = f32x4.mul(f32x4.splat(goal), f32x4.max(signed, f32x4.splat(0)));
    const updates = v128.and(used, f32x4.sub(goals, f32x4.mul(weights, products)));
    const update0 = v128.shuffle<f32>(updates, updates, 0, 0, 0, 0);
    const update1 = v128.shuffle<f32>(updates, updates, 1, 1, 1, 1);
    const update2 = v128.shuffle<f32>(updates, updates, 2, 2, 2, 2);
    const update3 = v128.shuffle<f32>(updates, updates, 3, 3, 3, 3);
    for (let k: usize = 0; k < bytes; k += 16) {
      let sum = v128.load(target + k);
      sum = multiplyAdd(update0, v128.load(y0 + k), sum);
      sum = multiplyAdd(update1, v128.load(y1 + k), sum);
      sum = multiplyAdd(update2, v128.load(y2 + k), sum);
      sum = multiplyAdd(update3, v128.load(y3 + k), sum);
      v128.store(target + k, sum);
    }
  }
}

/** One vector with the lane sums of four: pairs of lanes first, then the pairs' sums. */
function sumFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

import { multiplyAdd, widen } from './vector';

// Shapes: vectors are (K) float64, `bytes` long; gram32 is (K x K) float32, a0 YtY, symmetric.

/** target = -(gram + lambda I) p in float64. Eight results stay in registers while the columns pass. */
export function negativeGramProduct(target: usize, gram32: usize, p: usize, lambda: f64, bytes: usize): void {
  const minusLambda = f64x2.splat(-lambda);
  let k: usize = 0;
  for (; k + 64 <= bytes; k += 64) {
    let sum0 = f64x2.mul(minusLambda, v128.load(p + k));
    let sum1 = f64x2.mul(minusLambda, v128.load(p + k, 16));
    let sum2 = f64x2.mul(minusLambda, v128.load(p + k, 32));
    let sum3 = f64x2.mul(minusLambda, v128.load(p + k, 48));
    let row = gram32 + (k >> 1);
    for (let i: usize = 0; i < bytes; i += 8, row += bytes >> 1) {
      const factor = f64x2.neg(v128.load64_splat(p + i));
      sum0 = multiplyAdd(factor, widen(row), sum0);
      sum1 = multiplyAdd(factor, widen(row + 8), sum1);
      sum2 = multiplyAdd(factor, widen(row + 16), sum2);
      sum3 = multiplyAdd(factor, widen(row + 24), sum3);
    }
    v128.store(target + k, sum0);
    v128.store(target + k, sum1, 16);
    v128.store(target + k, sum2, 32);
    v128.store(target + k, sum3, 48);
  }
  for (; k < bytes; k += 32) {
    let sum0 = f64x2.mul(minusLambda, v128.load(p + k));
    let sum1 = f64x2.mul(minusLambda, v128.load(p + k, 16));
    let row = gram32 + (k >> 1);
    for (let i: usize = 0; i < bytes; i += 8, row += bytes >> 1) {
      const factor = f64x2.neg(v128.load64_splat(p + i));
      sum0 = multiplyAdd(factor, widen(row), sum0);
      sum1 = multiplyAdd(factor, widen(row + 8), sum1);
    }
    v128.store(target + k, sum0);
    v128.store(target + k, sum1, 16);
  }
}

/**
 * The same with the sums of gram's products in float32, at twice the speed. That is exact enough for the
 * direction of a step, where gram has no weights of its own to magnify rounding, but not for a residual,
 * which is what is left when large numbers cancel.
 *
 * @param scratch (K) float32
 */
export function negativeGramProductInSingle(
  target: usize,
  gram32: usize,
  p: usize,
  lambda: f64,
  bytes: usize,
  scratch: usize,
): void {
  const rowBytes = bytes >> 1;
  narrow(scratch, p, rowBytes);
  let k: usize = 0;
  for (; k + 64 <= rowBytes; k += 64) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    let row = gram32 + k;
    for (let i: usize = 0; i < rowBytes; i += 4, row += rowBytes) {
      const factor = v128.load32_splat(scratch + i);
      sum0 = multiplyAddSingle(factor, v128.load(row), sum0);
      sum1 = multiplyAddSingle(factor, v128.load(row, 16), sum1);
      sum2 = multiplyAddSingle(factor, v128.load(row, 32), sum2);
      sum3 = multiplyAddSingle(factor, v128.load(row, 48), sum3);
    }
    storeNegative(target + (k << 1), sum0, p + (k << 1), lambda);
    storeNegative(target + (k << 1) + 32, sum1, p + (k << 1) + 32, lambda);
    storeNegative(target + (k << 1) + 64, sum2, p + (k << 1) + 64, lambda);
    storeNegative(target + (k << 1) + 96, sum3, p + (k << 1) + 96, lambda);
  }
  for (; k < rowBytes; k += 16) {
    let sum = f32x4.splat(0);
    let row = gram32 + k;
    for (let i: usize = 0; i < rowBytes; i += 4, row += rowBytes) {
      sum = multiplyAddSingle(v128.load32_splat(scratch + i), v128.load(row), sum);
    }
    storeNegative(target + (k << 1), sum, p + (k << 1), lambda);
  }
}

/** Rounds a float64 vector to float32. */
function narrow(target: usize, source: usize, rowBytes: usize): void {
  for (let k: usize = 0; k < rowBytes; k += 16) {
    const low = f32x4.demote_f64x2_zero(v128.load(source + (k << 1)));
    const high = f32x4.demote_f64x2_zero(v128.load(source + (k << 1), 16));
    v128.store(target + k, v128.shuffle<f32>(low, high, 0, 1, 4, 5));
  }
}

/** a * b + c in four float32 lanes, rounded as `multiplyAdd` is. */
function multiplyAddSingle(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Four numbers of target = -(sum + lambda p) */
function storeNegative(target: usize, sum: v128, p: usize, lambda: f64): void {
  const minusLambda = f64x2.splat(-lambda);
  const low = f64x2.promote_low_f32x4(sum);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(sum, sum, 2, 3, 2, 3));
  v128.store(target, f64x2.sub(f64x2.mul(minusLambda, v128.load(p)), low));
  v128.store(target, f64x2.sub(f64x2.mul(minusLambda, v128.load(p, 16)), high), 16);
}

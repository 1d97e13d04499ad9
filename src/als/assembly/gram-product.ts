import { multiplyAddSingle } from './single';

// Shapes: K = stride; gram32 is (K x K) float32, a0 YtY, symmetric.

/**
 * target = -(gram + lambda I) p, the products with gram summed in float32, which is enough: no weights of its
 * own magnify its rounding. Sixteen sums stay in registers while the columns pass.
 *
 * @param target (K) float64, `bytes` long
 * @param p (K) float64
 * @param single (K) float32, the same p
 */
export function negativeGramProduct(
  target: usize,
  gram32: usize,
  p: usize,
  lambda: f64,
  bytes: usize,
  single: usize,
): void {
  const rowBytes = bytes >> 1;
  let k: usize = 0;
  for (; k + 64 <= rowBytes; k += 64) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    let row = gram32 + k;
    for (let i: usize = 0; i < rowBytes; i += 4, row += rowBytes) {
      const factor = v128.load32_splat(single + i);
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
      sum = multiplyAddSingle(v128.load32_splat(single + i), v128.load(row), sum);
    }
    storeNegative(target + (k << 1), sum, p + (k << 1), lambda);
  }
}

/** Four numbers of target = -(sum + lambda p) */
function storeNegative(target: usize, sum: v128, p: usize, lambda: f64): void {
  const minusLambda = f64x2.splat(-lambda);
  const low = f64x2.promote_low_f32x4(sum);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(sum, sum, 2, 3, 2, 3));
  v128.store(target, f64x2.sub(f64x2.mul(minusLambda, v128.load(p)), low));
  v128.store(target, f64x2.sub(f64x2.mul(minusLambda, v128.load(p, 16)), high), 16);
}

// Vectors of float64, two lanes at a time. Their lengths are multiples of four, filled up with zeros, so no
// loop has a rest. `bytes` is the length of a vector in memory.

/** a * b + c in every lane: fused, so rounded once, in the relaxed build; rounded twice in the plain one. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

/** The sum of both lanes. */
export function sumLanes(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Two float32 numbers as float64. */
export function widen(address: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(address));
}

/** x . y */
export function dot(x: usize, y: usize, bytes: usize): f64 {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  for (let k: usize = 0; k < bytes; k += 32) {
    even = multiplyAdd(v128.load(x + k), v128.load(y + k), even);
    odd = multiplyAdd(v128.load(x + k, 16), v128.load(y + k, 16), odd);
  }
  return sumLanes(f64x2.add(even, odd));
}

/** Copies a float64 vector. A loop, because a call of memory.copy costs more than the vector. */
export function copy(target: usize, source: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) v128.store(target + k, v128.load(source + k));
}

/** y += factor * x */
export function addScaled(y: usize, factor: f64, x: usize, bytes: usize): void {
  const factors = f64x2.splat(factor);
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(y + k, multiplyAdd(factors, v128.load(x + k), v128.load(y + k)));
  }
}

/** y = x + factor * y */
export function scaleAndAdd(y: usize, factor: f64, x: usize, bytes: usize): void {
  const factors = f64x2.splat(factor);
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(y + k, multiplyAdd(factors, v128.load(y + k), v128.load(x + k)));
  }
}

/** x = row + factor * (x - row), for a float32 row */
export function goBeyond(x: usize, row: usize, factor: f64, bytes: usize): void {
  const factors = f64x2.splat(factor);
  for (let k: usize = 0; k < bytes; k += 16) {
    const before = widen(row + (k >> 1));
    v128.store(x + k, multiplyAdd(factors, f64x2.sub(v128.load(x + k), before), before));
  }
}

/** target = -(scales + more) x, number by number */
export function scaleEach(target: usize, scales: usize, more: f64, x: usize, bytes: usize): void {
  const addend = f64x2.splat(more);
  for (let k: usize = 0; k < bytes; k += 16) {
    const scale = f64x2.neg(f64x2.add(v128.load(scales + k), addend));
    v128.store(target + k, f64x2.mul(scale, v128.load(x + k)));
  }
}

/** Whether all numbers of a row of `bytes` are 0. */
export function isZero(row: usize, bytes: usize): bool {
  let bits = v128.splat<i32>(0);
  for (let k: usize = 0; k < bytes; k += 16) bits = v128.or(bits, v128.load(row + k));
  return !v128.any_true(bits);
}

/** Copies a float32 row of `stride` numbers times `weight` to float64. */
export function widenRow(target: usize, row: usize, stride: usize, weight: f64): void {
  const weights = f64x2.splat(weight);
  for (let k: usize = 0; k < stride; k += 4) {
    v128.store(target + (k << 3), f64x2.mul(weights, widen(row + (k << 2))));
    v128.store(target + (k << 3), f64x2.mul(weights, widen(row + (k << 2) + 8)), 16);
  }
}

/** Rounds `stride` float64 numbers to a float32 row; false when one is not finite. */
export function narrowRow(row: usize, source: usize, stride: usize): bool {
  let sum: f32 = 0;
  for (let k: usize = 0; k < stride; k++) {
    const value = <f32>load<f64>(source + (k << 3));
    store<f32>(row + (k << 2), value);
    sum += value - value; // 0, or NaN for an infinite or undefined value
  }
  return sum === 0;
}

// Vectors of float32, for sums whose rounding does not matter; `rowBytes` is the length of one in memory.

/** a * b + c in every lane: fused, so rounded once, in the relaxed build; rounded twice in the plain one. */
export function multiplyAddSingle(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Rounds a float64 vector to float32. */
export function narrow(target: usize, source: usize, rowBytes: usize): void {
  for (let k: usize = 0; k < rowBytes; k += 16) {
    const low = f32x4.demote_f64x2_zero(v128.load(source + (k << 1)));
    const high = f32x4.demote_f64x2_zero(v128.load(source + (k << 1), 16));
    v128.store(target + k, v128.shuffle<f32>(low, high, 0, 1, 4, 5));
  }
}

/** target -= source, a float64 vector less a float32 one. */
export function subtractSingle(target: usize, source: usize, rowBytes: usize): void {
  for (let k: usize = 0; k < rowBytes; k += 16) {
    const part = v128.load(source + k);
    const low = f64x2.promote_low_f32x4(part);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(part, part, 2, 3, 2, 3));
    v128.store(target + (k << 1), f64x2.sub(v128.load(target + (k << 1)), low));
    v128.store(target + (k << 1), f64x2.sub(v128.load(target + (k << 1), 16), high), 16);
  }
}

/** target = 0. A loop, because a call of memory.fill costs more than the vector. */
export function clearSingle(target: usize, rowBytes: usize): void {
  for (let k: usize = 0; k < rowBytes; k += 16) v128.store(target + k, f32x4.splat(0));
}

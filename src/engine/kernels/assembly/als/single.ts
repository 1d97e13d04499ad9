// Vectors of float32, four lanes at a time, for sums whose rounding does not matter. Lengths are multiples of
// four, filled up with zeros; `rowBytes` is the length of a vector in memory.

/** a * b + c in every lane: fused, so rounded once, in the relaxed build; rounded twice in the plain one. */
export function multiplyAddSingle(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The sums of the lanes of four vectors, one in each lane. */
export function sumsOfLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
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

// Four lanes of float32 at a time. Vectors are padded with zeros to a multiple of four, so no loop has a
// rest. `bytes` is the length of a vector in memory.

/** a * b + c in every lane: fused, so rounded once, in the relaxed build; rounded twice in the plain one. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Adds the four lanes, always in the same order. */
export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 2) +
    (f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 3))
  );
}

/** x . y */
export function dot(x: usize, y: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) sum = multiplyAdd(v128.load(x + k), v128.load(y + k), sum);
  return sumLanes(sum);
}

/** y += factor * x */
export function addScaled(y: usize, factor: f32, x: usize, bytes: usize): void {
  const factors = f32x4.splat(factor);
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(y + k, multiplyAdd(factors, v128.load(x + k), v128.load(y + k)));
  }
}

/** y = x + factor * y */
export function scaleAndAdd(y: usize, factor: f32, x: usize, bytes: usize): void {
  const factors = f32x4.splat(factor);
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(y + k, multiplyAdd(factors, v128.load(y + k), v128.load(x + k)));
  }
}

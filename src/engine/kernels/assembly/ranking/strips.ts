import { sumsOfLanes } from '../lanes';

// A strip holds rounded copies of a few vectors, two factors at a time: those of vector 0, of vector 1, ... and then
// the next two of each. With two factors of a query in every lane, i32x4.dot_i16x8_s makes of them a 32-bit sum for
// each vector. The copies are int8, of sixteen vectors, where memory is what a scan waits for, as it is for one query;
// int16, of eight, where several queries share what is loaded. The queries of a group lie the same way, four of them.

/** Two factors of the vectors in a strip. */
export const PAIR_BYTES: usize = 32;

/**
 * What vectors are stretched to. Sums of products of int16 vectors stay below LENGTH squared, give or take rounding,
 * so neither they nor their distance to a floor leave 32 bits. Must be that of rounding-bound.ts of the host.
 */
export const LENGTH: f64 = 30000;

/** The most that a vector is stretched: more may be beyond float32. */
export const MOST_STRETCH: f64 = 1e38;

/** 1.5 * 2^23: a small number added to it is rounded to a whole one, which then is the low bits. */
const ROUNDER: f32 = 12582912;

/**
 * Stretches four vectors of float32 and rounds them to T, two factors at a time. Factors up to a multiple of four
 * become 0; of the float32 vectors as many are read.
 *
 * @param stretches what each vector is multiplied by
 * @param step bytes from two factors in the target to the next two
 * @returns the square of the length that each is stretched to
 */
export function quantiseFour<T>(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  factors: usize,
  stretches: v128,
  target: usize,
  step: usize,
): v128 {
  const stretch0 = v128.shuffle<f32>(stretches, stretches, 0, 0, 0, 0);
  const stretch1 = v128.shuffle<f32>(stretches, stretches, 1, 1, 1, 1);
  const stretch2 = v128.shuffle<f32>(stretches, stretches, 2, 2, 2, 2);
  const stretch3 = v128.shuffle<f32>(stretches, stretches, 3, 3, 3, 3);
  let squares0 = f32x4.splat(0);
  let squares1 = squares0;
  let squares2 = squares0;
  let squares3 = squares0;
  const bytes = factors << 2;
  for (let k: usize = 0; k < bytes; k += 16, target += 2 * step) {
    const mask = firstOf(bytes - k);
    const s0 = f32x4.mul(v128.and(v128.load(x0 + k), mask), stretch0);
    const s1 = f32x4.mul(v128.and(v128.load(x1 + k), mask), stretch1);
    const s2 = f32x4.mul(v128.and(v128.load(x2 + k), mask), stretch2);
    const s3 = f32x4.mul(v128.and(v128.load(x3 + k), mask), stretch3);
    squares0 = f32x4.add(squares0, f32x4.mul(s0, s0));
    squares1 = f32x4.add(squares1, f32x4.mul(s1, s1));
    squares2 = f32x4.add(squares2, f32x4.mul(s2, s2));
    squares3 = f32x4.add(squares3, f32x4.mul(s3, s3));
    const low = i16x8.narrow_i32x4_s(rounded(s0), rounded(s1));
    const high = i16x8.narrow_i32x4_s(rounded(s2), rounded(s3));
    const first = v128.shuffle<i32>(low, high, 0, 2, 4, 6);
    const second = v128.shuffle<i32>(low, high, 1, 3, 5, 7);
    if (sizeof<T>() === 2) {
      v128.store(target, first);
      v128.store(target + step, second);
    } else {
      const both = i8x16.narrow_i16x8_s(first, second);
      v128.store64_lane(target, both, 0);
      v128.store64_lane(target + step, both, 1);
    }
  }
  return sumsOfLanes(squares0, squares1, squares2, squares3);
}

/** Four float32 as the nearest int32. */
function rounded(stretched: v128): v128 {
  return i32x4.sub(f32x4.add(stretched, f32x4.splat(ROUNDER)), f32x4.splat(ROUNDER));
}

/** Ones where the next four factors of a vector still are factors. */
export function firstOf(leftBytes: usize): v128 {
  return i32x4.lt_s(i32x4(0, 4, 8, 12), i32x4.splat(<i32>leftBytes));
}

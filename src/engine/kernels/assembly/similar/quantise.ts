import { maximaOfLanes, sumsOfLanes } from '../lanes';

// A strip holds the int8 copies of eight rows: 8 float32, one for each row, see quantiseRows, then for
// each group of four factors those of row 0, of row 1, ... of row 7, so that a register holds four rows.

/** Rows of a strip. */
export const ROWS: usize = 8;

/** Eight float32. */
export const HEAD_BYTES: usize = 32;

/** Four factors of eight rows. */
const GROUP_BYTES: usize = 32;

/** What the largest factor of a row becomes: the most that int8 holds. */
const LARGEST: f32 = 127;

/** For rows with nothing larger, LARGEST / largest may be more than float32 holds. */
const TINY: f32 = 1e-36;

/** 1.5 * 2^23: a small number added to it is rounded to a whole one, which then is the low bits; here the low byte. */
const ROUNDER: f32 = 12582912;

/**
 * Fills strips from rows: each row is stretched until its largest factor is 127, that is s, and s is rounded. In
 * the head of the strip lies 1 / |s|.
 *
 * Rows that no scan may find have NaN there, which passes no floor: rows of zeros, rows that are not finite, and
 * those that the last strip lacks. Rows too tiny to be stretched have Infinity, which passes any.
 *
 * @param vectors (rows rounded up to whole strips x factors) float32, and 12 bytes more that can be read
 */
export function quantiseRows(vectors: usize, strips: usize, rows: usize, factors: usize): void {
  const rowBytes = factors << 2;
  const stripBytes = HEAD_BYTES + ((factors + 3) / 4) * GROUP_BYTES;
  let strip = strips;
  for (let row: usize = 0; row < rows; row += ROWS) {
    const x = vectors + row * rowBytes;
    v128.store(strip, quantiseFour(x, rowBytes, strip + HEAD_BYTES));
    v128.store(strip, quantiseFour(x + 4 * rowBytes, rowBytes, strip + HEAD_BYTES + 16), 16);
    strip += stripBytes;
  }
  const missing = (ROWS - (rows % ROWS)) % ROWS;
  for (let i: usize = 1; i <= missing; i++) store<f32>(strip - stripBytes + HEAD_BYTES - (i << 2), NaN);
}

/** Four rows, groups of four factors at a time; returns their places in the head. */
function quantiseFour(x: usize, rowBytes: usize, target: usize): v128 {
  const stretches = stretchOf(largestOf(x, rowBytes));
  const stretch0 = v128.shuffle<f32>(stretches, stretches, 0, 0, 0, 0);
  const stretch1 = v128.shuffle<f32>(stretches, stretches, 1, 1, 1, 1);
  const stretch2 = v128.shuffle<f32>(stretches, stretches, 2, 2, 2, 2);
  const stretch3 = v128.shuffle<f32>(stretches, stretches, 3, 3, 3, 3);
  let squares0 = f32x4.splat(0);
  let squares1 = squares0;
  let squares2 = squares0;
  let squares3 = squares0;
  for (let left = rowBytes; ; left -= 16) {
    const mask = firstOf(left);
    const s0 = f32x4.mul(v128.and(v128.load(x), mask), stretch0);
    const s1 = f32x4.mul(v128.and(v128.load(x + rowBytes), mask), stretch1);
    const s2 = f32x4.mul(v128.and(v128.load(x + 2 * rowBytes), mask), stretch2);
    const s3 = f32x4.mul(v128.and(v128.load(x + 3 * rowBytes), mask), stretch3);
    squares0 = f32x4.add(squares0, f32x4.mul(s0, s0));
    squares1 = f32x4.add(squares1, f32x4.mul(s1, s1));
    squares2 = f32x4.add(squares2, f32x4.mul(s2, s2));
    squares3 = f32x4.add(squares3, f32x4.mul(s3, s3));
    const low = i16x8.narrow_i32x4_s(rounded(s0), rounded(s1));
    const high = i16x8.narrow_i32x4_s(rounded(s2), rounded(s3));
    v128.store(target, i8x16.narrow_i16x8_s(low, high));
    if (left <= 16) break;
    x += 16;
    target += GROUP_BYTES;
  }
  const squares = sumsOfLanes(squares0, squares1, squares2, squares3);
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(squares));
}

/** The largest size of a factor in each of four rows. A factor that is not a number may be overlooked. */
function largestOf(x: usize, rowBytes: usize): v128 {
  let largest0 = f32x4.splat(0);
  let largest1 = largest0;
  let largest2 = largest0;
  let largest3 = largest0;
  for (let left = rowBytes; ; left -= 16) {
    const mask = v128.and(firstOf(left), i32x4.splat(0x7fffffff));
    largest0 = f32x4.pmax(largest0, v128.and(v128.load(x), mask));
    largest1 = f32x4.pmax(largest1, v128.and(v128.load(x + rowBytes), mask));
    largest2 = f32x4.pmax(largest2, v128.and(v128.load(x + 2 * rowBytes), mask));
    largest3 = f32x4.pmax(largest3, v128.and(v128.load(x + 3 * rowBytes), mask));
    if (left <= 16) break;
    x += 16;
  }
  return maximaOfLanes(largest0, largest1, largest2, largest3);
}

/**
 * What four rows are multiplied by. What is not finite makes the sum of squares NaN whatever this is; zeros are
 * given NaN for that, and tiny rows 0, for an infinite head.
 */
function stretchOf(largest: v128): v128 {
  const usual = f32x4.div(f32x4.splat(LARGEST), largest);
  const small = v128.bitselect(f32x4.splat(0), f32x4.splat(NaN), f32x4.gt(largest, f32x4.splat(0)));
  return v128.bitselect(usual, small, f32x4.ge(largest, f32x4.splat(TINY)));
}

/** Four float32 between -127 and 127 as the nearest int32. */
function rounded(stretched: v128): v128 {
  return i32x4.sub(f32x4.add(stretched, f32x4.splat(ROUNDER)), f32x4.splat(ROUNDER));
}

/** Ones where the next four factors of a row still are factors. */
function firstOf(leftBytes: usize): v128 {
  return i32x4.lt_s(i32x4(0, 4, 8, 12), i32x4.splat(<i32>leftBytes));
}

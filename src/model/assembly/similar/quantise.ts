import { GROUP_BYTES, HEAD_BYTES, ROWS } from './strip';

/** What the largest factor of a row becomes: the most that int8 holds. */
const LARGEST: f32 = 127;

/** Below, LARGEST / largest may be more than float32 holds. */
const TINY: f32 = 1e-36;

/** 1.5 * 2^23: a small number added to it is rounded to a whole one, which then is the low bits, here the low byte. */
const ROUNDER: f32 = 12582912;

/**
 * Fills strips from whole rows: each row is stretched until its largest factor is 127, s, and rounded. At the
 * head of the strip lies 1 / |s|.
 *
 * Rows that a scan must leave out, those of zeros and those that are not finite, have NaN there, which passes no
 * floor; rows too tiny to be stretched have Infinity, which passes any. So have the rows that a last strip lacks NaN.
 *
 * @param vectors (rows x factors) float32, and 12 bytes more that can be read
 * @param strips zeros
 */
export function quantiseRows(vectors: usize, strips: usize, rows: usize, factors: usize): void {
  const stripBytes = HEAD_BYTES + ((factors + 3) / 4) * GROUP_BYTES;
  const mask = lastGroupMask(factors);
  for (let row: usize = 0; row < rows; row++) {
    const place = strips + (row / ROWS) * stripBytes + (row % ROWS) * 4;
    store<f32>(place, quantiseRow(vectors + ((row * factors) << 2), place + HEAD_BYTES, factors, mask));
  }
  for (let row = rows; row % ROWS !== 0; row++) {
    store<f32>(strips + (row / ROWS) * stripBytes + (row % ROWS) * 4, NaN);
  }
}

function quantiseRow(x: usize, target: usize, factors: usize, mask: v128): f32 {
  const largest = largestOf(x, factors, mask);
  if (!(largest > 0 && largest < Infinity)) return NaN;
  if (largest < TINY) return Infinity;
  const stretch = f32x4.splat(LARGEST / largest);
  let squares = f32x4.splat(0);
  for (let f: usize = 0; f < factors; f += 4) {
    const stretched = f32x4.mul(group(x, f, factors, mask), stretch);
    squares = f32x4.add(squares, f32x4.mul(stretched, stretched));
    const rounded = f32x4.add(stretched, f32x4.splat(ROUNDER));
    const bytes = i8x16.shuffle(rounded, rounded, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12);
    v128.store32_lane(target, bytes, 0);
    target += GROUP_BYTES;
  }
  const sum =
    f32x4.extract_lane(squares, 0) +
    f32x4.extract_lane(squares, 1) +
    (f32x4.extract_lane(squares, 2) + f32x4.extract_lane(squares, 3));
  return 1 / sqrt<f32>(sum);
}

/** The largest size of a factor; NaN where one is. */
function largestOf(x: usize, factors: usize, mask: v128): f32 {
  let largest = f32x4.splat(0);
  for (let f: usize = 0; f < factors; f += 4) {
    largest = f32x4.max(largest, f32x4.abs(group(x, f, factors, mask)));
  }
  return max<f32>(
    max<f32>(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max<f32>(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
}

/** Four factors of a row; behind the last, zeros. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function group(x: usize, f: usize, factors: usize, mask: v128): v128 {
  const four = v128.load(x + (f << 2));
  return f + 4 > factors ? v128.and(four, mask) : four;
}

/** Ones where the last group of four has factors. */
function lastGroupMask(factors: usize): v128 {
  const last = <i32>((factors - 1) % 4);
  return i32x4.le_s(i32x4(0, 1, 2, 3), i32x4.splat(last));
}

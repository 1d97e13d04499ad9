import { maximaOfLanes } from '../lanes';
import { firstOf, MOST_STRETCH, PAIR_BYTES, quantiseFour } from './strips';

// The kernel of one query: what the host calls. Pointers and sizes only: every buffer lies where the host's layout
// put it, nothing is allocated, nothing but the memory is imported.

// A strip of one query begins with the lengths of its rows' copies.

/** Rows of a strip. */
const ROWS: usize = 16;

/** Lengths of the rows of a strip. */
const HEAD_BYTES: usize = ROWS * 4;

/** What the largest factor of a row becomes: the most that int8 holds. */
const LARGEST: f32 = 127;

/**
 * Fills strips from rows: each row is stretched until its largest factor is 127, and rounded.
 *
 * A row of zeros, one that is not finite and those that the last strip lacks have NaN for a length; the last also for
 * a stretch.
 *
 * @param vectors (rows rounded up to whole strips x factors) float32, and 12 bytes more that can be read
 * @param stretches (rows rounded up) float32, filled with what each row was multiplied by
 */
export function quantiseRows(
  vectors: usize,
  rows: usize,
  factors: usize,
  stretches: usize,
  strips: usize,
): void {
  const rowBytes = factors << 2;
  const stripBytes = HEAD_BYTES + ((factors + 3) / 4) * 2 * PAIR_BYTES;
  const end = ((rows + ROWS - 1) / ROWS) * ROWS;
  for (let row: usize = 0; row < end; row += 4) {
    const x = vectors + row * rowBytes;
    const stretch = stretchOf(largestOf(x, rowBytes));
    const strip = strips + (row / ROWS) * stripBytes;
    const place = row % ROWS;
    const squares = quantiseFour<i8>(
      x,
      x + rowBytes,
      x + 2 * rowBytes,
      x + 3 * rowBytes,
      factors,
      stretch,
      strip + HEAD_BYTES + place * 2,
      PAIR_BYTES,
    );
    v128.store(stretches + (row << 2), stretch);
    // Not their root, which zeros have, too: 0 / 0 is NaN.
    v128.store(strip + (place << 2), f32x4.div(squares, f32x4.sqrt(squares)));
  }
  for (let row = rows; row < end; row++) {
    store<f32>(strips + (row / ROWS) * stripBytes + ((row % ROWS) << 2), NaN);
    store<f32>(stretches + (row << 2), NaN);
  }
}

/** What rows are multiplied by. One that is not finite gets a length of NaN whatever this is. */
function stretchOf(largest: v128): v128 {
  return f32x4.pmin(f32x4.splat(<f32>MOST_STRETCH), f32x4.div(f32x4.splat(LARGEST), largest));
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
 * Lists the rows with q . r + doubt >= floor * weight, where q is the query and r a row's copy.
 *
 * @param strips the first strip
 * @param end behind the last
 * @param weights (rows of a strip) float32; a row with NaN is not found
 * @param step bytes to the weights of the next strip
 * @param query (factors, rounded up to groups of four) int16
 * @param queryEnd behind it
 * @param doubt how far q . r may be below what it stands for
 * @param found (rows of these strips) int32, filled with rows, counted from the first strip
 * @returns how many were found
 */
export function findCandidates(
  strips: usize,
  end: usize,
  weights: usize,
  step: usize,
  query: usize,
  queryEnd: usize,
  doubt: i32,
  floor: f32,
  found: usize,
): usize {
  const start = found;
  const doubts = i32x4.splat(doubt);
  const floors = f32x4.splat(floor);
  let row: usize = 0;
  for (let strip = strips; strip < end; row += ROWS, weights += step) {
    strip += HEAD_BYTES;
    let sums0 = doubts;
    let sums1 = doubts;
    let sums2 = doubts;
    let sums3 = doubts;
    for (let q = query; q < queryEnd; q += 8, strip += 2 * PAIR_BYTES) {
      let pair = v128.load32_splat(q);
      sums0 = i32x4.add(sums0, i32x4.dot_i16x8_s(v128.load8x8_s(strip), pair));
      sums1 = i32x4.add(sums1, i32x4.dot_i16x8_s(v128.load8x8_s(strip, 8), pair));
      sums2 = i32x4.add(sums2, i32x4.dot_i16x8_s(v128.load8x8_s(strip, 16), pair));
      sums3 = i32x4.add(sums3, i32x4.dot_i16x8_s(v128.load8x8_s(strip, 24), pair));
      pair = v128.load32_splat(q, 4);
      sums0 = i32x4.add(sums0, i32x4.dot_i16x8_s(v128.load8x8_s(strip, 32), pair));
      sums1 = i32x4.add(sums1, i32x4.dot_i16x8_s(v128.load8x8_s(strip, 40), pair));
      sums2 = i32x4.add(sums2, i32x4.dot_i16x8_s(v128.load8x8_s(strip, 48), pair));
      sums3 = i32x4.add(sums3, i32x4.dot_i16x8_s(v128.load8x8_s(strip, 56), pair));
    }
    const passed0 = f32x4.ge(f32x4.convert_i32x4_s(sums0), f32x4.mul(v128.load(weights), floors));
    const passed1 = f32x4.ge(f32x4.convert_i32x4_s(sums1), f32x4.mul(v128.load(weights, 16), floors));
    const passed2 = f32x4.ge(f32x4.convert_i32x4_s(sums2), f32x4.mul(v128.load(weights, 32), floors));
    const passed3 = f32x4.ge(f32x4.convert_i32x4_s(sums3), f32x4.mul(v128.load(weights, 48), floors));
    if (!v128.any_true(v128.or(v128.or(passed0, passed1), v128.or(passed2, passed3)))) continue;
    let passed =
      i32x4.bitmask(passed0) |
      (i32x4.bitmask(passed1) << 4) |
      (i32x4.bitmask(passed2) << 8) |
      (i32x4.bitmask(passed3) << 12);
    for (; passed !== 0; passed &= passed - 1) {
      store<i32>(found, <i32>row + ctz(passed));
      found += 4;
    }
  }
  return (found - start) >> 2;
}

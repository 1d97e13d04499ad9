import { HEAD_BYTES, ROWS } from './quantise';

/**
 * Lists the rows whose cosine with the query may be above a floor: those with
 * (q . r + doubt) * head >= floor, where q is the query, r the row's int8 copy and head the number at the
 * head of its strip, which turns a product with r into one with a row of length 1.
 *
 * @param strips the first strip
 * @param end behind the last
 * @param query (factors, rounded up to groups of four) int16
 * @param queryEnd behind it
 * @param doubt how far q . r may be below what it stands for
 * @param found (as many as there are rows) int32, filled with rows, counted from the first strip
 * @returns how many were found
 */
export function findCandidates(
  strips: usize,
  end: usize,
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
  for (let strip = strips; strip < end; row += ROWS) {
    const head = strip;
    strip += HEAD_BYTES;
    let sums01 = i32x4.splat(0);
    let sums23 = i32x4.splat(0);
    let sums45 = i32x4.splat(0);
    let sums67 = i32x4.splat(0);
    for (let q = query; q < queryEnd; q += 8, strip += 32) {
      const factors = v128.load64_splat(q);
      sums01 = i32x4.add(sums01, i32x4.dot_i16x8_s(v128.load8x8_s(strip), factors));
      sums23 = i32x4.add(sums23, i32x4.dot_i16x8_s(v128.load8x8_s(strip, 8), factors));
      sums45 = i32x4.add(sums45, i32x4.dot_i16x8_s(v128.load8x8_s(strip, 16), factors));
      sums67 = i32x4.add(sums67, i32x4.dot_i16x8_s(v128.load8x8_s(strip, 24), factors));
    }
    const low = f32x4.ge(bound(sums01, sums23, doubts, head), floors);
    const high = f32x4.ge(bound(sums45, sums67, doubts, head + 16), floors);
    if (!v128.any_true(v128.or(low, high))) continue;
    let passed = i32x4.bitmask(low) | (i32x4.bitmask(high) << 4);
    for (; passed !== 0; passed &= passed - 1) {
      store<i32>(found, <i32>row + ctz(passed));
      found += 4;
    }
  }
  return (found - start) >> 2;
}

/** The most that four rows' cosines can be: each row's sum lies in two neighbouring lanes. */
function bound(sums01: v128, sums23: v128, doubts: v128, head: usize): v128 {
  const even = v128.shuffle<i32>(sums01, sums23, 0, 2, 4, 6);
  const odd = v128.shuffle<i32>(sums01, sums23, 1, 3, 5, 7);
  const sums = i32x4.add(i32x4.add(even, odd), doubts);
  return f32x4.mul(f32x4.convert_i32x4_s(sums), v128.load(head));
}

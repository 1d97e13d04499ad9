/** Longer lists are sorted in blocks of this many, by rank, and the blocks merged. */
const BLOCK: i32 = 64;
const POSITION_BITS: u32 = 6;
/** A key is the high half of a number, of which 26 bits count, and its position in the block: no two are equal. */
const MOST_KEY: u32 = u32.MAX_VALUE;

/** Room for the keys of a block. */
const keys: usize = memory.data(256, 16);

/**
 * Sorts numbers of 64 bits by their high halves, which are below 2^26, and keeps the order of equal ones; `other` has room
 * for as many.
 */
export function sortNumbers(numbers: usize, other: usize, count: i32): void {
  for (let left = 0; left < count; left += BLOCK) {
    const at = (<usize>left) << 3;
    rankSort(numbers + at, other + at, min(BLOCK, count - left));
  }
  let from = other;
  let to = numbers;
  for (let width = BLOCK; width < count; width *= 2) {
    for (let left = 0; left < count; left += 2 * width) {
      const middle = min(left + width, count);
      merge(from, to, left, middle, min(middle + width, count));
    }
    const sorted = to;
    to = from;
    from = sorted;
  }
  if (from !== numbers) memory.copy(numbers, from, (<usize>count) << 3);
}

/**
 * Puts each number where as many are before it as have lower keys. Sixteen keys at a time are compared with all, without a
 * branch: quicker than any other sort for as few as this.
 */
function rankSort(from: usize, to: usize, count: i32): void {
  const padded = (count + 15) & ~15;
  for (let i = 0; i < padded; i++) {
    const key = i < count ? (load<u32>(from + ((<usize>i) << 3), 4) << POSITION_BITS) | i : MOST_KEY;
    store<u32>(keys + ((<usize>i) << 2), key);
  }
  const end = keys + ((<usize>count) << 2);
  for (let i = 0; i < count; i += 16) {
    const block = keys + ((<usize>i) << 2);
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    let ranksOfA = i32x4.splat(0);
    let ranksOfB = i32x4.splat(0);
    let ranksOfC = i32x4.splat(0);
    let ranksOfD = i32x4.splat(0);
    // What is true is -1.
    for (let at = keys; at < end; at += 4) {
      const key = v128.load32_splat(at);
      ranksOfA = i32x4.sub(ranksOfA, i32x4.lt_u(key, a));
      ranksOfB = i32x4.sub(ranksOfB, i32x4.lt_u(key, b));
      ranksOfC = i32x4.sub(ranksOfC, i32x4.lt_u(key, c));
      ranksOfD = i32x4.sub(ranksOfD, i32x4.lt_u(key, d));
    }
    place(from, to, i, count, ranksOfA);
    place(from, to, i + 4, count, ranksOfB);
    place(from, to, i + 8, count, ranksOfC);
    place(from, to, i + 12, count, ranksOfD);
  }
}

/** Copies up to four numbers to their ranks. */
function place(from: usize, to: usize, first: i32, count: i32, ranks: v128): void {
  const at = from + ((<usize>first) << 3);
  if (first < count) copy(at, to, i32x4.extract_lane(ranks, 0));
  if (first + 1 < count) copy(at + 8, to, i32x4.extract_lane(ranks, 1));
  if (first + 2 < count) copy(at + 16, to, i32x4.extract_lane(ranks, 2));
  if (first + 3 < count) copy(at + 24, to, i32x4.extract_lane(ranks, 3));
}

function copy(at: usize, to: usize, rank: i32): void {
  store<u64>(to + ((<usize>rank) << 3), load<u64>(at));
}

function merge(from: usize, to: usize, left: i32, middle: i32, right: i32): void {
  let a = from + ((<usize>left) << 3);
  let b = from + ((<usize>middle) << 3);
  const endOfA = b;
  const endOfB = from + ((<usize>right) << 3);
  for (let at = to + ((<usize>left) << 3); a < endOfA || b < endOfB; at += 8) {
    const takesB = a === endOfA || (b < endOfB && load<u32>(b, 4) < load<u32>(a, 4));
    store<u64>(at, load<u64>(takesB ? b : a));
    if (takesB) b += 8;
    else a += 8;
  }
}

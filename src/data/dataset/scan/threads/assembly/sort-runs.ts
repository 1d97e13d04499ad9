/** Longer lists are sorted in blocks of this many by insertion, and the blocks merged. */
const BLOCK: i32 = 16;

/** Sorts numbers of 64 bits; `other` has room for as many. */
export function sortNumbers(numbers: usize, other: usize, count: i32): void {
  for (let left = 0; left < count; left += BLOCK)
    insertionSort(numbers + ((<usize>left) << 3), min(BLOCK, count - left));
  let from = numbers;
  let to = other;
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

function insertionSort(numbers: usize, count: i32): void {
  const end = numbers + ((<usize>count) << 3);
  for (let next = numbers + 8; next < end; next += 8) {
    const number = load<u64>(next);
    let at = next;
    for (; at > numbers && load<u64>(at - 8) > number; at -= 8) store<u64>(at, load<u64>(at - 8));
    store<u64>(at, number);
  }
}

function merge(from: usize, to: usize, left: i32, middle: i32, right: i32): void {
  let a = from + ((<usize>left) << 3);
  let b = from + ((<usize>middle) << 3);
  const endOfA = b;
  const endOfB = from + ((<usize>right) << 3);
  for (let at = to + ((<usize>left) << 3); a < endOfA || b < endOfB; at += 8) {
    const takesB = a === endOfA || (b < endOfB && load<u64>(b) < load<u64>(a));
    store<u64>(at, load<u64>(takesB ? b : a));
    if (takesB) b += 8;
    else a += 8;
  }
}

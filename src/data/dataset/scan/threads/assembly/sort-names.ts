import { take } from './memory';
import { Names } from './names';

const TAB: u8 = 9;
const LINE_END: u8 = 10;

// An entry of the list to sort: the first eight bytes of a name as a number, then where the name starts and which it is.
const ENTRY_BITS: u32 = 4;
const START: usize = 8;
const NUMBER: usize = 12;

/** (names) which name comes at each place. */
export let orderAt: usize = 0;
/** The names in that order, each with a line end; of `id TAB artist` the artist, a tab and the id. */
export let sortedAt: usize = 0;

/**
 * Sorts names by their bytes: by those behind the tab, where there is one. Cost: 0.15 microseconds a name for 300,000.
 */
export function sortNames(names: Names): void {
  const count = names.count;
  let from = take((<usize>count) << ENTRY_BITS);
  let to = take((<usize>count) << ENTRY_BITS);
  fillEntries(from, names);
  for (let width = 1; width < count; width *= 2) {
    for (let left = 0; left < count; left += 2 * width) {
      const middle = min(left + width, count);
      merge(from, to, left, middle, min(middle + width, count));
    }
    const sorted = to;
    to = from;
    from = sorted;
  }
  orderAt = take((<usize>count) << 2);
  sortedAt = take(names.textBytes + 16);
  writeSorted(from, names);
}

function fillEntries(entries: usize, names: Names): void {
  let at = names.texts;
  for (let number = 0; number < names.count; number++) {
    let key = at;
    for (; load<u8>(at) !== LINE_END; at++) {
      if (load<u8>(at) === TAB) key = at + 1;
    }
    const entry = entries + ((<usize>number) << ENTRY_BITS);
    store<u64>(entry, firstBytes(key, <i32>(at - key)));
    store<u32>(entry, <u32>key, START);
    store<i32>(entry, number, NUMBER);
    at++;
  }
}

/** The first eight bytes, the first of them the highest; zeros where there are fewer. */
function firstBytes(at: usize, length: i32): u64 {
  const bytes = bswap<u64>(load<u64>(at));
  return length >= 8 ? bytes : length === 0 ? 0 : bytes & ~(((<u64>1) << ((8 - length) << 3)) - 1);
}

function merge(from: usize, to: usize, left: i32, middle: i32, right: i32): void {
  let a = from + ((<usize>left) << ENTRY_BITS);
  let b = from + ((<usize>middle) << ENTRY_BITS);
  const endOfA = b;
  const endOfB = from + ((<usize>right) << ENTRY_BITS);
  for (let at = to + ((<usize>left) << ENTRY_BITS); a < endOfA || b < endOfB; at += 1 << ENTRY_BITS) {
    const takesB = a === endOfA || (b < endOfB && isBefore(b, a));
    v128.store(at, v128.load(takesB ? b : a));
    if (takesB) b += 1 << ENTRY_BITS;
    else a += 1 << ENTRY_BITS;
  }
}

function isBefore(a: usize, b: usize): bool {
  const first = load<u64>(a);
  const other = load<u64>(b);
  if (first !== other) return first < other;
  // No name has a zero in it, so the last of eight bytes is one only behind a name's end.
  if ((first & 0xff) === 0) return false;
  return isTextBefore(load<u32>(a, START) + 8, load<u32>(b, START) + 8);
}

function isTextBefore(a: usize, b: usize): bool {
  while (load<u8>(a) === load<u8>(b) && load<u8>(a) !== LINE_END) {
    a++;
    b++;
  }
  if (load<u8>(b) === LINE_END) return false;
  return load<u8>(a) === LINE_END || load<u8>(a) < load<u8>(b);
}

function writeSorted(entries: usize, names: Names): void {
  let to = sortedAt;
  for (let i = 0; i < names.count; i++) {
    const entry = entries + ((<usize>i) << ENTRY_BITS);
    store<i32>(orderAt + ((<usize>i) << 2), load<i32>(entry, NUMBER));
    const key = <usize>load<u32>(entry, START);
    let end = key;
    while (load<u8>(end) !== LINE_END) end++;
    memory.copy(to, key, end - key);
    to += end - key;
    const hasId = key > names.texts && load<u8>(key - 1) === TAB;
    if (hasId) to = writeId(to, key - 1, names.texts);
    store<u8>(to, LINE_END);
    to++;
  }
}

/** Writes a tab and the id before the one at `tab`. */
function writeId(to: usize, tab: usize, first: usize): usize {
  let start = tab;
  while (start > first && load<u8>(start - 1) !== LINE_END) start--;
  store<u8>(to, TAB);
  memory.copy(to + 1, start, tab - start);
  return to + 1 + (tab - start);
}

import { enlarge, take } from './memory';

/** Behind each name in the texts, so that all are decoded at once and split; no name has one. */
const LINE_END: u8 = 10;

// A place in the table: hash, number, start and length of the text, side by side, as they are read together.
const PLACE_BITS: u32 = 4;
const NUMBER: usize = 4;
const START: usize = 8;
const LENGTH: usize = 12;

const FREE: i32 = -1;

/**
 * Names numbered in the order in which they come, found by their bytes: a hash table with open addressing, of which at
 * most half is in use.
 */
@unmanaged
export class Names {
  /** How many there are, and for how many there is room. */
  count: i32;
  capacity: i32;
  /** (2 x capacity places). */
  table: usize;
  /** All names in the order of their numbers, each with a line end. */
  texts: usize;
  textBytes: i32;
  textRoom: i32;
}

/**
 * @param capacity a power of 2
 * @param room bytes of text to begin with
 */
export function setUpNames(names: Names, capacity: i32, room: i32): void {
  names.count = 0;
  names.texts = take(room);
  names.textBytes = 0;
  names.textRoom = room;
  makeTable(names, capacity);
}

/** The place of the name in these bytes, which is a new one where it was not there; holds until the next name. */
export function placeOf(names: Names, at: usize, length: i32): usize {
  const hash = hashOf(at, length);
  let place = firstPlace(names, hash);
  while (load<i32>(place, NUMBER) !== FREE) {
    if (load<u32>(place) === hash && isName(names, place, at, length)) return place;
    place = nextPlace(names, place);
  }
  if (names.count < names.capacity) return add(names, place, hash, at, length);
  grow(names);
  return placeOf(names, at, length);
}

/** The first place where the name with this hash may be, which is free or has the hash of another one in it or of this one. */
export function likelyPlace(names: Names, hash: u32): usize {
  let place = firstPlace(names, hash);
  while (load<u32>(place) !== hash && load<i32>(place, NUMBER) !== FREE) place = nextPlace(names, place);
  return place;
}

export function numberAt(place: usize): i32 {
  return load<i32>(place, NUMBER);
}

/** Whether these bytes are the name of a place. */
export function isName(names: Names, place: usize, at: usize, length: i32): bool {
  return load<i32>(place, LENGTH) === length && isSame(names.texts + load<u32>(place, START), at, length);
}

function add(names: Names, place: usize, hash: u32, at: usize, length: i32): usize {
  while (names.textBytes + length + 1 > names.textRoom) {
    names.texts = enlarge(names.texts, names.textRoom);
    names.textRoom *= 2;
  }
  store<u32>(place, hash);
  store<i32>(place, names.count, NUMBER);
  store<i32>(place, names.textBytes, START);
  store<i32>(place, length, LENGTH);
  memory.copy(names.texts + names.textBytes, at, length);
  store<u8>(names.texts + names.textBytes + length, LINE_END);
  names.textBytes += length + 1;
  names.count++;
  return place;
}

function makeTable(names: Names, capacity: i32): void {
  names.capacity = capacity;
  const bytes = (<usize>capacity) << (PLACE_BITS + 1);
  names.table = take(bytes);
  memory.fill(names.table, 0xff, bytes);
}

function grow(names: Names): void {
  let old = names.table;
  const end = old + ((<usize>names.capacity) << (PLACE_BITS + 1));
  makeTable(names, 2 * names.capacity);
  for (; old < end; old += 1 << PLACE_BITS) {
    if (load<i32>(old, NUMBER) === FREE) continue;
    let place = firstPlace(names, load<u32>(old));
    while (load<i32>(place, NUMBER) !== FREE) place = nextPlace(names, place);
    v128.store(place, v128.load(old));
  }
}

function firstPlace(names: Names, hash: u32): usize {
  const mask = <u32>names.capacity * 2 - 1;
  return names.table + ((<usize>(hash & mask)) << PLACE_BITS);
}

function nextPlace(names: Names, place: usize): usize {
  const next = place + (1 << PLACE_BITS);
  return next === names.table + ((<usize>names.capacity) << (PLACE_BITS + 1)) ? names.table : next;
}

/** Mixes eight bytes at a time. */
export function hashOf(at: usize, length: i32): u32 {
  let hash: u64 = length;
  let left = length;
  for (; left >= 8; left -= 8, at += 8) hash = mixed(hash ^ load<u64>(at));
  if (left > 0) hash = mixed(hash ^ (load<u64>(at) & (((<u64>1) << (left << 3)) - 1)));
  return <u32>(hash ^ (hash >>> 32));
}

/** A product with an odd number of which about half of the bits are set, its high bits in the low ones. */
function mixed(value: u64): u64 {
  const product = value * (((<u64>0x9e3779b9) << 32) | 0x7f4a7c15);
  return product ^ (product >>> 29);
}

/** Whether bytes are equal, sixteen at a time; up to 15 more are read on both sides. */
function isSame(a: usize, b: usize, length: i32): bool {
  let left = length;
  for (; left >= 16; left -= 16, a += 16, b += 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
  }
  const mask = (1 << left) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b))) & mask) === mask;
}

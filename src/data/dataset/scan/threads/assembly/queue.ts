import { take } from './memory';
import { hashOf, isName, likelyPlace, Names, numberAt, placeOf } from './names';

// Names are looked up many at a time, a step for all of them after the other: places and texts of rare names are far away
// in memory, and the processor waits for one at a time only where it needs it before the next.

/** As many as the first cache holds. */
const ROOM: i32 = 256;

// What waits: where the name is, where its number goes, the hash, the length, the likely place.
const ENTRY_BITS: u32 = 5;
const TARGET: usize = 4;
const HASH: usize = 8;
const LENGTH: usize = 12;
const PLACE: usize = 16;

let entries: usize = 0;
let waiting: i32 = 0;

export function setUpQueue(): void {
  entries = take((<usize>ROOM) << ENTRY_BITS);
}

/** Takes down that the number of the name in these bytes is to be stored at `target`. */
export function queue(names: Names, at: usize, length: i32, target: usize): void {
  const entry = entries + ((<usize>waiting) << ENTRY_BITS);
  store<u32>(entry, <u32>at);
  store<u32>(entry, <u32>target, TARGET);
  store<u32>(entry, hashOf(at, length), HASH);
  store<i32>(entry, length, LENGTH);
  waiting++;
  if (waiting === ROOM) lookUp(names);
}

/** Looks up what waits. */
export function lookUp(names: Names): void {
  const end = entries + ((<usize>waiting) << ENTRY_BITS);
  for (let entry = entries; entry < end; entry += 1 << ENTRY_BITS)
    store<u32>(entry, <u32>likelyPlace(names, load<u32>(entry, HASH)), PLACE);
  const table = names.table;
  for (let entry = entries; entry < end; entry += 1 << ENTRY_BITS) {
    const at = <usize>load<u32>(entry);
    const length = load<i32>(entry, LENGTH);
    const place = <usize>load<u32>(entry, PLACE);
    // The table moves when it grows.
    const found = table === names.table && isName(names, place, at, length);
    store<i32>(load<u32>(entry, TARGET), numberAt(found ? place : placeOf(names, at, length)));
  }
  waiting = 0;
}

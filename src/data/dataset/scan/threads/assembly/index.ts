import { PAD, take } from './memory';
import { isName, Names, numberAt, placeOf, setUpNames } from './names';
import { lookUp, queue, setUpQueue } from './queue';
import { orderAt, sortedAt, sortNames } from './sort-names';
import { sortNumbers } from './sort-runs';

// Lines of user TAB id TAB artist TAB plays LF, as Last.fm 360K has them. A line that is unlike that in anything (blank,
// a missing name, plays that are no whole number, CR LF) is odd: where it stands is told, and somebody else reads it.
//
// An artist is read together with its id, as one name, here called a pair: nearly every artist has one id. Rows of one
// user after another are a run.

const TAB: u8 = 9;
const LINE_END: u8 = 10;
/** As many digits as 2,147,483,647 has, the most plays that are kept. */
const MOST_DIGITS: usize = 10;
const MOST_PLAYS: u64 = 2_147_483_647;
/** The shortest line that is not odd: a letter, a tab, a tab, a letter, a tab, a digit and the end. */
const SHORTEST: i32 = 7;
/** Of so many bytes of a window one may be an odd line; where there are more, they are counted only. */
const ODD_SHARE: i32 = 64;

const users = changetype<Names>(memory.data(offsetof<Names>()));
const pairs = changetype<Names>(memory.data(offsetof<Names>()));

let windowAt: usize = 0;
/** (rows of a window) pair and plays. */
let pairOf: usize = 0;
let playsOf: usize = 0;
/** (runs of a window) the user, and the first row. */
let runUsers: usize = 0;
let runStarts: usize = 0;
/** (odd lines of a window) the number of rows and odd lines before it, its start in the window and its end. */
let oddLines: usize = 0;
let mostOdd: i32 = 0;
/** (rows of a window) numbers of 64 bits, to sort. */
let sortable: usize = 0;
let sorted: usize = 0;
/** (pairs) the artist of each. */
let artistOf: usize = 0;

export let rows: i32 = 0;
export let runs: i32 = 0;
export let odd: i32 = 0;

/** The user of the line before: their place, number and length. */
let userPlace: usize = 0;
let user: i32 = 0;
let userLength: i32 = 0;

/** @returns where the window begins */
export function setUp(bytes: i32): usize {
  windowAt = take(<usize>bytes + PAD);
  const most = <usize>(bytes / SHORTEST + 1);
  pairOf = take(most << 2);
  playsOf = take(most << 2);
  runUsers = take(most << 2);
  runStarts = take(most << 2);
  sortable = take(most << 3);
  sorted = take(most << 3);
  mostOdd = bytes / ODD_SHARE;
  oddLines = take(<usize>mostOdd * 12);
  setUpQueue();
  setUpNames(users, 1 << 15, 1 << 22);
  setUpNames(pairs, 1 << 15, 1 << 22);
  return windowAt;
}

/** Where the columns of a window lie: pairs or artists, plays, users of runs, first rows of runs, odd lines. */
export function columnAt(column: i32): usize {
  if (column === 0) return pairOf;
  if (column === 1) return playsOf;
  if (column === 2) return runUsers;
  return column === 3 ? runStarts : oddLines;
}

/** Reads so many bytes of the window, the last of which is the end of a line. */
export function readWindow(bytes: i32): void {
  rows = 0;
  runs = 0;
  odd = 0;
  const end = windowAt + bytes;
  for (let at = windowAt; at < end; ) {
    const next = readLine(at);
    at = next !== 0 ? next : skipOdd(at);
  }
  lookUp(pairs);
}

/** @returns where the next line begins, or 0 for an odd line, of which at most the user is kept */
function readLine(start: usize): usize {
  const userEnd = readUser(start);
  if (userEnd === 0) return 0;
  const pairAt = userEnd + 1;
  const idEnd = cellEnd(pairAt);
  if (load<u8>(idEnd) !== TAB) return 0;
  const artistEnd = cellEnd(idEnd + 1);
  if (load<u8>(artistEnd) !== TAB || artistEnd === idEnd + 1) return 0;
  let at = artistEnd + 1;
  let plays: u64 = 0;
  for (let digit = digitAt(at); digit < 10; digit = digitAt(++at)) plays = plays * 10 + digit;
  const digits = at - artistEnd - 1;
  if (load<u8>(at) !== LINE_END || digits > MOST_DIGITS || plays === 0 || plays > MOST_PLAYS) return 0;
  keepRow(<i32>plays);
  queue(pairs, pairAt, <i32>(artistEnd - pairAt), pairOf + ((<usize>(rows - 1)) << 2));
  return at + 1;
}

function keepRow(plays: i32): void {
  if (runs === 0 || load<i32>(runUsers + ((<usize>(runs - 1)) << 2)) !== user) {
    store<i32>(runUsers + ((<usize>runs) << 2), user);
    store<i32>(runStarts + ((<usize>runs) << 2), rows);
    runs++;
  }
  store<i32>(playsOf + ((<usize>rows) << 2), plays);
  rows++;
}

/** Most lines have the user of the line before. @returns the place of the tab after it, or 0 where there is none */
function readUser(start: usize): usize {
  const sameEnd = start + userLength;
  if (userLength > 0 && load<u8>(sameEnd) === TAB && isName(users, userPlace, start, userLength))
    return sameEnd;
  const end = cellEnd(start);
  if (load<u8>(end) !== TAB || end === start) return 0;
  userLength = <i32>(end - start);
  userPlace = placeOf(users, start, userLength);
  user = numberAt(userPlace);
  return end;
}

/** 10 or more where there is none. */
function digitAt(at: usize): u32 {
  return <u32>load<u8>(at) - 48;
}

function skipOdd(start: usize): usize {
  let at = cellEnd(start);
  while (load<u8>(at) !== LINE_END) at = cellEnd(at + 1);
  if (odd < mostOdd) {
    const line = oddLines + <usize>odd * 12;
    store<i32>(line, rows + odd);
    store<i32>(line, <i32>(start - windowAt), 4);
    store<i32>(line, <i32>(at - windowAt), 8);
  }
  odd++;
  return at + 1;
}

/** Where the next tab or line end is; a window ends with one. */
function cellEnd(at: usize): usize {
  let ends = endsIn(at);
  for (; ends === 0; ends = endsIn(at)) at += 16;
  return at + ctz(ends);
}

/** A bit for each of sixteen bytes. */
function endsIn(at: usize): i32 {
  const bytes = v128.load(at);
  return i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(TAB)), i8x16.eq(bytes, i8x16.splat(LINE_END))));
}

/** Sorts the users that were read, or the pairs, by their bytes; see `order` and `texts`. @returns how many there are */
export function sort(kind: i32): i32 {
  const names = kind === 0 ? users : pairs;
  sortNames(names);
  return names.count;
}

export function order(): usize {
  return orderAt;
}

export function texts(): usize {
  return sortedAt;
}

export function textBytes(kind: i32): i32 {
  return kind === 0 ? users.textBytes : pairs.textBytes;
}

/** Room for the artists of all pairs; where it begins. */
export function takeArtists(): usize {
  artistOf = take((<usize>pairs.count) << 2);
  return artistOf;
}

/** Puts the artist of each row in place of the pair, and sorts each run by artist. Columns hold so many rows and runs. */
export function sortRuns(rowCount: i32, runCount: i32): void {
  for (let run = 0; run < runCount; run++) {
    const first = load<i32>(runStarts + ((<usize>run) << 2));
    const end = run + 1 < runCount ? load<i32>(runStarts + ((<usize>(run + 1)) << 2)) : rowCount;
    for (let row = first; row < end; row++) {
      const at = (<usize>row) << 2;
      const artist = load<u32>(artistOf + ((<usize>load<u32>(pairOf + at)) << 2));
      store<u64>(sortable + ((<usize>(row - first)) << 3), ((<u64>artist) << 32) | load<u32>(playsOf + at));
    }
    sortNumbers(sortable, sorted, end - first);
    for (let row = first; row < end; row++) {
      const number = load<u64>(sortable + ((<usize>(row - first)) << 3));
      store<u32>(pairOf + ((<usize>row) << 2), <u32>(number >>> 32));
      store<u32>(playsOf + ((<usize>row) << 2), <u32>number);
    }
  }
}

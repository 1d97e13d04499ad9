import type { SortedNames } from '../threads/kernel.js';
import { NameCursor } from './name-cursor.js';
import { type ArtistId, PairsOfArtist } from './pairs-of-artist.js';

/** Longer ones are left to DuckDB, which has a limit of its own. */
const LONGEST_NAME = 1 << 20;

const LINE_END = 10;

/** What is no text, or has characters that are read in more ways than one. */
export class UnusualName extends Error {
  override readonly name = 'UnusualName';
}

/** The names of several lists, each once. */
export interface MergedNames {
  /** How many there are. */
  readonly count: number;
  /** All in byte order, for {@link readNames}. */
  readonly texts: Uint8Array;
  /** (lists)(names of the list) the number of each among all */
  readonly numbers: Int32Array<ArrayBuffer>[];
}

export interface MergedArtists extends MergedNames {
  /** (artists) the first id of each, empty where there is none, for {@link readNames} */
  readonly ids: Uint8Array;
  readonly several: ArtistId[];
}

/** Merges lists of names. Cost: 0.1 microseconds a name. */
export function mergeNames(lists: readonly SortedNames[]): MergedNames {
  return mergeLists(lists, () => {});
}

/** The same for artists, each behind which stands an id. */
export function mergeArtists(lists: readonly SortedNames[]): MergedArtists {
  const ids = new TextWriter(lists);
  const several: ArtistId[] = [];
  const pairs = new PairsOfArtist();
  let artist = 0;
  const endArtist = () => {
    const { texts, start, end } = pairs.first;
    ids.add(texts, start, end);
    if (pairs.differ) several.push(...pairs.read(artist));
    pairs.clear();
  };
  const merged = mergeLists(lists, (cursor, number) => {
    if (number !== artist) endArtist();
    artist = number;
    if (cursor.idEnd > cursor.idStart) pairs.add(cursor);
  });
  if (merged.count > 0) endArtist();
  return { ...merged, ids: ids.texts, several };
}

/** @param onName called with each name of each list, in byte order */
function mergeLists(
  lists: readonly SortedNames[],
  onName: (cursor: NameCursor, number: number) => void,
): MergedNames {
  const names = new TextWriter(lists);
  const numbers = lists.map(({ order }) => new Int32Array(order.length));
  let last: { readonly list: number; readonly start: number; readonly end: number } | undefined;
  let count = 0;
  for (const cursors = openCursors(lists); cursors.length > 0; ) {
    const cursor = least(cursors);
    if (last === undefined || !cursor.isName(lists[last.list].texts, last.start, last.end)) {
      count++;
      names.add(cursor.texts, cursor.start, cursor.end);
      last = { list: cursor.list, start: cursor.start, end: cursor.end };
    }
    numbers[cursor.list][cursor.number] = count - 1;
    onName(cursor, count - 1);
    next(cursors, cursor);
  }
  return { count, texts: names.texts, numbers };
}

function openCursors(lists: readonly SortedNames[]): NameCursor[] {
  const cursors = lists.map((names, list) => new NameCursor(names, list));
  return cursors.filter((cursor) => cursor.next());
}

/** The cursor at the first name in byte order. There are few: as many as threads. */
function least(cursors: readonly NameCursor[]): NameCursor {
  let [first] = cursors;
  for (let i = 1; i < cursors.length; i++) if (cursors[i].isBefore(first)) first = cursors[i];
  return first;
}

function next(cursors: NameCursor[], cursor: NameCursor): void {
  if (!cursor.next()) cursors.splice(cursors.indexOf(cursor), 1);
}

/** Collects texts, each with a line end behind it, to decode all of them at once. */
class TextWriter {
  readonly #bytes: Uint8Array;
  #used = 0;

  /** @param lists what the texts are from */
  constructor(lists: readonly SortedNames[]) {
    this.#bytes = new Uint8Array(
      lists.reduce((sum, { texts, order }) => sum + texts.length + order.length, 0),
    );
  }

  add(texts: Uint8Array, start: number, end: number): void {
    const bytes = this.#bytes;
    let used = this.#used;
    for (let at = start; at < end; at++) bytes[used++] = texts[at];
    bytes[used++] = LINE_END;
    this.#used = used;
  }

  get texts(): Uint8Array {
    return this.#bytes.subarray(0, this.#used);
  }
}

/**
 * Decodes names.
 *
 * @param texts each with a line end behind it
 * @throws UnusualName
 */
export function readNames(texts: Uint8Array): string[] {
  if (texts.length === 0) return [];
  const names = textOf(texts.subarray(0, -1)).split('\n');
  if (names.some(({ length }) => length > LONGEST_NAME)) throw new UnusualName();
  return names;
}

/** @throws UnusualName for what is no UTF-8, and for zeros and lone ends of lines, of which others make errors */
export function textOf(bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text === undefined || text.includes('\0') || text.includes('\r')) throw new UnusualName();
  return text;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

import { LEAST_ROWS } from '../../clean/find-in-tables.js';
import { type FoundNames, type FoundPlays, MISSING, SIGNS } from '../../clean/notes.js';
import { LEAST_TIME } from '../../read/cells.js';
import { quotesNoteOn } from '../../text/text-rows.js';
import type { FoundRows } from './find-flaws.js';
import type { KeptPlays } from './keep-good.js';

// What needs a note in scanned plays; clean/find-in-tables.ts finds the same in tables.

/** A name that begins and ends with a quote. */
const QUOTED = /^".+"$/s;

export function noteOnQuotes(names: Pick<KeptPlays, 'users' | 'artists'>): string | undefined {
  const quoted = [names.users, names.artists].flatMap((each) =>
    each.filter((name) => name.startsWith('"') && QUOTED.test(name)),
  );
  const [first, ...others] = inByteOrder(quoted);
  return first === undefined ? undefined : quotesNoteOn(1 + others.length, first);
}

export function findPlays({ matrix, large }: KeptPlays, { good, last }: FoundRows): FoundPlays {
  const { values } = matrix;
  let likeTimes = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    if (values[i] >= LEAST_TIME) likeTimes++;
  }
  for (const [position, plays] of large) sum += plays - values[position];
  const isTotal = good >= LEAST_ROWS && last.plays === sum / 2;
  return { pairs: values.length, large: likeTimes, totals: isTotal ? last : undefined };
}

export function findSuspects({ users, artists }: KeptPlays): FoundNames {
  const suspects: string[] = [];
  const twins: string[] = [];
  for (const names of [users, artists]) {
    const found = names.filter((name) => hasBlanks(name) || isOdd(name));
    suspects.push(...found);
    const blanks = found.filter(hasBlanks);
    const known = blanks.length === 0 ? new Set() : new Set(names);
    twins.push(...blanks.filter((name) => known.has(trimmed(name))));
  }
  return { suspects: inByteOrder(suspects), twins: twins.sort(compareBytes) };
}

function isOdd(name: string): boolean {
  return SIGNS.some((sign) => name.includes(sign)) || MISSING.includes(name);
}

function hasBlanks(name: string): boolean {
  return isBlank(name.charCodeAt(0)) || isBlank(name.charCodeAt(name.length - 1));
}

/** Spaces and tabs, which are trimmed from every unquoted cell of a table. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function trimmed(name: string): string {
  return name.replace(/^[ \t]+|[ \t]+$/g, '');
}

/** Each once. */
function inByteOrder(names: readonly string[]): string[] {
  return [...new Set(names)].sort(compareBytes);
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Artists that share a MusicBrainz id, see clean/notes.ts. */
export function findSpelled({ artists, mbids, matrix, large }: KeptPlays): string[][] {
  const groups = sharedIds(mbids);
  if (groups.size === 0) return [];
  const plays = new Float64Array(artists.length);
  const isShared = new Uint8Array(artists.length);
  for (const group of groups.values()) for (const artist of group) isShared[artist] = 1;
  const { indices, values } = matrix;
  for (let i = 0; i < indices.length; i++) {
    if (isShared[indices[i]] === 1) plays[indices[i]] += large.get(i) ?? values[i];
  }
  return [...groups]
    .map(([mbid, group]) => ({
      mbid,
      group: group.sort((a, b) => plays[b] - plays[a] || a - b),
      sum: group.reduce((sum, artist) => sum + plays[artist], 0),
    }))
    .sort((a, b) => b.sum - a.sum || (a.mbid < b.mbid ? -1 : 1))
    .map(({ group }) => group.map((artist) => artists[artist]));
}

/** The artists of each id that several have. */
function sharedIds(mbids: readonly string[]): Map<string, number[]> {
  const keys = Float64Array.from(mbids, keyOf);
  const sorted = keys.slice().sort();
  const several = new Set<number>();
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) several.add(sorted[i]);
  several.delete(NO_KEY);
  const groups = new Map<string, number[]>();
  for (let artist = 0; artist < keys.length; artist++) {
    if (!several.has(keys[artist])) continue;
    const group = groups.get(mbids[artist]) ?? [];
    groups.set(mbids[artist], group);
    group.push(artist);
  }
  return new Map([...groups].filter(([, group]) => group.length > 1));
}

/** Of no id. */
const NO_KEY = -1;

/** The first twelve digits of an id as a number: equal ones are found by sorting, which is quicker than to hash all texts. */
function keyOf(mbid: string): number {
  if (mbid === '') return NO_KEY;
  let key = 0;
  for (let i = 0; i < 13; i++) {
    const code = mbid.charCodeAt(i);
    // The hyphen behind the eighth digit.
    if (i !== 8) key = key * 16 + (code < 0x3a ? code - 0x30 : code - 0x57);
  }
  return key;
}

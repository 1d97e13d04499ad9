import type { Database, Work } from '../../../duckdb/database.js';
import type { CsrMatrix } from '../../../engine/matrix/csr.js';
import { mergeArtists, mergeNames, readNames, UnusualName } from './join/merge-names.js';
import type { PlacedRows } from './join/merge-runs.js';
import { readOddLines } from './join/odd-lines.js';
import type { ArtistId } from './join/pairs-of-artist.js';
import { placeRows } from './join/place-rows.js';
import type { RowsInOrder } from './tables/rows-in-order.js';
import { type ScanOptions, ScanThreads } from './threads/scan-threads.js';
import type { ScannedRange } from './threads/scan-worker.js';

/** What is in a file of users, ids, artists and plays. */
export interface ScannedPlays extends PlacedRows {
  /** (users) all that occur, also in lines that are wrong, in byte order */
  readonly users: readonly string[];
  /** (artists) likewise */
  readonly artists: readonly string[];
  /** (artists) MusicBrainz ids as DuckDB writes them, empty where there is none */
  readonly mbids: readonly string[];
  /** All rows in the order of the file, with numbers of names as above. */
  readonly rows: RowsInOrder;
  /** (artists x users) the matrix transposed, which the threads are still at; undefined where they were stopped */
  readonly byArtist: Promise<CsrMatrix | undefined>;
}

/**
 * Reads a file of user, id, artist and plays without quotes or a header, by its bytes, on all processors.
 *
 * Cost: 0.3 microseconds of a core a line, both matrices included, and 60 bytes of memory until the threads have ended.
 *
 * @param database judges what is unlike most lines; it stays empty
 * @param options the result is the same with any
 * @returns undefined where the file has something that this reader leaves to DuckDB, which has words for it
 */
export async function scanPlays(
  file: string,
  database: Database,
  work: Work,
  options?: ScanOptions,
): Promise<ScannedPlays | undefined> {
  const running = await ScanThreads.start(file, work, options);
  let byArtist: ScannedPlays['byArtist'] | undefined;
  try {
    const ranges = await running?.scan();
    if (running === undefined || ranges === undefined) return undefined;
    const joined = await join(running, ranges, database, work);
    byArtist = joined?.byArtist;
    return joined;
  } catch (error) {
    if (error instanceof UnusualName) return undefined;
    throw error;
  } finally {
    const closed = Promise.resolve(byArtist).then(() => running?.close());
    if (byArtist === undefined) await closed;
  }
}

async function join(
  threads: ScanThreads,
  ranges: readonly ScannedRange[],
  database: Database,
  work: Work,
): Promise<ScannedPlays | undefined> {
  const odd = await readOddLines(database, ranges, work);
  const hasRows = ranges.some(({ windows }) => windows.some(({ plays }) => plays.length > 0));
  if (!hasRows && odd.rows.every(({ flaw }) => flaw === 'blank')) return undefined;
  work.onProgress?.({ task: 'joining names', done: 0, total: 0 });
  const parts = [...ranges, odd];
  const users = mergeNames(parts.map(({ users }) => users));
  const artists = mergeArtists(parts.map(({ pairs }) => pairs));
  work.onProgress?.({ task: 'placing plays', done: 0, total: 0 });
  const placing = placeRows(threads, ranges, odd, users, artists);
  // Threads place rows while names are decoded; where those are refused, nobody waits for the rows.
  placing.catch(() => {});
  const rows = { ranges, odd, userOf: users.numbers, artistOf: artists.numbers };
  const names = { users: readNames(users.texts), artists: readNames(artists.texts) };
  const placed = await placing;
  const byArtist = threads.transpose(placed.matrix).catch(() => undefined);
  const mbids = await chooseIds(database, readNames(artists.ids), artists.several, rows);
  return { ...names, mbids, rows, ...placed, byArtist };
}

/** Whether an id is written as DuckDB writes one. A pattern takes ten times as long. */
function isPlainId(id: string): boolean {
  if (id.length !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const code = id.charCodeAt(i);
    const isDigit = (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66);
    const isHyphen = i === 8 || i === 13 || i === 18 || i === 23;
    if (isHyphen ? code !== 0x2d : !isDigit) return false;
  }
  return true;
}

/** Of several ids of an artist the one of most rows, and of those the one that is first in the alphabet. */
async function chooseIds(
  database: Database,
  ids: string[],
  several: readonly ArtistId[],
  rows: RowsInOrder,
): Promise<string[]> {
  const odd = [...ids, ...several.map(({ id }) => id)].filter((id) => id !== '' && !isPlainId(id));
  const known = await readIds(database, [...new Set(odd)]);
  const plain = (id: string) => known.get(id) ?? id;
  const chosen = odd.length === 0 ? ids : ids.map(plain);
  const counts = new Map<number, Map<string, number>>();
  const rowsOf = several.length === 0 ? [] : countPairs(rows, several);
  for (const { artist, id, list, pair } of several) {
    const ofArtist = counts.get(artist) ?? new Map<string, number>();
    counts.set(artist, ofArtist);
    if (plain(id) !== '') ofArtist.set(plain(id), (ofArtist.get(plain(id)) ?? 0) + rowsOf[list][pair]);
  }
  for (const [artist, ofArtist] of counts) {
    const most = Math.max(...ofArtist.values());
    const first = [...ofArtist].filter(([, count]) => count === most).map(([id]) => id);
    chosen[artist] = first.sort()[0] ?? '';
  }
  return chosen;
}

/** What DuckDB makes of ids that are written otherwise; empty where they are none. */
async function readIds(database: Database, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { columns } = await database.query(
    'SELECT id, try_cast(id AS UUID)::VARCHAR AS uuid FROM (SELECT unnest(from_json($1, \'["VARCHAR"]\')) AS id)',
    [JSON.stringify(ids)],
  );
  return new Map(columns.id.map((id, i) => [String(id), String(columns.uuid[i] ?? '')]));
}

/** (ranges, and odd rows)(pairs) how many rows each of these has, good or not. */
function countPairs({ ranges, odd }: RowsInOrder, counted: readonly ArtistId[]): Int32Array[] {
  const lists = [...ranges, odd].map(({ pairs }) => pairs.order.length);
  const counts = lists.map((pairs) => new Int32Array(pairs));
  const isCounted = lists.map((pairs) => new Uint8Array(pairs));
  for (const { list, pair } of counted) isCounted[list][pair] = 1;
  for (const [i, { windows }] of ranges.entries()) {
    for (const { pairs } of windows) addRows(pairs, isCounted[i], counts[i]);
  }
  for (const { pair } of odd.rows) if (pair !== undefined) counts[ranges.length][pair]++;
  return counts;
}

/** Few pairs are counted: the others cost no more than to see that. */
function addRows(pairs: Int32Array, isCounted: Uint8Array, counts: Int32Array): void {
  for (let row = 0; row < pairs.length; row++) if (isCounted[pairs[row]] === 1) counts[pairs[row]]++;
}

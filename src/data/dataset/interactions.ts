import { type Database, heed, type Work } from '../../duckdb/database.js';
import { column, readAhead } from '../../duckdb/results.js';
import { allocateCsr, type CsrMatrix } from '../../engine/matrix/csr.js';
import { IdMap } from '../../engine/matrix/id-map.js';
import { Interactions } from '../../engine/matrix/interactions.js';
import { Listens } from '../../engine/matrix/listens/listens.js';
import { droppedSentences, everyRowDropped, whatWasDropped } from './clean/dropped.js';
import type { CleanedScan } from './scan/clean/clean-scanned.js';

/** Entries read at once: some tens of milliseconds, after which the caller may stop or draw progress. */
const BATCH_ENTRIES = 1_000_000;
/** Names read at once: one text of JSON for each batch. */
const BATCH_NAMES = 50_000;

/**
 * Reads the cleaned tables into a CSR matrix. Entries lie in row order in the cache, so each chunk is
 * copied to its place once. Cost: one pass over the entries, 8 bytes an entry.
 */
export async function readInteractions(database: Database, work: Work): Promise<Interactions> {
  const users = await readNames(database, 'user', work);
  const artists = await readNames(database, 'artist', work);
  const entries = Number(await database.value('SELECT count(*) AS value FROM entries'));
  const matrix = allocateCsr(users.length, artists.length, entries);
  await readEntries(database, matrix, work);
  const emptyBecause = entries === 0 ? await whatWasDropped(database) : undefined;
  return new Interactions(new IdMap('user', users), new IdMap('artist', artists), matrix, emptyBecause);
}

/** The matrix of plays that were cleaned in memory, and the transposed one that threads have made meanwhile. */
export async function interactionsOf(cleaned: CleanedScan): Promise<Interactions> {
  const { users, artists, matrix, dropped } = cleaned;
  const emptyBecause = matrix.indices.length === 0 ? everyRowDropped(droppedSentences(dropped)) : undefined;
  const names = [new IdMap('user', users), new IdMap('artist', artists)] as const;
  return new Interactions(...names, matrix, emptyBecause, await cleaned.byArtist);
}

async function readEntries(database: Database, matrix: CsrMatrix, work: Work): Promise<void> {
  const { rows, indptr, indices, values } = matrix;
  const total = indices.length;
  const step = Math.max(1, Math.floor((rows * BATCH_ENTRIES) / total));
  const read = (user: number) =>
    database.chunks(`SELECT artist_index, plays::FLOAT FROM entries
      WHERE user_index >= ${user} AND user_index < ${user + step}`);
  let position = 0;
  for await (const chunks of readAhead(rows, step, read)) {
    for (const chunk of chunks) {
      indices.set(column(chunk, 0, Int32Array), position);
      values.set(column(chunk, 1, Float32Array), position);
      position += chunk.rowCount;
    }
    heed(work, 'reading the matrix', (100 * position) / total);
  }
  let end = 1;
  for (const chunk of await database.chunks('SELECT ends FROM entry_ends')) {
    indptr.set(column(chunk, 0, Int32Array), end);
    end += chunk.rowCount;
  }
}

/** A million short texts one by one take seconds; as JSON, which can hold any text, a few tenths. */
async function readNames(database: Database, kind: 'user' | 'artist', work: Work): Promise<string[]> {
  const total = Number(await database.value(`SELECT count(*) AS value FROM ${kind}s`));
  const read = (start: number) =>
    database.value(`SELECT to_json(list("${kind}" ORDER BY ${kind}_index)) AS value FROM ${kind}s
      WHERE ${kind}_index >= ${start} AND ${kind}_index < ${start + BATCH_NAMES}`);
  const names: string[] = [];
  for await (const batch of readAhead(total, BATCH_NAMES, read)) {
    for (const name of JSON.parse(batch as string) as string[]) names.push(name);
    heed(work, `reading ${kind}s`, (100 * names.length) / total);
  }
  return names;
}

/** Listens read at once. */
const BATCH_ROWS = 1_000_000;

/** Reads the listens of a cleaned dataset that have a time, in the order of time. */
export async function readListens(database: Database, work: Work): Promise<Listens> {
  const users = await readNames(database, 'user', work);
  const artists = await readNames(database, 'artist', work);
  const total = Number(await database.value('SELECT count(*) AS value FROM listens'));
  const timed = Number(await database.value(`SELECT count(*) AS value FROM listens WHERE ${HAS_TIME}`));
  const user = new Int32Array(timed);
  const artist = new Int32Array(timed);
  const time = new Float64Array(timed);
  const read = (start: number) =>
    database.chunks(`SELECT user_index, artist_index, epoch_ms(time)::DOUBLE FROM listens
      WHERE rowid >= ${start} AND rowid < ${start + BATCH_ROWS} AND ${HAS_TIME}`);
  let position = 0;
  for await (const chunks of readAhead(total, BATCH_ROWS, read)) {
    for (const chunk of chunks) {
      user.set(column(chunk, 0, Int32Array), position);
      artist.set(column(chunk, 1, Int32Array), position);
      time.set(column(chunk, 2, Float64Array), position);
      position += chunk.rowCount;
    }
    heed(work, 'reading listens', (100 * position) / timed);
  }
  const columns = { user, artist, time, dated: true };
  return new Listens(new IdMap('user', users), new IdMap('artist', artists), columns);
}

const HAS_TIME = 'isfinite(time)';

import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { Database, Work } from '../../duckdb/database.js';
import { allocateCsr, type CsrMatrix } from '../../engine/matrix/csr.js';
import { IdMap } from '../../engine/matrix/id-map.js';
import { Interactions } from '../../engine/matrix/interactions.js';
import { abortError } from '../../util/errors.js';
import { whatWasDropped } from './dropped.js';

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

async function readEntries(database: Database, matrix: CsrMatrix, work: Work): Promise<void> {
  const { rows, indptr, indices, values } = matrix;
  const total = indices.length;
  const step = Math.max(1, Math.floor((rows * BATCH_ENTRIES) / total));
  const read = (user: number) =>
    database.chunks(`SELECT user_index, artist_index, plays::FLOAT FROM entries
      WHERE user_index >= ${user} AND user_index < ${user + step}`);
  let position = 0;
  for await (const chunks of readAhead(rows, step, read)) {
    for (const chunk of chunks) {
      for (const row of column(chunk, 0, Int32Array)) indptr[row + 1]++;
      indices.set(column(chunk, 1, Int32Array), position);
      values.set(column(chunk, 2, Float32Array), position);
      position += chunk.rowCount;
    }
    heed(work, 'reading the matrix', (100 * position) / total);
  }
  for (let row = 0; row < rows; row++) indptr[row + 1] += indptr[row];
}

/** A million short texts one by one take seconds; as JSON, which can hold any text, a few tenths. */
export async function readNames(database: Database, kind: 'user' | 'artist', work: Work): Promise<string[]> {
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

/**
 * Reads batches that start at 0, step, ... below total. DuckDB reads each on its own threads while the one before
 * is copied; none goes on when the caller stops.
 */
export async function* readAhead<T>(
  total: number,
  step: number,
  read: (start: number) => Promise<T>,
): AsyncGenerator<T> {
  if (total === 0) return;
  let next = read(0);
  try {
    for (let start = step; start < total; start += step) {
      const batch = await next;
      next = read(start);
      yield batch;
    }
    yield await next;
  } finally {
    await next.catch(() => undefined);
  }
}

export function heed({ signal, onProgress }: Work, task: string, done: number): void {
  onProgress?.({ task, done, total: 100 });
  if (signal?.aborted) throw abortError(signal);
}

/**
 * A chunk's column of numbers as the typed array it lies in. The Node binding keeps that array to itself
 * and hands out single items; one by one, 20 million entries take seconds longer.
 */
export function column<T extends Int32Array | Float32Array | Float64Array>(
  chunk: DuckDBDataChunk,
  index: number,
  type: new (length: number) => T,
): T {
  const { items } = chunk.getColumnVector(index) as unknown as { items: unknown };
  if (!(items instanceof type)) throw new TypeError(`column ${index} is not a ${type.name}`);
  return items;
}

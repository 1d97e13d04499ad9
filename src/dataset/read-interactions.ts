import type { DuckDBDataChunk } from '@duckdb/node-api';
import { allocateCsr } from '../matrix/csr.js';
import { IdMap } from '../matrix/id-map.js';
import { Interactions } from '../matrix/interactions.js';
import type { Database } from './database.js';

/**
 * Reads the cleaned tables into a CSR matrix. Entries lie in row order in the cache, so each chunk is
 * copied to its place once. Cost: one pass over the entries, 8 bytes an entry.
 */
export async function readInteractions(database: Database): Promise<Interactions> {
  const users = await readNames(database, 'SELECT "user" FROM users ORDER BY user_index');
  const artists = await readNames(database, 'SELECT artist FROM artists ORDER BY artist_index');
  const entries = Number(await database.value('SELECT count(*) AS value FROM entries'));
  const matrix = allocateCsr(users.length, artists.length, entries);
  let position = 0;
  for await (const chunk of database.chunks('SELECT user_index, artist_index, plays FROM entries')) {
    for (const user of column(chunk, 0, Int32Array)) matrix.indptr[user + 1]++;
    matrix.indices.set(column(chunk, 1, Int32Array), position);
    matrix.values.set(column(chunk, 2, Float64Array), position);
    position += chunk.rowCount;
  }
  for (let user = 0; user < matrix.rows; user++) matrix.indptr[user + 1] += matrix.indptr[user];
  return new Interactions(new IdMap('user', users), new IdMap('artist', artists), matrix);
}

async function readNames(database: Database, sql: string): Promise<string[]> {
  const names: string[] = [];
  for await (const chunk of database.chunks(sql)) {
    const vector = chunk.getColumnVector(0);
    for (let i = 0; i < chunk.rowCount; i++) names.push(vector.getItem(i) as string);
  }
  return names;
}

/**
 * A chunk's column of numbers as the typed array it lies in. The Node binding keeps that array to itself
 * and hands out single items; one by one, 20 million entries take seconds longer.
 */
function column<T extends Int32Array | Float64Array>(
  chunk: DuckDBDataChunk,
  index: number,
  type: new (length: number) => T,
): T {
  const { items } = chunk.getColumnVector(index) as unknown as { items: unknown };
  if (!(items instanceof type)) throw new TypeError(`column ${index} is not a ${type.name}`);
  return items;
}

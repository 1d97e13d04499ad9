import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Database, heed, type Work } from '../../../../duckdb/database.js';
import { BIGINT, DuckDBDataChunk, INTEGER } from '../../../../duckdb/node-api.js';
import { column } from '../../../../duckdb/results.js';
import type { KeptPlays } from '../clean/keep-good.js';
import { LARGE } from '../join/merge-runs.js';
import { CHUNK_ROWS } from './write-rows.js';

/** Chunks after which others have their turn: some milliseconds. */
const CHUNKS_A_TURN = 32;

const HIGHER = 2 ** 32;

/** Makes table entries(user_index, artist_index, plays) of a matrix, in its order. */
export async function writeEntries(
  database: Database,
  { matrix, large }: Pick<KeptPlays, 'matrix' | 'large'>,
  work: Work,
): Promise<void> {
  await database.run('CREATE TABLE entries (user_index INTEGER, artist_index INTEGER, plays BIGINT)');
  const appender = await database.appender('entries');
  const chunk = DuckDBDataChunk.create([INTEGER, INTEGER, BIGINT], CHUNK_ROWS);
  const vectors = [0, 1, 2].map((i) => chunk.getColumnVector(i));
  const [users, artists] = [0, 1].map((i) => column(chunk, i, Int32Array));
  // Halves of 64 bits, the lower one first: numbers of type bigint take ten times as long.
  const wide = column(chunk, 2, BigInt64Array);
  const plays = new Uint32Array(wide.buffer, wide.byteOffset, 2 * wide.length);
  const { indptr, indices, values } = matrix;
  for (let from = 0, user = 0, chunks = 0; from < indices.length; from += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, indices.length - from);
    for (let i = 0; i < rows; i++) {
      const position = from + i;
      while (position >= indptr[user + 1]) user++;
      const exact = values[position] < LARGE ? values[position] : (large.get(position) ?? values[position]);
      users[i] = user;
      artists[i] = indices[position];
      plays[2 * i] = exact % HIGHER;
      plays[2 * i + 1] = exact / HIGHER;
    }
    chunk.rowCount = rows;
    for (const vector of vectors) vector.flush();
    appender.appendDataChunk(chunk);
    if (++chunks % CHUNKS_A_TURN > 0) continue;
    heed(work, 'keeping the matrix', (100 * from) / indices.length);
    await nextTurn();
  }
  appender.closeSync();
}

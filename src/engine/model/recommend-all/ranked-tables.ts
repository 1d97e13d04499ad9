import { DOUBLE, type DuckDBAppender, DuckDBDataChunk, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { Database } from '../../../duckdb/database.js';
import type { ModelParts } from '../parts.js';
import type { RecommendationBlock } from './blocks.js';

/** Rows to a chunk, as many as DuckDB takes at a time. */
const CHUNK_ROWS = 2048;

/** Makes a table of names and their places, from 0. */
export async function appendNames(
  database: Database,
  table: string,
  names: readonly string[],
): Promise<void> {
  await database.run(`CREATE TABLE ${table} (place INTEGER, name VARCHAR)`);
  const appender = await database.appender(table);
  addNames(appender, 0, names);
  appender.closeSync();
}

/**
 * Makes the tables `users`, of the users asked about in their order, and `ranked`: place of a user, rank from
 * 1, row of an artist, score.
 */
export async function appendBlocks(
  database: Database,
  { users: { names } }: ModelParts,
  blocks: AsyncIterable<RecommendationBlock>,
): Promise<void> {
  await database.run('CREATE TABLE users (place INTEGER, name VARCHAR)');
  await database.run('CREATE TABLE ranked ("user" INTEGER, rank INTEGER, artist INTEGER, score DOUBLE)');
  const [users, ranked] = [await database.appender('users'), await database.appender('ranked')];
  let first = 0;
  for await (const block of blocks) {
    addNames(
      users,
      first,
      Array.from(block.users, (row) => names[row]),
    );
    addRanked(ranked, first, block);
    first += block.users.length;
  }
  users.closeSync();
  ranked.closeSync();
}

function addNames(appender: DuckDBAppender, first: number, names: readonly string[]): void {
  for (let from = 0; from < names.length; from += CHUNK_ROWS) {
    const part = names.slice(from, from + CHUNK_ROWS);
    const chunk = DuckDBDataChunk.create([INTEGER, VARCHAR], part.length);
    chunk.setColumnValues(
      0,
      part.map((_, i) => first + from + i),
    );
    chunk.setColumnValues(1, part);
    appender.appendDataChunk(chunk);
  }
}

function addRanked(appender: DuckDBAppender, first: number, block: RecommendationBlock): void {
  const { lengths, artists, scores } = block;
  const count = artists.length / lengths.length;
  const columns: number[][] = [[], [], [], []];
  const flush = () => {
    const chunk = DuckDBDataChunk.create([INTEGER, INTEGER, INTEGER, DOUBLE], columns[0].length);
    chunk.setColumns(columns);
    appender.appendDataChunk(chunk);
    for (const column of columns) column.length = 0;
  };
  for (const [i, length] of lengths.entries()) {
    for (let rank = 0; rank < length; rank++) {
      columns[0].push(first + i);
      columns[1].push(rank + 1);
      columns[2].push(artists[i * count + rank]);
      columns[3].push(scores[i * count + rank]);
      if (columns[0].length === CHUNK_ROWS) flush();
    }
  }
  if (columns[0].length > 0) flush();
}

import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBAppender } from '@duckdb/node-api';
import { Database, isDiskFull, type Work } from '../../../duckdb/database.js';
import { DOUBLE, DuckDBDataChunk, INTEGER, VARCHAR } from '../../../duckdb/node-api.js';
import { literal } from '../../../duckdb/sql.js';
import { InputError, isSystemError, messageOf } from '../../../util/errors.js';
import { writeBeside } from '../../../util/node/files.js';
import type { RecommendationBlock } from '../../ranking/all-users/rank-blocks.js';
import type { ModelParts } from '../model-parts.js';

/**
 * Writes recommendations to a file with the columns user, rank, artist and score, atomically. They are collected, as
 * row numbers, in a DuckDB file beside it.
 *
 * @throws InputError when the file cannot be written; what the blocks throw
 */
export async function writeRecommendations(
  file: string,
  model: ModelParts,
  blocks: AsyncIterable<RecommendationBlock>,
  work: Work,
): Promise<void> {
  try {
    await writeBeside(file, (partial) => writeThroughDatabase(partial, file, model, blocks, work));
  } catch (cause) {
    if (!isSystemError(cause) && !/IO Error/.test(messageOf(cause)) && !isDiskFull(cause)) throw cause;
    throw new InputError(
      `cannot write the recommendations to '${file}' (${messageOf(cause)}); choose a writable path`,
      { cause },
    );
  }
}

async function writeThroughDatabase(
  partial: string,
  file: string,
  model: ModelParts,
  blocks: AsyncIterable<RecommendationBlock>,
  work: Work,
): Promise<void> {
  const waiting = `${partial}.duckdb`;
  let database: Database | undefined;
  try {
    database = await Database.open(waiting, 'READ_WRITE', 'recommendations');
    await appendNames(database, 'artists', model.artists.names);
    await appendBlocks(database, model, blocks);
    await copyTables(database, partial, file, work);
  } finally {
    database?.close();
    for (const left of [waiting, `${waiting}.wal`, `${waiting}.tmp`]) {
      await rm(left, { force: true, recursive: true });
    }
  }
}

/** A single thread that looks up names while scanning the rows keeps their order; sorting them takes 1.5 GB. */
async function copyTables(database: Database, partial: string, file: string, work: Work): Promise<void> {
  await database.run('SET threads = 1');
  await database.run("SET disabled_optimizers = 'join_order,build_side_probe_side'");
  await database.run(
    `COPY (
      SELECT users.name AS "user", ranked.rank, artists.name AS artist, ranked.score
      FROM ranked JOIN users ON users.place = ranked."user" JOIN artists ON artists.place = ranked.artist
    ) TO ${literal(partial)} (${formatOf(file)})`,
    work,
    `writing ${path.basename(file)}`,
  );
}

/** Rows per chunk: the size of DuckDB's vectors. */
const CHUNK_ROWS = 2048;

/** Creates a table of names and their positions, from 0. */
async function appendNames(database: Database, table: string, names: readonly string[]): Promise<void> {
  await database.run(`CREATE TABLE ${table} (place INTEGER, name VARCHAR)`);
  const appender = await database.appender(table);
  addNames(appender, 0, names);
  appender.closeSync();
}

/**
 * Creates the tables `users`, the requested users in order, and `ranked`: position of a user, rank from 1, row of an
 * artist, score.
 */
async function appendBlocks(
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

/** How DuckDB writes each kind of file. Zstandard is as fast as the default and takes 40% less space. */
const FORMATS: Record<string, string> = {
  '.parquet': 'FORMAT parquet, COMPRESSION zstd',
  '.csv': 'FORMAT csv, HEADER',
};

/**
 * DuckDB's options for the file type given by the extension.
 *
 * @throws InputError unless it is `.parquet` or `.csv`
 */
export function formatOf(file: string): string {
  const ending = (/\.[^./\\]*$/.exec(file)?.[0] ?? '').toLowerCase();
  if (Object.hasOwn(FORMATS, ending)) return FORMATS[ending];
  const found = ending === '' ? 'has no ending' : `ends in '${ending}'`;
  throw new InputError(`'${file}' ${found}; expected a file that ends in .parquet or .csv`);
}

import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Database, isDiskFull, type Work } from '../../../duckdb/database.js';
import { literal } from '../../../duckdb/sql.js';
import { InputError, isSystemError, messageOf } from '../../../util/errors.js';
import { writeBeside } from '../../../util/files.js';
import type { ModelParts } from '../parts.js';
import type { RecommendationBlock } from './blocks.js';
import { formatOf } from './format.js';
import { appendBlocks, appendNames } from './ranked-tables.js';

/**
 * Writes recommendations to a file with the columns user, rank, artist and score, atomically. They wait in a
 * DuckDB file beside it, in row numbers, until all are there.
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
      `cannot write the recommendations to '${file}' (${messageOf(cause)}); choose a place where a file can be written`,
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

/** One thread that looks names up while it passes over the rows keeps their order; sorting them takes 1.5 GB. */
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

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DuckDBAppender } from '@duckdb/node-api';
import { type Database, heed, type Work } from '../../../../duckdb/database.js';
import { DuckDBDataChunk, ENUM, INTEGER } from '../../../../duckdb/node-api.js';
import { column } from '../../../../duckdb/results.js';
import { literal } from '../../../../duckdb/sql.js';
import { FLAWS } from '../../read/encode.js';
import type { ScannedPlays } from '../scan-plays.js';
import { giveRows, type NamedOddRow, type RowTaker, type Run } from './rows-in-order.js';

/** Rows of a chunk: the size of DuckDB's vectors. */
export const CHUNK_ROWS = 2048;

/**
 * Makes the tables of an imported source from scanned plays: `source_rows`, `source_users` and `source_artists`, see
 * encode.ts; a key is the number of a name. It takes turns with whatever else the thread does.
 */
export async function writeRows(database: Database, scanned: ScannedPlays, work: Work): Promise<void> {
  await database.run(
    `CREATE TABLE source_rows (user_key INTEGER, artist_key INTEGER, plays INTEGER, flaw ENUM(${FLAWS.map(literal).join(', ')}))`,
  );
  const writer = new RowWriter(await database.appender('source_rows'));
  const windows = scanned.rows.ranges.reduce((sum, { windows }) => sum + windows.length, 0);
  let done = 0;
  for (const _ of giveRows(scanned.rows, writer)) {
    heed(work, 'keeping plays', (100 * ++done) / windows);
    await nextTurn();
  }
  writer.close();
  await writeNames(database, 'user_key INTEGER, "user" VARCHAR', 'source_users', scanned.users);
  await writeNames(database, 'artist_key INTEGER, artist VARCHAR', 'named_artists', scanned.artists);
  await writeNames(database, 'artist_key INTEGER, mbid VARCHAR', 'artist_ids', scanned.mbids);
  await database.run(
    `CREATE TABLE source_artists AS SELECT artist_key, artist, nullif(mbid, '')::UUID AS mbid
    FROM named_artists JOIN artist_ids USING (artist_key) ORDER BY artist_key`,
    work,
  );
  await database.run('DROP TABLE named_artists');
  await database.run('DROP TABLE artist_ids');
}

/** Names given at once: one text of JSON, which is far quicker than one by one. */
const BATCH_NAMES = 50_000;

async function writeNames(
  database: Database,
  columns: string,
  table: string,
  names: readonly string[],
): Promise<void> {
  await database.run(`CREATE TABLE ${table} (${columns})`);
  for (let first = 0; first < names.length; first += BATCH_NAMES) {
    await database.query(
      `INSERT INTO ${table} SELECT ${first} + generate_subscripts(names, 1) - 1, unnest(names)
      FROM (SELECT from_json($1, '["VARCHAR"]') AS names)`,
      [JSON.stringify(names.slice(first, first + BATCH_NAMES))],
    );
  }
}

/**
 * Appends rows in a chunk of DuckDB's whose arrays are written to directly: 0.1 microseconds a row, where values one by one
 * take several.
 */
class RowWriter implements RowTaker {
  readonly #appender: DuckDBAppender;
  readonly #chunk = DuckDBDataChunk.create([INTEGER, INTEGER, INTEGER, ENUM([...FLAWS])], CHUNK_ROWS);
  readonly #vectors = [0, 1, 2, 3].map((i) => this.#chunk.getColumnVector(i));
  readonly #columns = [0, 1, 2].map((i) => column(this.#chunk, i, Int32Array));
  #filled = 0;
  #hasFlaws = true;

  constructor(appender: DuckDBAppender) {
    this.#appender = appender;
    this.#clearFlaws();
  }

  run({ user, artistOf, window: { pairs, plays }, from, to }: Run): void {
    const [users, artists, counts] = this.#columns;
    for (let row = from; row < to; ) {
      const start = this.#filled - row;
      const end = Math.min(to, row + CHUNK_ROWS - this.#filled);
      for (; row < end; row++) {
        users[start + row] = user;
        artists[start + row] = artistOf[pairs[row]];
        counts[start + row] = plays[row];
      }
      this.#add(row + start - this.#filled);
    }
  }

  odd({ user, artist, plays, flaw }: NamedOddRow): void {
    for (const [i, value] of [user, artist, plays, flaw].entries()) {
      this.#vectors[i].setItem(this.#filled, value ?? null);
    }
    this.#hasFlaws = true;
    this.#add(1);
  }

  #add(rows: number): void {
    this.#filled += rows;
    if (this.#filled === CHUNK_ROWS) this.#flush();
  }

  #flush(): void {
    this.#chunk.rowCount = this.#filled;
    const changed = this.#hasFlaws ? this.#vectors : this.#vectors.slice(0, 3);
    for (const vector of changed) vector.flush();
    this.#appender.appendDataChunk(this.#chunk);
    this.#filled = 0;
    if (this.#hasFlaws) this.#clearFlaws();
  }

  /** Makes each value valid, and none a flaw. */
  #clearFlaws(): void {
    this.#chunk.rowCount = CHUNK_ROWS;
    for (let row = 0; row < CHUNK_ROWS; row++) {
      for (const [i, vector] of this.#vectors.entries()) vector.setItem(row, i < 3 ? 0 : null);
    }
    for (const vector of this.#vectors) vector.flush();
    this.#hasFlaws = false;
  }

  close(): void {
    if (this.#filled > 0) this.#flush();
    this.#appender.closeSync();
  }
}

import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { Database, firstLine, isDiskFull } from '../../../duckdb/database.js';
import type { QueryResult, QueryValue } from '../../../duckdb/results.js';
import { InputError, isSystemError, messageOf } from '../../../util/errors.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { Split } from '../split/split.js';
import type { SweepSettings } from './space.js';
import type { Checkpoint } from './trials.js';

/** The full identity of a trial: trials with equal identities have equal results. */
export interface TrialIdentity {
  /** A hash of everything that determines the result. */
  readonly key: string;
  /** (splits) what each split holds; see `fingerprintOf`. */
  readonly splits: readonly string[];
  readonly settings: SweepSettings;
  readonly metric: string;
  readonly k: number;
}

/** Found in every DuckDB file after its first checksum. */
const MAGIC = 'DUCK';
const MAGIC_OFFSET = 8;

/** The table's columns, which identify our files. */
const COLUMNS = 'key, split, split_number, settings, metric, k, iterations, value, seconds';

const CREATE = `CREATE TABLE IF NOT EXISTS listenlab_trials (
  key VARCHAR, split VARCHAR, split_number INTEGER, settings VARCHAR, metric VARCHAR, k INTEGER,
  iterations INTEGER, value DOUBLE, seconds DOUBLE, PRIMARY KEY (key, split_number, iterations))`;

/**
 * Results of trials in a DuckDB file, as they come: table `listenlab_trials`, a row for each split and checkpoint. A
 * trial's rows are written in one statement, all or none, even if the process is killed.
 */
export class TrialStore {
  readonly #database: Database;
  readonly #file: string;

  private constructor(database: Database, file: string) {
    this.#database = database;
    this.#file = file;
  }

  /**
   * Opens a file of results, creating it if missing.
   *
   * @throws InputError when the file is damaged, of another kind, in use, or cannot be written
   */
  static async open(file: string): Promise<TrialStore> {
    const exists = await stat(file).then(
      () => true,
      () => false,
    );
    try {
      // Read-only at first: files that are not ours are not touched.
      if (exists) await checkOurs(file);
      const database = await Database.open(file, 'READ_WRITE', `the results in ${file}`);
      try {
        await database.run(CREATE);
      } catch (error) {
        database.close();
        throw error;
      }
      return new TrialStore(database, file);
    } catch (error) {
      throw storeError(file, error);
    }
  }

  /** The results of the trial with this identity, or undefined if there are none yet. */
  async find({ key, splits }: TrialIdentity): Promise<Checkpoint[] | undefined> {
    const { columns, rowCount } = await this.#query(
      'SELECT iterations, list(value ORDER BY split_number) AS scores, max(seconds) AS seconds ' +
        'FROM listenlab_trials WHERE key = $1 GROUP BY iterations HAVING count(*) = $2 ORDER BY iterations',
      [key, splits.length],
    );
    if (rowCount === 0) return undefined;
    return columns.iterations.map((iterations, i) => ({
      iterations: Number(iterations),
      scores: columns.scores[i] as number[],
      seconds: Number(columns.seconds[i]),
    }));
  }

  /** Stores a trial's results. */
  async save(identity: TrialIdentity, checkpoints: readonly Checkpoint[]): Promise<void> {
    const { key, splits, settings, metric, k } = identity;
    const rows = checkpoints.flatMap(({ iterations, scores, seconds }) =>
      scores.map((value, i) => [
        key,
        splits[i],
        i,
        JSON.stringify(settings),
        metric,
        k,
        iterations,
        value,
        seconds,
      ]),
    );
    const places = rows.map((row, r) => `(${row.map((_, c) => `$${r * row.length + c + 1}`).join(', ')})`);
    await this.#query(
      `INSERT OR REPLACE INTO listenlab_trials (${COLUMNS}) VALUES ${places.join(', ')}`,
      rows.flat(),
    );
  }

  async #query(sql: string, values: QueryValue[]): Promise<QueryResult> {
    try {
      return await this.#database.query(sql, values);
    } catch (error) {
      throw storeError(this.#file, error);
    }
  }

  /**
   * Writes all results into the file itself and closes it.
   *
   * @throws InputError when there is no space for that; they are then kept beside the file
   */
  async close(): Promise<void> {
    try {
      await this.#database.run('CHECKPOINT');
    } catch (cause) {
      throw new InputError(
        `the results in ${this.#file} could not be merged (${firstLine(messageOf(cause))}); free some space, keep ${path.basename(this.#file)}.wal beside it, and run the same again to continue`,
        { cause },
      );
    } finally {
      this.#database.close();
    }
  }
}

/** @throws when a file is not a DuckDB file, lacks our table, or cannot be read to its end */
async function checkOurs(file: string): Promise<void> {
  // DuckDB opens text files and the like in memory, where results would be lost.
  if (!(await hasMagic(file))) throw new Error('it is not a DuckDB file');
  const database = await Database.open(file, 'READ_ONLY', `the results in ${file}`);
  try {
    await database.query(
      `SELECT count(*), ${COLUMNS.split(', ')
        .map((name) => `max(${name})`)
        .join(', ')} FROM listenlab_trials`,
    );
  } finally {
    database.close();
  }
}

async function hasMagic(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, MAGIC_OFFSET);
    return buffer.toString('latin1') === MAGIC;
  } finally {
    await handle.close();
  }
}

function storeError(file: string, error: unknown): Error {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const message = firstLine(messageOf(cause));
  if (/Could not set lock|being used by another process/.test(message)) {
    const [, process = ''] = /\((PID \d+)\)/.exec(message) ?? [];
    return new InputError(
      `another process${process && ` (${process})`} is using ${file} for its results; wait until it ends, or name another file`,
      { cause },
    );
  }
  if (
    /No such file or directory|Permission denied|Is a directory|Read-only/i.test(message) ||
    isDiskFull(cause) ||
    isSystemError(cause)
  ) {
    return new InputError(
      `cannot write results to ${file} (${message}); name a file in a writable folder with free space`,
      {
        cause,
      },
    );
  }
  return new InputError(
    `${file} does not contain results of a sweep, or is damaged (${message}); name another file, or delete it to start over`,
    { cause },
  );
}

/**
 * A hash of a split's parts, in 32 hexadecimal digits: equal for equal plays in equal positions, whatever the names of
 * rows and columns. Cost: a pass over the entries (half a second for 18 million).
 */
export function fingerprintOf({ train, known, test }: Split): string {
  const hash = createHash('sha256');
  for (const part of known === train ? [train, test] : [train, known, test]) {
    for (const bytes of bytesOf(part)) hash.update(bytes);
  }
  return hash.digest('hex').slice(0, 32);
}

function bytesOf({ byUser }: Interactions): Uint8Array[] {
  const { rows, columns, indptr, indices, values } = byUser;
  // A view of the arrays' bytes: hashing copies nothing.
  return [Int32Array.of(rows, columns), indptr, indices, values].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
}

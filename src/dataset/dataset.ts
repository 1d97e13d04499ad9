import type { DuckDBValue } from '@duckdb/node-api';
import { type Frame, frame } from '../frame/frame.js';
import type { Interactions } from '../matrix/interactions.js';
import { DESCRIBE, type Description, INSPECT } from '../util/description.js';
import { InputError } from '../util/errors.js';
import { watched } from '../util/watched.js';
import { type CacheFile, openCache } from './cache.js';
import { cleanInto } from './clean.js';
import type { Database, Work } from './database.js';
import type { QueryResult } from './query-result.js';
import { readInteractions } from './read-interactions.js';

/** What a dataset is called and where its tables are cached. */
export interface DatasetDescription {
  readonly name: string;
  readonly title: string;
  readonly simulated: boolean;
  readonly cleaned: boolean;
  readonly hasProfiles: boolean;
  readonly cache: CacheFile;
}

/**
 * Plays of listeners, in DuckDB. Made by `openDataset`; `clean()` gives the dataset to train on.
 *
 * Every dataset answers SQL about view `plays("user", artist, plays)`; before cleaning it has `line` too,
 * and artist or plays may be NULL. A cleaned one has `users(user_index, "user")`,
 * `artists(artist_index, artist)` and `entries(user_index, artist_index, plays)`, numbered from 0 in byte
 * order of the names. With profiles: `profiles("user", gender, age, country, signup)`.
 *
 * @example
 * const raw = await openDataset('sample');
 * const { dataset, dropped } = await raw.clean();
 * const { columns } = await dataset.query('SELECT count(*) AS rows FROM plays');
 */
export class Dataset {
  /** `sample`, `lastfm-2k`, or the file's name. */
  readonly name: string;
  /** The name for people: `Last.fm sample (simulated)`. */
  readonly title: string;
  /** True when listenlab made the plays up. */
  readonly simulated: boolean;
  /** True after `clean()`. */
  readonly cleaned: boolean;
  /** Whether there is a table `profiles`. */
  readonly hasProfiles: boolean;
  readonly #description: DatasetDescription;
  readonly #database: Database;
  readonly #work: Work;

  /** Use `openDataset`. */
  constructor(description: DatasetDescription, database: Database, work: Work) {
    this.name = description.name;
    this.title = description.title;
    this.simulated = description.simulated;
    this.cleaned = description.cleaned;
    this.hasProfiles = description.hasProfiles;
    this.#description = description;
    this.#database = database;
    this.#work = work;
  }

  [DESCRIBE](): Description {
    const raw = { plays: 'user, artist, plays, line' };
    const cleaned = {
      plays: 'user, artist, plays',
      users: 'user_index, user',
      artists: 'artist_index, artist',
      entries: 'user_index, artist_index, plays',
    };
    const profiles = this.hasProfiles ? { profiles: 'user, gender, age, country, signup' } : {};
    const tables = { ...(this.cleaned ? cleaned : raw), ...profiles };
    return {
      title: this[INSPECT](),
      columns: { table: Object.keys(tables), columns: Object.values(tables) },
    };
  }

  [INSPECT](): string {
    return `Dataset ${this.title}, ${this.cleaned ? 'cleaned' : 'not cleaned yet'}`;
  }

  /**
   * Runs one SQL query, in DuckDB's dialect. In a notebook, an interrupt of the cell stops it, and a line shows
   * how far it is.
   *
   * @param values for the placeholders $1, $2, ... in the query
   * @returns the whole answer, as columns of plain JavaScript values
   * @throws Error with DuckDB's message and the query; InputError for several queries in one text
   * @example await dataset.query('SELECT artist FROM plays WHERE "user" = $1 ORDER BY plays DESC', [user])
   */
  query(sql: string, values?: DuckDBValue[]): Promise<QueryResult> {
    return watched(
      `asking ${this.title}`,
      {},
      (progress) => progress,
      (work: Work) => this.#database.ask(sql, values, work),
    );
  }

  /**
   * Drops rows with a wrong number of columns, without a user, without an artist, or whose plays are no
   * whole number from 1 to 2,147,483,647 ("12.0" is 12); adds up the plays of rows with the same user and
   * artist, as spelled. Rows kept + rows dropped + rows merged = rows of the source.
   *
   * The cleaned tables are cached: the second time is quick. This dataset stays as it is.
   *
   * @returns the cleaned dataset, and a frame with the columns reason, rows and 'first lines' (numbers of
   *   the first three lines in the source); the frame is made, and Danfo loaded, when it is asked for
   */
  async clean(): Promise<{ dataset: Dataset; readonly dropped: Frame }> {
    const dataset = this.cleaned ? this : await this.#openCleaned();
    const counts = await dataset.query('FROM dropped');
    return {
      dataset,
      get dropped() {
        return countsFrame(counts);
      },
    };
  }

  async #openCleaned(): Promise<Dataset> {
    const { cache } = this.#description;
    const file = cache.file.replace(/\.duckdb$/, '.clean.duckdb');
    const database = await this.#watched('cleaning', (work) =>
      openCache({ ...cache, file }, this.title, (empty) => cleanInto(empty, cache.file, work)),
    );
    return new Dataset({ ...this.#description, cleaned: true }, database, this.#work);
  }

  /**
   * The (users x artists) matrix of plays. Row u and column a are the users and artists with those
   * indices in SQL.
   *
   * @throws InputError before cleaning
   */
  async interactions(): Promise<Interactions> {
    if (!this.cleaned) {
      throw new InputError(
        `dataset '${this.name}' is not cleaned; expected a cleaned one: const { dataset } = await raw.clean()`,
      );
    }
    return await this.#watched('reading the matrix of', (work) => readInteractions(this.#database, work));
  }

  /**
   * What was unreadable in the profiles and set missing (ages outside 5 to 100, sign-up dates unlike
   * "Feb 1, 2007"): a frame with the columns reason, rows and 'first lines'.
   *
   * @throws InputError when there are no profiles
   */
  async profileProblems(): Promise<Frame> {
    if (!this.hasProfiles) {
      throw new InputError(
        `dataset '${this.name}' has no profiles; name a profile file with the option profiles of openDataset`,
      );
    }
    return countsFrame(await this.query('FROM profile_problems'));
  }

  #watched<T>(verb: string, run: (work: Work) => Promise<T>): Promise<T> {
    return watched(`${verb} ${this.title}`, this.#work, (progress) => progress, run);
  }

  /** Closes the dataset's file. A dataset cleaned from it stays open. */
  close(): void {
    this.#database.close();
  }
}

function countsFrame({ columns }: QueryResult): Frame {
  return frame({ reason: columns.reason, rows: columns.rows, 'first lines': columns.first_lines });
}

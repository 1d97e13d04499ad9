import type { Work } from '../../duckdb/database.js';
import type { QueryResult, QueryValue } from '../../duckdb/results.js';
import type { Interactions } from '../../engine/matrix/interactions.js';
import type { Listens } from '../../engine/matrix/listens/listens.js';
import { isText, readOptions, trueOrFalse, WATCH_CHECKS, wrongValue } from '../../util/checks.js';
import { DESCRIBE, type Description, INSPECT } from '../../util/description.js';
import { InputError } from '../../util/errors.js';
import { watched } from '../../util/work.js';
import { type Frame, frame } from '../frame/frame.js';
import type { CleanOptions } from './clean/clean.js';
import { droppedRows, droppedSentences, readDropped } from './clean/dropped.js';
import { CleanedTables, type OpenedCache } from './cleaned-tables.js';
import { FileRefusal } from './file-error.js';
import { interactionsOf, readInteractions, readListens } from './interactions.js';
import { LateTables } from './late-tables.js';
import { MendedTables } from './mended-tables.js';
import type { CleanedScan } from './scan/clean/clean-scanned.js';

/** What a dataset is called and how its cache is opened. */
interface DatasetDescription {
  readonly name: string;
  readonly title: string;
  readonly simulated: boolean;
  readonly cleaned: boolean;
  readonly hasProfiles: boolean;
  /** Whether its plays are counted listens that have times. */
  readonly hasTimes: boolean;
  /** Opens the cache again, building it anew from the source where it is gone. */
  readonly reopen: () => Promise<OpenedCache>;
}

/**
 * Plays of listeners, in DuckDB. Made by `openDataset`; `clean()` gives the dataset to train on.
 *
 * Every dataset answers SQL about view `plays("user", artist, plays)`; before cleaning it has `line` too,
 * and artist or plays may be NULL. A cleaned one has `users(user_index, "user")`,
 * `artists(artist_index, artist)` and `entries(user_index, artist_index, plays)`, numbered from 0 in byte
 * order of the names, and `artist_mbids(artist_index, mbid)`, the MusicBrainz ids that the source has. Counted listens (`countListens`) that have times are in `listens(user_index, artist_index, time)`,
 * in the order of time. With profiles: `profiles("user", gender, age, country, signup)`.
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
  /** Whether plays are counted listens that have times, and `listens()` gives them. */
  readonly hasTimes: boolean;
  readonly #description: DatasetDescription;
  readonly #tables: MendedTables;
  readonly #cleaning: CleanedTables;
  /** Plays that were cleaned in memory. */
  readonly #cleaned: CleanedScan | undefined;
  #interactions: Promise<Interactions> | undefined;
  readonly #work: Work;

  /** @internal Use `openDataset`. */
  constructor(description: DatasetDescription, opened: OpenedCache, work: Work) {
    if (!(opened?.tables instanceof LateTables))
      throw wrongValue(description, "nothing: await openDataset('sample')");
    this.name = description.name;
    this.title = description.title;
    this.simulated = description.simulated;
    this.cleaned = description.cleaned;
    this.hasProfiles = description.hasProfiles;
    this.hasTimes = description.hasTimes;
    this.#description = description;
    this.#tables = new MendedTables(opened, description.reopen);
    this.#cleaned = opened.cleaned;
    this.#work = work;
    this.#cleaning = new CleanedTables(
      { ...description, tables: this.#tables, watched: this.#watched.bind(this) },
      opened,
    );
  }

  /** @internal */
  [DESCRIBE](): Description {
    const raw = { plays: this.hasTimes ? 'user, artist, plays, time, line' : 'user, artist, plays, line' };
    const listens = this.hasTimes ? { listens: 'user_index, artist_index, time' } : {};
    const cleaned = {
      plays: 'user, artist, plays',
      users: 'user_index, user',
      artists: 'artist_index, artist',
      artist_mbids: 'artist_index, mbid',
      entries: 'user_index, artist_index, plays',
      ...listens,
    };
    const profiles = this.hasProfiles ? { profiles: 'user, gender, age, country, signup' } : {};
    const tables = { ...(this.cleaned ? cleaned : raw), ...profiles };
    return {
      title: this[INSPECT](),
      columns: { table: Object.keys(tables), columns: Object.values(tables) },
    };
  }

  /** @internal */
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
  async query(sql: string, values?: QueryValue[]): Promise<QueryResult> {
    if (!isText(sql)) throw wrongValue(sql, "a query in SQL, such as 'SELECT * FROM plays LIMIT 10'");
    return await watched(`asking ${this.title}`, {}, (work: Work) =>
      this.#tables.use(work, (database) => database.ask(sql, values, work)),
    );
  }

  /**
   * Drops rows with a wrong number of columns, without a user, without an artist, or whose plays are no
   * whole number from 1 to 2,147,483,647 ("12.0" is 12); adds up the plays of rows with the same user and
   * artist, as spelled. Rows kept + rows dropped + rows merged = rows of the source.
   *
   * The cleaned tables are cached: the second time is quick. This dataset stays as it is.
   *
   * @param options.mergeByMbid makes one artist of those with the same MusicBrainz id, under the most played
   *   spelling; default false
   * @returns the cleaned dataset; a frame with the columns reason, rows and 'first lines' (numbers of
   *   the first three lines in the source), made, and Danfo loaded, when it is asked for; and notes: sentences about
   *   what was not dropped but should be known, such as artists that are spelled in several ways
   * @throws InputError for mergeByMbid where the file has no MusicBrainz ids
   */
  async clean(
    options: CleanOptions = {},
  ): Promise<{ dataset: Dataset; readonly dropped: Frame; notes: string[] }> {
    const { mergeByMbid } = readOptions(options, { mergeByMbid: trueOrFalse }, { mergeByMbid: false });
    const dataset = this.cleaned ? this : await this.#openCleaned(mergeByMbid);
    const scan = dataset.#cleaned;
    const dropped = await readDropped(dataset, scan);
    const notes = [...(scan?.notes ?? ((await dataset.query('FROM notes')).columns.note as string[]))];
    return {
      dataset,
      get dropped() {
        return countsFrame(dropped);
      },
      notes,
    };
  }

  /** @internal What cleaning dropped, for each reason: `2 rows: no artist (lines 3, 9)`. */
  async droppedRows(): Promise<string[]> {
    this.#requireCleaned();
    return this.#cleaned ? droppedSentences(this.#cleaned.dropped) : await droppedRows(this);
  }

  async #openCleaned(mergeByMbid: boolean): Promise<Dataset> {
    const opened = await this.#cleaning.open(mergeByMbid);
    const reopen = () => this.#cleaning.reopen(mergeByMbid);
    return new Dataset({ ...this.#description, cleaned: true, reopen }, opened, this.#work);
  }

  /**
   * The listens that were counted, with their times, for `splits.byTime`, `splits.lastK` and `decayPlays`; those without
   * a readable time are left out.
   *
   * @returns them in the order of time, as columns; going through them gives rows of user, artist, plays (1), and time in
   *   milliseconds since 1970. Cost: 16 bytes a listen
   * @throws InputError before cleaning, and where plays are no counted listens with times
   * @example const { train, test } = splits.byTime(await dataset.listens(), { from: new Date('2009-01-01') })
   */
  async listens(): Promise<Listens> {
    this.#requireCleaned();
    if (!this.hasTimes) {
      throw new FileRefusal(
        `dataset '${this.name}' has no times of listens; expected one whose rows are listens with a time`,
        {
          code: "open it as openDataset('listens.csv', { countListens: true, columns: { time: '...' } }), with columns only if the time has another name",
          flags: 'give --count-listens if they are, and --columns time=... if the time has another name',
        },
      );
    }
    return await this.#watched('reading the listens of', (work) =>
      this.#tables.use(work, (database) => readListens(database, work)),
    );
  }

  /**
   * The (users x artists) matrix of plays. Row u and column a are the users and artists with those
   * indices in SQL.
   *
   * @throws InputError before cleaning
   */
  async interactions(): Promise<Interactions> {
    this.#requireCleaned();
    if (this.#cleaned) {
      this.#interactions ??= interactionsOf(this.#cleaned);
      return await this.#interactions;
    }
    return await this.#watched('reading the matrix of', (work) =>
      this.#tables.use(work, (database) => readInteractions(database, work)),
    );
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
    return countsFrame((await this.query('FROM profile_problems')).columns);
  }

  #requireCleaned(): void {
    if (this.cleaned) return;
    throw new InputError(
      `dataset '${this.name}' is not cleaned; expected a cleaned one: const { dataset } = await raw.clean()`,
    );
  }

  #watched<T>(verb: string, run: (work: Work) => Promise<T>): Promise<T> {
    return watched(`${verb} ${this.title}`, this.#work, run);
  }

  /** Closes the dataset's file, once it is written. A dataset cleaned from it stays open. */
  close(): void {
    this.closed().catch(() => {});
  }

  /** @internal The same, and waits for that; the signal leaves out of the cache what is not written yet. */
  async closed(work: Work = {}): Promise<void> {
    await this.#tables.closed(readOptions(work, WATCH_CHECKS, {}));
  }
}

function countsFrame(columns: QueryResult['columns']): Frame {
  return frame({ reason: columns.reason, rows: columns.rows, 'first lines': columns.first_lines });
}

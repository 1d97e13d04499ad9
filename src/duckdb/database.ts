import { mkdir, rm, stat } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import type {
  DuckDBAppender,
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBValue,
} from '@duckdb/node-api';
import { abortError, InputError, messageOf } from '../util/errors.js';
import type { Watch } from '../util/work.js';
import * as duckdb from './node-api.js';
import { type QueryResult, type QueryValue, toQueryResult } from './results.js';
import { identifier, literal } from './sql.js';

/** How a caller observes and stops long work; `done` is in per cent. */
export type Work = Watch;

/** More does not make an import faster; less makes it spill to disk. */
const MEMORY_LIMIT = 1.5e9;
const PROGRESS_INTERVAL_MS = 100;
/** DuckDB ignores an interrupt that arrives before a statement has started, so it is repeated. */
const INTERRUPT_INTERVAL_MS = 50;

/** A cache file that turns out to be damaged, or gone, while it is read; it can be built again. */
export class DamagedFile extends InputError {
  constructor(
    readonly file: string,
    options: ErrorOptions,
  ) {
    super(
      `the cache file ${file} is damaged; delete it and open the dataset again, which reads the source again`,
      options,
    );
  }
}

/** One DuckDB file, cut off from the network: no extension is ever fetched. */
export class Database {
  /** Interrupts each statement that runs. */
  private readonly running = new Set<() => void>();
  private closed = false;
  /** Another cache file whose tables are read. */
  private attached: string | undefined;

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly file: string,
    private readonly description: string,
  ) {}

  /**
   * @param file a DuckDB file; made when missing, unless read only
   * @param description what the file is, for errors
   * @throws DuckDB's error, after which a file that was not there before is not there either
   */
  static async open(file: string, mode: 'READ_ONLY' | 'READ_WRITE', description: string): Promise<Database> {
    const isNew = mode === 'READ_WRITE' && !(await isThere(file));
    if (mode === 'READ_WRITE') requireDatabasePath(file, description);
    const instance = await duckdb.DuckDBInstance.create(file, {
      access_mode: mode,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      threads: String(availableParallelism()),
      memory_limit: `${Math.round(Math.min(MEMORY_LIMIT, totalmem() / 2) / 1e6)}MB`,
      temp_directory: scratchFolder(file),
    }).catch(async (error) => {
      if (isNew) await rm(file, { force: true });
      throw error;
    });
    try {
      return new Database(instance, await instance.connect(), file, description);
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  }

  /** Runs one statement, and reports its progress and heeds its signal. */
  async run(sql: string, work: Work = {}, task = ''): Promise<void> {
    await this.attend(() => this.connection.run(sql), work, task);
    if (task) work.onProgress?.({ task, done: 100, total: 100 });
    if (work.signal?.aborted) throw abortError(work.signal);
  }

  /** Runs one query, heeding its signal; its whole answer as plain JavaScript values. */
  async query(sql: string, values?: QueryValue[], work: Work = {}): Promise<QueryResult> {
    const answer = async () =>
      await toQueryResult(await this.connection.run(sql, values as DuckDBValue[] | undefined));
    try {
      return await this.attend(answer, work, 'asking');
    } catch (error) {
      if (work.signal?.aborted) throw error;
      if (error instanceof InputError) throw error;
      throw new Error(`${this.description}: ${firstLine(messageOf(error))}; in the query: ${sql}`, {
        cause: error,
      });
    }
  }

  /** Lets statements read the tables of another cache file, under a name, until {@link detach}. */
  async attach(file: string, name: string): Promise<void> {
    this.attached = file;
    await this.run(`ATTACH ${literal(file)} AS ${identifier(name)} (READ_ONLY)`);
  }

  async detach(name: string): Promise<void> {
    await this.run(`DETACH ${identifier(name)}`);
    this.attached = undefined;
  }

  /** Runs a query that a user wrote, as {@link query} does; of several in one text only the last would answer. */
  async ask(sql: string, values?: QueryValue[], work: Work = {}): Promise<QueryResult> {
    // What cannot be parsed fails in the query, with its message.
    const statements = await this.connection.extractStatements(sql).catch(() => undefined);
    if (statements !== undefined && statements.count > 1) {
      throw new InputError(
        `${this.description} got ${statements.count} queries at once; run them one by one, each without anything after its semicolon`,
      );
    }
    return await this.query(sql, values, work);
  }

  /** Reports how far the connection's statement is until `run` has ended, and interrupts it on the signal. */
  private async attend<T>(run: () => Promise<T>, { signal, onProgress }: Work, task: string): Promise<T> {
    if (signal?.aborted) throw abortError(signal);
    if (this.closed) throw this.closedError();
    const report = () => {
      const done = Math.max(0, this.connection.progress.percentage);
      onProgress?.({ task, done: Math.min(100, done), total: 100 });
    };
    const timer = onProgress && task ? setInterval(report, PROGRESS_INTERVAL_MS) : undefined;
    let again: NodeJS.Timeout | undefined;
    const interrupt = () => {
      clearTimeout(again);
      this.connection.interrupt();
      again = setTimeout(interrupt, INTERRUPT_INTERVAL_MS);
    };
    signal?.addEventListener('abort', interrupt);
    this.running.add(interrupt);
    try {
      const result = await run();
      if (signal?.aborted) throw abortError(signal);
      return result;
    } catch (error) {
      if (signal?.aborted) throw abortError(signal);
      if (this.closed) throw this.closedError();
      throw isDamage(error) ? new DamagedFile(this.attached ?? this.file, { cause: error }) : error;
    } finally {
      clearInterval(timer);
      clearTimeout(again);
      signal?.removeEventListener('abort', interrupt);
      this.running.delete(interrupt);
      if (this.closed) this.closeIdle();
    }
  }

  private closedError(): Error {
    return new Error(`${this.description} is closed; open it again to run more queries`);
  }

  /** The first row's value in the column called `value`. */
  async value(sql: string): Promise<unknown> {
    return (await this.query(sql)).columns.value[0];
  }

  /**
   * A query's answer in DuckDB's own chunks. All of it is in memory at once, so that getting a chunk does not
   * cost a thread hop: for large tables ask for a part at a time.
   */
  async chunks(sql: string, work: Work = {}): Promise<Iterable<DuckDBDataChunk>> {
    const result = await this.attend(() => this.connection.run(sql), work, '');
    return (function* () {
      for (let i = 0; i < result.chunkCount; i++) yield result.getChunk(i);
    })();
  }

  /** Appends rows to a table in DuckDB's own chunks; its `closeSync` puts the last of them there. */
  appender(table: string): Promise<DuckDBAppender> {
    return this.connection.createAppender(table);
  }

  /** The path for a file that lives no longer than the work on a cache file. */
  async scratchFile(name: string): Promise<string> {
    await mkdir(scratchFolder(this.file), { recursive: true });
    return path.join(scratchFolder(this.file), name);
  }

  /**
   * Closes the file. Queries afterwards fail, and those that run are interrupted: DuckDB never answers a
   * question whose connection is closed, and its thread keeps the process alive. So they end first.
   */
  close(): void {
    this.closed = true;
    for (const interrupt of this.running) interrupt();
    this.closeIdle();
  }

  private closeIdle(): void {
    if (this.running.size > 0) return;
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Whether DuckDB reports a damaged file, or that one to attach is gone. */
function isDamage(error: unknown): boolean {
  return /Could not read enough bytes|checksum|corrupt|deserializ|not a valid DuckDB|database does not exist/i.test(
    messageOf(error),
  );
}

/** DuckDB takes what follows a question mark for parameters, and looks for its log of changes before it. */
function requireDatabasePath(file: string, description: string): void {
  if (!file.includes('?')) return;
  throw new InputError(
    `${description} cannot be written below ${path.dirname(file)}, as the path of a database must not contain a question mark; choose another folder, for datasets with LISTENLAB_DATA`,
  );
}

/** Whether an error of DuckDB or of the system means that the disk is full. */
export function isDiskFull(error: unknown): boolean {
  return /No space left|disk full|File too large|ENOSPC|EFBIG|EDQUOT|quota exceeded|max_temp_directory_size/i.test(
    messageOf(error),
  );
}

/** Beside a DuckDB file: what does not fit into memory, and other files needed while it is made. */
export function scratchFolder(file: string): string {
  return `${file}.tmp`;
}

/** DuckDB's errors go on for pages; the first line says what happened. */
export function firstLine(message: string): string {
  return message.split('\n', 1)[0];
}

/** Between two batches of long work: reports progress, and throws when the caller has stopped it. */
export function heed({ signal, onProgress }: Work, task: string, done: number): void {
  onProgress?.({ task, done, total: 100 });
  if (signal?.aborted) throw abortError(signal);
}

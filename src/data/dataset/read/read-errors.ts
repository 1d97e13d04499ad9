import { createReadStream } from 'node:fs';
import path from 'node:path';
import { isDiskFull } from '../../../duckdb/database.js';
import { InputError, messageOf } from '../../../util/errors.js';
import { isPartialGone } from '../../../util/node/files.js';
import type { Inspected } from '../detect/inspect.js';
import { shownLine } from '../file-error.js';
import type { Dialect } from '../text/dialect.js';
import { type TextFault, TextScan } from '../text/encoding.js';
import { LongLine } from '../text/line-io.js';
import { LINE_FORMATS, type LineFormat } from './lines.js';

/** A file that is being read. */
interface FileOfFormat {
  readonly file: string;
  readonly format: Inspected['format'];
  /** How it is written (`text` only). */
  readonly dialect?: Dialect;
}

/** Runs a step that reads a file, and says what is wrong with the file when DuckDB cannot read it. */
export async function reading(read: FileOfFormat, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof InputError || error.name === 'AbortError') throw error;
    // What is wrong with the database is not the file's fault.
    if (isDiskFull(error) || isPartialGone(error)) throw error;
    const { file, format } = read;
    const isLong = error instanceof LongLine || /maximum line size/i.test(error.message);
    const longLine = isLong ? await longLineError(file, columnsOf(read)) : undefined;
    if (longLine !== undefined) throw longLine;
    const fault = format === 'parquet' ? undefined : await textFaultOf(file);
    const problem = fault
      ? `${fault.found}; ${fault.advice ?? 'check that this is the right file'}`
      : `cannot be read (${reasonOf(format, messageOf(error))}); check that it is complete and in the format of its extension`;
    throw new InputError(`${file} ${problem}`, { cause: error });
  }
}

/** In words about the file: DuckDB's own are about its queries and options. */
function reasonOf(format: Inspected['format'], message: string): string {
  if (format === 'parquet') return parquetReason(message);
  if (format.startsWith('json')) {
    const [, record, reason] = /in record\/value (\d+): ([\w ,-]+)/.exec(message) ?? [];
    if (record === undefined) return 'it is neither a list of records nor one record per line';
    // DuckDB counts the record that comes next.
    const number = Math.max(1, Number(record) - 1);
    if (reason.startsWith('input length is 0'))
      return `a comma follows record ${number - 1}, but no record follows the comma: remove it`;
    return `record ${number} is not valid JSON: ${reason.trim()}`;
  }
  return /maximum line size/i.test(message) ? 'it has a row of more than 2 MB' : 'its lines are not text';
}

function columnsOf({ format, dialect }: FileOfFormat): Columns {
  if (dialect) return { ...dialect, quoted: dialect.quoting === 'quoted' };
  const header = format in LINE_FORMATS ? LINE_FORMATS[format as LineFormat] : undefined;
  return { delimiter: '\t', quoted: false, header };
}

async function textFaultOf(file: string): Promise<TextFault | undefined> {
  const scan = new TextScan();
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) scan.add(chunk as Buffer);
  scan.end();
  return scan.fault;
}

function parquetReason(message: string): string {
  const [, column, part] =
    /column "([^"]*)" was read from .* could not be found in file "([^"]*)"/s.exec(message) ?? [];
  if (part !== undefined) return `${path.basename(part)} has no column '${column}', which other parts have`;
  const [, file] = /'([^']*\.parquet)'/.exec(message) ?? [];
  const what = file === undefined ? 'it' : path.basename(file);
  return `${what} is not a complete Parquet file, or of a kind that DuckDB does not read`;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
/** What DuckDB takes for a line. */
const LONGEST_LINE = 2_000_000;
/** So much of a line is kept to be shown. */
const KEPT_BYTES = 400;

/** Where the cells of a file are, and what they are called. */
interface Columns {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly header: readonly string[] | undefined;
}

/** The error about the first line that is too long; undefined when there is none. Cost: a pass over the file. */
async function longLineError(file: string, columns: Columns): Promise<InputError | undefined> {
  const meter = new LineMeter(columns);
  let isLong = false;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    isLong = meter.add(chunk as Buffer);
    if (isLong) break;
  }
  if (!isLong) return undefined;
  const { line, start, column } = meter;
  const name = column === undefined ? undefined : columns.header?.[column] || `${column + 1}`;
  const where = name === undefined ? '' : `, most of it in column '${name}'`;
  return new InputError(
    `${file}: line ${line} has more than 2 MB${where}: ${shownLine(start)}; expected one row of plays per line: correct that line, or delete it`,
  );
}

/** Measures lines and their cells, byte by byte. */
class LineMeter {
  line = 1;
  private length = 0;
  private cell = 0;
  private cellLength = 0;
  private isQuoted = false;
  private last = 0;
  private kept: number[] = [];
  private readonly delimiter: number | undefined;

  constructor(private readonly columns: Columns) {
    const bytes = Buffer.from(columns.delimiter);
    this.delimiter = bytes.length === 1 ? bytes[0] : undefined;
  }

  /** @returns whether a line is too long; the meter stands in it then */
  add(bytes: Buffer): boolean {
    for (const byte of bytes) {
      const isPair = this.last === CARRIAGE_RETURN && byte === LINE_FEED;
      this.last = byte;
      if (isPair) continue;
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) this.startLine();
      else if (this.addByte(byte)) return true;
    }
    return false;
  }

  /** How the line begins. */
  get start(): string {
    return Buffer.from(this.kept).toString();
  }

  /** The number of the cell, from 0, that is most of the line. */
  get column(): number | undefined {
    return this.delimiter !== undefined && 2 * this.cellLength > this.length ? this.cell : undefined;
  }

  private addByte(byte: number): boolean {
    if (this.length < KEPT_BYTES) this.kept.push(byte);
    this.length++;
    if (byte === QUOTE && this.columns.quoted) this.isQuoted = !this.isQuoted;
    if (byte === this.delimiter && !this.isQuoted) {
      this.cell++;
      this.cellLength = 0;
    } else this.cellLength++;
    return this.length >= LONGEST_LINE;
  }

  private startLine(): void {
    this.line++;
    this.length = 0;
    this.cell = 0;
    this.cellLength = 0;
    this.isQuoted = false;
    this.kept = [];
  }
}

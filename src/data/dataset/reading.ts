import { createReadStream } from 'node:fs';
import path from 'node:path';
import { isDiskFull } from '../../duckdb/database.js';
import { InputError, messageOf } from '../../util/errors.js';
import type { Dialect } from './dialect.js';
import type { Inspected } from './inspect.js';
import { type Columns, LongLine, longLineError } from './long-line.js';
import { LINE_FORMATS, type LineFormat } from './select-lines.js';
import { type TextFault, TextScan } from './text-fault.js';

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
    if (isDiskFull(error)) throw error;
    const { file, format } = read;
    const isLong = error instanceof LongLine || /maximum line size/i.test(error.message);
    const longLine = isLong ? await longLineError(file, columnsOf(read)) : undefined;
    if (longLine !== undefined) throw longLine;
    const fault = format === 'parquet' ? undefined : await textFaultOf(file);
    const problem = fault
      ? `${fault.found}; ${fault.advice ?? 'check that it is the file you mean'}`
      : `cannot be read (${reasonOf(format, messageOf(error))}); check that it is whole and in the format its name says`;
    throw new InputError(`${file} ${problem}`, { cause: error });
  }
}

/** In words about the file: DuckDB's own are about its queries and options. */
function reasonOf(format: Inspected['format'], message: string): string {
  if (format === 'parquet') return parquetReason(message);
  if (format.startsWith('json')) {
    const [, record, reason] = /in record\/value (\d+): ([\w ,-]+)/.exec(message) ?? [];
    if (record === undefined) return 'it is not a list of records, nor one record a line';
    // DuckDB counts the record that comes next.
    const number = Math.max(1, Number(record) - 1);
    if (reason.startsWith('input length is 0'))
      return `a comma stands behind record ${number - 1}, but no record behind the comma: take it out`;
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
  return `${what} is not a whole Parquet file, or one of a kind that DuckDB does not read`;
}

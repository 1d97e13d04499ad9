import { createReadStream } from 'node:fs';
import { InputError } from '../../util/errors.js';
import { shownLine } from './file-refusal.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
/** What DuckDB takes for a line. */
const LONGEST_LINE = 2_000_000;
/** So much of a line is kept to be shown. */
const KEPT_BYTES = 400;

/** A line that is longer than any row of plays. */
export class LongLine extends Error {
  override readonly name = 'LongLine';
}

/** Where the cells of a file are, and what they are called. */
export interface Columns {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly header: readonly string[] | undefined;
}

/** The error about the first line that is too long; undefined when there is none. Cost: a pass over the file. */
export async function longLineError(file: string, columns: Columns): Promise<InputError | undefined> {
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
    `${file}: line ${line} has more than 2 MB${where}: ${shownLine(start)}; expected a row of plays in each line: correct that line, or delete it`,
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

import { type FileHandle, open } from 'node:fs/promises';
import { abortError, InputError } from '../util/errors.js';
import { shownLine } from './file-refusal.js';
import { LineOutput } from './line-output.js';
import { LongLine } from './long-line.js';
import { type Cell, QuotedRecord, QuotingError } from './quoted-record.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const ESCAPE = 0x1b;
/** What is read at once, and the longest line. */
const BUFFER_BYTES = 4 << 20;
/** A quoted cell that is longer has lost its closing quote. DuckDB takes lines up to 2 MB. */
const MAX_CELL = 1_000_000;

const WRITE_TWICE = 'write a quote inside a quoted cell twice (""), as spreadsheets do when they save CSV';
/** Databases can write a quote so. */
const WITHOUT_BACKSLASHES =
  'write a quote inside a quoted cell twice ("") and not behind a backslash (\\"), e.g. sed \'s/\\\\"/""/g\' FILE > NEW';

/** How the cells of a file lie in its lines. */
export interface LineForm {
  readonly delimiter: string;
  /** Whether a cell may stand in double quotes. */
  readonly quoted: boolean;
  /** Lines before the first record, which may hold anything. */
  readonly skip: number;
}

/** What {@link writePlainLines} found. */
export interface PlainLines {
  /** Whether a quoted cell had a doubled quote in it, as only those who quote write it. */
  readonly hasDoubledQuotes: boolean;
  /** Whether anything was escaped. */
  readonly hasEscapes: boolean;
}

/**
 * Copies a text file so that each record is one line without quoting, and has the number it has in the file: a
 * record of several lines is followed by blank ones. What would be taken for a delimiter, a line end or blanks
 * around a cell is escaped; {@link unescaped} is how SQL reads it. Cost: a pass over the file.
 *
 * @returns what was found in the cells
 * @throws InputError with the line for a quoted cell that does not end as it must
 * @throws LongLine for one of more than 4 MB
 */
export async function writePlainLines(
  file: string,
  target: string,
  form: LineForm,
  signal?: AbortSignal,
): Promise<PlainLines> {
  const output = await open(target, 'w');
  try {
    const writer = new RecordWriter(file, form);
    await readLines(file, writer, async () => {
      if (signal?.aborted) throw abortError(signal);
      await writer.output.flush(output);
    });
    writer.end();
    await writer.output.flush(output);
    return writer;
  } finally {
    await output.close();
  }
}

/** Whether a file has to be copied by {@link writePlainLines} before DuckDB reads its lines. */
export async function needsPlainLines(file: string, quoted: boolean): Promise<boolean> {
  const input = await open(file);
  try {
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    for (;;) {
      const { bytesRead } = await input.read(buffer, 0, buffer.length);
      const bytes = buffer.subarray(0, bytesRead);
      // DuckDB counts a carriage return for a line end here and not there.
      if (bytes.includes(CARRIAGE_RETURN) || (quoted && bytes.includes(QUOTE))) return true;
      if (bytesRead === 0) return false;
    }
  } finally {
    await input.close();
  }
}

/** SQL for a cell of the lines that {@link writePlainLines} wrote. */
export function unescaped(cell: string, delimiter: string): string {
  const codes = Object.entries({ D: delimiter, N: '\n', R: '\r', T: '\t', S: ' ', E: '\x1b' });
  const replaced = codes.reduce((sql, [code, text]) => {
    const points = Array.from(text, (character) => `chr(${character.codePointAt(0)})`);
    return `replace(${sql}, chr(${ESCAPE}) || '${code}', ${points.join(' || ')})`;
  }, cell);
  return `CASE WHEN contains(${cell}, chr(${ESCAPE})) THEN ${replaced} ELSE ${cell} END`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped.
const SPECIAL = /[\x1b\n\r\t]|^ | $/;

function escaped({ text, quoted }: Cell, delimiter: string): string {
  if (!SPECIAL.test(text) && !(quoted && text.includes(delimiter))) return text;
  const safe = text.replaceAll('\x1b', '\x1bE');
  if (!quoted) return safe;
  return safe
    .replaceAll(delimiter, '\x1bD')
    .replaceAll('\n', '\x1bN')
    .replaceAll('\r', '\x1bR')
    .replaceAll('\t', '\x1bT')
    .replace(/^ | $/g, '\x1bS');
}

/** Takes the lines of a file one after the other. Text is handled byte by byte, as Latin-1. */
class RecordWriter implements PlainLines {
  readonly output = new LineOutput();
  hasDoubledQuotes = false;
  hasEscapes = false;
  private readonly delimiter: string;
  private line = 0;
  private record: QuotedRecord | undefined;
  private firstLine = { number: 0, text: '' };
  private lineEnd = '';

  constructor(
    private readonly file: string,
    private readonly form: LineForm,
  ) {
    this.delimiter = Buffer.from(form.delimiter).toString('latin1');
  }

  /** @param special whether the line has a quote or an escape character in it */
  add(bytes: Buffer, start: number, end: number, lineEnd: string, special: boolean): void {
    this.line++;
    if (this.line <= this.form.skip) this.output.blank();
    else if (this.record === undefined && !special) this.output.copy(bytes, start, end);
    else if (!this.copiesUnquoted(bytes, start, end)) this.addText(bytes.toString('latin1', start, end));
    this.lineEnd = lineEnd;
  }

  private copiesUnquoted(bytes: Buffer, start: number, end: number): boolean {
    const isWhole = this.form.quoted && this.record === undefined && this.delimiter.length === 1;
    return isWhole && this.output.copyUnquoted(bytes, start, end, this.delimiter.charCodeAt(0));
  }

  private addText(text: string): void {
    if (!this.form.quoted) {
      this.write(escaped({ text, quoted: false }, this.delimiter));
      return;
    }
    const goesOn = this.record !== undefined;
    if (!goesOn) this.firstLine = { number: this.line, text };
    this.record ??= new QuotedRecord(this.delimiter);
    if (!this.addTo(this.record, goesOn ? this.lineEnd + text : text)) {
      if (this.record.pending > MAX_CELL) throw this.refusal('is not closed within a million characters');
      return;
    }
    const { cells } = this.record;
    this.hasDoubledQuotes ||= cells.some((cell) => cell.quoted && cell.text.includes('"'));
    this.write(cells.map((cell) => escaped(cell, this.delimiter)).join(this.delimiter));
    for (let line = this.firstLine.number; line < this.line; line++) this.output.blank();
    this.record = undefined;
  }

  private write(line: string): void {
    this.hasEscapes ||= line.includes('\x1b');
    this.output.text(line);
  }

  private addTo(record: QuotedRecord, text: string): boolean {
    try {
      return record.add(text);
    } catch (error) {
      if (!(error instanceof QuotingError)) throw error;
      const where = this.line > this.firstLine.number ? ` in line ${this.line}` : '';
      if (error.isUnsure) throw this.refusal(`may end${where} at a quote behind a backslash`);
      throw this.refusal(`is followed${where} by more than a delimiter`, 'whose closing quote');
    }
  }

  /** The file has ended. */
  end(): void {
    if (this.record !== undefined) throw this.refusal('is never closed');
  }

  private refusal(problem: string, what = 'that'): InputError {
    const text = shownLine(Buffer.from(this.firstLine.text, 'latin1').toString());
    return new InputError(
      `${this.file}: line ${this.firstLine.number} has a quoted cell ${what} ${problem}: ${text}; ` +
        (this.firstLine.text.includes('\\"') ? WITHOUT_BACKSLASHES : WRITE_TWICE),
    );
  }
}

/** Hands over each line; LF, CR LF and CR end one. Waits for `pause` now and then. */
async function readLines(file: string, writer: RecordWriter, pause: () => Promise<void>): Promise<void> {
  const input = await open(file);
  try {
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    for (let held = await skipMark(input, buffer), isLast = false; !isLast; ) {
      const { bytesRead } = await input.read(buffer, held, buffer.length - held);
      isLast = bytesRead === 0;
      const bytes = buffer.subarray(0, held + bytesRead);
      const rest = addLines(bytes, writer, isLast);
      bytes.copyWithin(0, rest);
      held = bytes.length - rest;
      if (held === buffer.length) throw new LongLine();
      await pause();
    }
  } finally {
    await input.close();
  }
}

/** Reads the first bytes, which may be a byte order mark; how many of them are text. */
async function skipMark(input: FileHandle, buffer: Buffer): Promise<number> {
  const { bytesRead } = await input.read(buffer, 0, 3);
  return buffer.toString('utf8', 0, bytesRead) === '\ufeff' ? 0 : bytesRead;
}

/** @returns where the line begins that does not end here */
function addLines(bytes: Buffer, writer: RecordWriter, isLast: boolean): number {
  const lineFeeds = new Finder(bytes, LINE_FEED);
  const returns = new Finder(bytes, CARRIAGE_RETURN);
  const quotes = new Finder(bytes, QUOTE);
  const escapes = new Finder(bytes, ESCAPE);
  let start = 0;
  for (;;) {
    const end = Math.min(lineFeeds.from(start), returns.from(start));
    const special = quotes.from(start) < end || escapes.from(start) < end;
    // Whether a line feed follows a return at the very end is not known yet.
    const isOpen = end === bytes.length || (end === bytes.length - 1 && bytes[end] === CARRIAGE_RETURN);
    if (isOpen && !isLast) return start;
    if (end === bytes.length) {
      if (start < end) writer.add(bytes, start, end, '', special);
      return end;
    }
    const isPair = bytes[end] === CARRIAGE_RETURN && bytes[end + 1] === LINE_FEED;
    const next = end + (isPair ? 2 : 1);
    writer.add(bytes, start, end, bytes.toString('latin1', end, next), special);
    start = next;
  }
}

/** Where a byte comes next, looked for once until it is passed; the end where it does not come. */
class Finder {
  private found = -1;

  constructor(
    private readonly bytes: Buffer,
    private readonly byte: number,
  ) {}

  from(start: number): number {
    if (this.found < start) {
      const next = this.bytes.indexOf(this.byte, start);
      this.found = next < 0 ? this.bytes.length : next;
    }
    return this.found;
  }
}

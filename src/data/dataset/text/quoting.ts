import { InputError } from '../../../util/errors.js';
import { shownLine } from '../file-error.js';
import { LineOutput, type LineTaker } from './line-io.js';
import { type Cell, EscapedRecord, QuotedRecord, QuotingError } from './records.js';

const ESCAPE = 0x1b;
/** A quoted cell that is longer has lost its closing quote. DuckDB takes lines up to 2 MB. */
const MAX_CELL = 1_000_000;

const WRITE_TWICE = 'write a quote inside a quoted cell twice (""), as spreadsheets do when they save CSV';
/** Databases can write a quote so. */
const WITHOUT_BACKSLASHES =
  'write a quote inside a quoted cell twice ("") and not after a backslash (\\"), e.g. sed \'s/\\\\"/""/g\' FILE > NEW';

/** How the cells of a file lie in its lines. */
export interface LineForm {
  readonly delimiter: string;
  /** Whether a cell may stand in double quotes. */
  readonly quoted: boolean;
  /** Whether a backslash stands in front of what would otherwise split or end a cell. */
  readonly escaped: boolean;
  /** Lines before the first record, which may hold anything. */
  readonly skip: number;
  /** Whether these may be the cells of a row. */
  readonly isRow: (cells: readonly string[]) => boolean;
}

/** A record with a backslash in front of a delimiter, a quote or a line end. */
export interface BackslashRow {
  readonly number: number;
  readonly text: string;
}

/** What {@link writePlainLines} found. */
export interface PlainLines {
  /** Whether a quoted cell had a doubled quote in it, as only those who quote write it. */
  readonly hasDoubledQuotes: boolean;
  /** Whether a quoted cell holds what is mostly not written without quotes: a comma, a delimiter or a line end. */
  readonly hasNeededQuotes: boolean;
  /** Whether a quoted cell swallows the end of a line that is a row without quoting. */
  readonly hasRowsInQuotes: boolean;
  /** Whether anything was escaped. */
  readonly hasEscapes: boolean;
  /** The first of them that is a row as it was read. */
  readonly backslashRow: BackslashRow | undefined;
  /** Whether there are any, rows or not. */
  readonly hasBackslashes: boolean;
  /** Whether a quote behind a backslash stands in the middle of a quoted cell. */
  readonly hasInnerQuotes: boolean;
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
export class RecordWriter implements PlainLines, LineTaker {
  readonly output = new LineOutput();
  hasDoubledQuotes = false;
  hasNeededQuotes = false;
  hasRowsInQuotes = false;
  hasEscapes = false;
  hasBackslashes = false;
  hasInnerQuotes = false;
  backslashRow: BackslashRow | undefined;
  private readonly delimiter: string;
  private line = 0;
  private record: QuotedRecord | EscapedRecord | undefined;
  private firstLine = { number: 0, text: '' };
  private hasBackslash = false;
  /** Whether the record before ends with a backslash, which may escape the line end. */
  private followsBackslash = false;
  private lineEnd = '';

  constructor(
    private readonly file: string,
    private readonly form: LineForm,
  ) {
    this.delimiter = Buffer.from(form.delimiter).toString('latin1');
  }

  add(bytes: Buffer, start: number, end: number, lineEnd: string, special: boolean): void {
    this.line++;
    if (this.line <= this.form.skip) this.output.blank();
    else if (this.record === undefined && !special && !this.followsBackslash)
      this.output.copy(bytes, start, end);
    else if (!this.copiesUnquoted(bytes, start, end)) this.addText(bytes.toString('latin1', start, end));
    this.lineEnd = lineEnd;
  }

  private copiesUnquoted(bytes: Buffer, start: number, end: number): boolean {
    const isWhole = this.form.quoted && this.record === undefined && this.delimiter.length === 1;
    // Between tabs, a comma in quotes is looked for until there is one.
    const tells =
      this.delimiter === '\t' && !this.hasNeededQuotes && bytes.subarray(start, end).includes(',');
    return (
      isWhole &&
      !tells &&
      !this.followsBackslash &&
      this.output.copyUnquoted(bytes, start, end, this.delimiter.charCodeAt(0))
    );
  }

  private addText(text: string): void {
    const goesOn = this.record !== undefined;
    if (!goesOn) {
      this.firstLine = { number: this.line, text };
      // A row of its own does not go on from the line before.
      this.hasBackslash = this.followsBackslash;
    }
    this.hasBackslash ||= this.isBackslashed(text);
    const { quoted, escaped: areEscaped } = this.form;
    this.followsBackslash = !areEscaped && text.endsWith('\\');
    if (!quoted && !areEscaped) {
      this.write(escaped({ text, quoted: false }, this.delimiter));
      this.endRecord(text.split(this.delimiter));
      return;
    }
    this.record ??= areEscaped ? new EscapedRecord(this.delimiter, quoted) : new QuotedRecord(this.delimiter);
    if (!this.addTo(this.record, goesOn ? this.lineEnd + text : text)) {
      if (this.record.pending > MAX_CELL) throw this.refusal('is not closed within a million characters');
      return;
    }
    const { cells } = this.record;
    this.hasDoubledQuotes ||= cells.some((cell) => cell.quoted && cell.text.includes('"'));
    this.findNeed(cells);
    this.write(cells.map((cell) => escaped(cell, this.delimiter)).join(this.delimiter));
    for (let line = this.firstLine.number; line < this.line; line++) this.output.blank();
    this.hasInnerQuotes ||= this.record instanceof EscapedRecord && this.record.hasInnerQuotes;
    this.endRecord(cells.map(({ text }) => text));
  }

  private findNeed(cells: readonly Cell[]): void {
    const isSplit = cells.some(({ quoted, text }) => quoted && text.includes(this.delimiter));
    if ((isSplit || this.firstLine.number < this.line) && this.isRowUnquoted()) this.hasRowsInQuotes = true;
    else
      this.hasNeededQuotes ||= cells.some(({ quoted, text }) => quoted && (isSplit || /[,\n\r]/.test(text)));
  }

  private isRowUnquoted(): boolean {
    return this.form.isRow(this.firstLine.text.split(this.delimiter));
  }

  private isBackslashed(text: string): boolean {
    const isSplit = text.includes(`\\${this.delimiter}`) || text.endsWith('\\');
    return isSplit || (this.form.quoted && text.includes('\\"'));
  }

  private endRecord(cells: readonly string[]): void {
    const { record, hasBackslash } = this;
    this.record = undefined;
    if (!(record instanceof EscapedRecord ? record.hasEscapes : hasBackslash)) return;
    this.hasBackslashes = true;
    // Whose first letter is a quote may be quoted, though nothing else in the file says so.
    const isUnclear = record !== undefined && !this.form.quoted && cells.some((cell) => cell.startsWith('"'));
    if (this.backslashRow !== undefined || isUnclear || !this.form.isRow(cells)) return;
    this.backslashRow = { number: this.firstLine.number, text: decoded(this.firstLine.text) };
  }

  private write(line: string): void {
    this.hasEscapes ||= line.includes('\x1b');
    this.output.text(line);
  }

  private addTo(record: QuotedRecord | EscapedRecord, text: string): boolean {
    try {
      return record.add(text);
    } catch (error) {
      if (!(error instanceof QuotingError)) throw error;
      const where = this.line > this.firstLine.number ? ` in line ${this.line}` : '';
      if (error.isUnsure) throw this.refusal(`may end${where} at a quote after a backslash`);
      throw this.refusal(`is followed${where} by something other than a delimiter`, 'whose closing quote');
    }
  }

  /** The file has ended. */
  end(): void {
    if (this.record !== undefined) throw this.refusal('is never closed');
  }

  private refusal(problem: string, what = 'that'): InputError {
    const text = shownLine(decoded(this.firstLine.text));
    return new InputError(
      `${this.file}: line ${this.firstLine.number} has a quoted cell ${what} ${problem}: ${text}; ` +
        (this.firstLine.text.includes('\\"') ? WITHOUT_BACKSLASHES : WRITE_TWICE),
    );
  }
}

function decoded(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString();
}

import { QuotedRecord, QuotingError } from '../../dataset/text/records.js';

/** A row of a table: its cells, and the number of its first line. */
export interface TableRecord {
  readonly line: number;
  /** undefined where the quotes of the row never close. */
  readonly cells: readonly string[] | undefined;
}

/** Spreadsheets of old write carriage returns alone. */
const LINE_END = /\r\n?|\n/;
/** A cell of an export has one or two line ends at most. */
const MOST_LINES = 20;

/**
 * Splits the text of a table into rows, as it comes. Quotes are those of RFC 4180; where they break its rules, the
 * row is taken as exporters that know no quotes would have written it, if it then has as many cells as others, and
 * reading goes on with the next line.
 */
export class TableRecords {
  private rest = '';
  /** The lines of a row whose quoted cell has not ended. */
  private held: string[] = [];
  private record: QuotedRecord;

  /**
   * @param lines how many lines came before
   * @param width how many cells a row has, if that is known
   */
  constructor(
    private readonly delimiter: string,
    private lines: number,
    private readonly width?: number,
  ) {
    this.record = new QuotedRecord(delimiter);
  }

  /** Rows whose quotes break the rules. */
  broken = 0;

  /** How many lines have been read. */
  get lineCount(): number {
    return this.lines;
  }

  /** Characters of a line that has not ended. */
  get pending(): number {
    return this.rest.length;
  }

  add(chunk: string): TableRecord[] {
    const text = this.rest + chunk;
    // Half of a line end may come with the next chunk.
    const end = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, end).split(LINE_END);
    this.rest = `${lines.pop() ?? ''}${text.slice(end)}`;
    return this.takeAll(lines);
  }

  /** The last rows. */
  end(): TableRecord[] {
    const last = this.rest.replace(/\r$/, '');
    const found = this.takeAll(last === '' ? [] : [last]);
    this.rest = '';
    while (this.held.length > 0) found.push(...this.giveUp());
    return found;
  }

  private takeAll(lines: readonly string[]): TableRecord[] {
    const found: TableRecord[] = [];
    for (const line of lines) found.push(...this.take(line));
    return found;
  }

  private take(line: string): TableRecord[] {
    this.lines++;
    if (this.held.length === 0 && line.trim() === '') return [];
    this.held.push(line);
    try {
      if (this.record.add(this.held.length === 1 ? line : `\n${line}`)) return [this.complete()];
    } catch (error) {
      if (!(error instanceof QuotingError)) throw error;
      return this.giveUp();
    }
    return this.held.length > MOST_LINES ? this.giveUp() : [];
  }

  private complete(): TableRecord {
    const line = this.lines - this.held.length + 1;
    const cells = this.record.cells.map(({ text }) => text);
    this.startRecord();
    return { line, cells };
  }

  /** Takes the first of the lines for a row of its own, and the others anew. */
  private giveUp(): TableRecord[] {
    const [first, ...others] = this.held;
    const line = this.lines - others.length;
    this.startRecord();
    this.lines = line;
    this.broken++;
    const cells = first.split(this.delimiter).map((cell) => cell.trim());
    const isPlain = this.width === undefined || cells.length === this.width;
    return [{ line, cells: isPlain ? cells : undefined }, ...others.flatMap((other) => this.take(other))];
  }

  private startRecord(): void {
    this.held = [];
    this.record = new QuotedRecord(this.delimiter);
  }
}

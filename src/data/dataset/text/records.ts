/** One cell of a record: what it says, without quotes around it. */
export interface Cell {
  readonly text: string;
  readonly quoted: boolean;
}

/** How a record breaks the rules of quoting. */
export class QuotingError extends Error {
  override readonly name = 'QuotingError';

  /** @param isUnsure whether the quoted cell may end where it has a quote that is written twice behind a backslash */
  constructor(readonly isUnsure: boolean) {
    super();
  }
}

/**
 * Splits a record with quoted cells as RFC 4180 has it: a quoted cell may hold delimiters and line ends, a quote in
 * it is written twice, and it ends before a delimiter or the end of the record. Blanks around a cell's quotes, and
 * around a cell without quotes, are no part of it; a quote inside a cell that does not begin with one is a letter.
 */
export class QuotedRecord {
  readonly cells: Cell[] = [];
  /** What is known of a quoted cell that goes on in the next line. */
  private open: string[] | undefined;
  private openLength = 0;

  constructor(private readonly delimiter: string) {}

  /** Characters of the quoted cell that has not ended yet. */
  get pending(): number {
    return this.openLength;
  }

  /**
   * Takes the next line (with the line end before it, when a quoted cell goes on in it).
   *
   * @returns whether the record ends with the line
   * @throws QuotingError when a closing quote is followed by something of the cell, or may be none
   */
  add(line: string): boolean {
    let at = this.open ? this.quotedCell(line, 0) : this.cell(line, 0);
    while (at !== undefined && at < line.length) at = this.cell(line, at + this.delimiter.length);
    return at !== undefined;
  }

  /** Reads the cell that begins here; where it ends, or undefined when it goes on in the next line. */
  private cell(line: string, start: number): number | undefined {
    const first = this.skipBlanks(line, start);
    if (line[first] === '"') return this.quotedCell(line, first + 1);
    const found = line.indexOf(this.delimiter, start);
    const end = found < 0 ? line.length : found;
    this.cells.push({ text: trimBlanks(line.slice(start, end)), quoted: false });
    return end;
  }

  private quotedCell(line: string, start: number): number | undefined {
    const parts = this.open ?? [];
    for (let from = start; ; ) {
      const quote = line.indexOf('"', from);
      if (quote < 0) {
        parts.push(line.slice(from));
        this.open = parts;
        this.openLength += line.length - from;
        return undefined;
      }
      const isDoubled = line[quote + 1] === '"';
      parts.push(line.slice(from, isDoubled ? quote + 1 : quote));
      from = quote + 2;
      const end = this.skipBlanks(line, isDoubled ? from : quote + 1);
      const isEnd = end === line.length || line.startsWith(this.delimiter, end);
      // "12\"" is 12" and ends here for some writers; for others it is 12\" and goes on.
      if (isDoubled && isEnd && line[quote - 1] === '\\') throw new QuotingError(true);
      if (isDoubled) continue;
      if (!isEnd) throw new QuotingError(false);
      this.cells.push({ text: parts.join(''), quoted: true });
      this.open = undefined;
      this.openLength = 0;
      return end;
    }
  }

  private skipBlanks(line: string, start: number): number {
    let at = start;
    while ((line[at] === ' ' || line[at] === '\t') && line[at] !== this.delimiter) at++;
    return at;
  }
}

/** A cell's text without blanks around it. */
export function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

/** What stands for a value that is not there, where backslashes escape. */
const MISSING = '\\N';

/**
 * Splits a record as databases write it (MySQL, Hive, Spark): a backslash stands in front of what would otherwise split
 * or end a cell, and of itself. In front of anything else it is a letter, as in AC\DC.
 */
export class EscapedRecord {
  readonly cells: Cell[] = [];
  /** Whether a delimiter, a line end or a quote inside a quoted cell was escaped. */
  hasEscapes = false;
  /** Whether such a quote is followed by something of its cell, so that it closes none. */
  hasInnerQuotes = false;
  /** What is known of a cell that goes on in the next line. */
  private open: { text: string; readonly quoted: boolean } | undefined;

  /** @param quoted whether a cell may stand in double quotes */
  constructor(
    private readonly delimiter: string,
    private readonly quoted: boolean,
  ) {}

  /** Characters of the cell that has not ended yet. */
  get pending(): number {
    return this.open?.text.length ?? 0;
  }

  /**
   * Takes the next line (with the line end before it, when a cell goes on in it).
   *
   * @returns whether the record ends with the line
   * @throws QuotingError when a closing quote is followed by something of the cell
   */
  add(line: string): boolean {
    let at = this.open ? this.goOn(line) : this.cell(line, 0);
    while (at !== undefined && at < line.length) at = this.cell(line, at + this.delimiter.length);
    return at !== undefined;
  }

  private goOn(line: string): number | undefined {
    const { text = '', quoted = false } = this.open ?? {};
    this.open = undefined;
    return quoted ? this.quotedCell(line, 0, text) : this.bareCell(line, 0, text);
  }

  /** Reads the cell that begins here; where it ends, or undefined when it goes on in the next line. */
  private cell(line: string, start: number): number | undefined {
    const first = this.skipBlanks(line, start);
    return this.quoted && line[first] === '"'
      ? this.quotedCell(line, first + 1, '')
      : this.bareCell(line, start, '');
  }

  private bareCell(line: string, start: number, begun: string): number | undefined {
    let text = begun;
    let at = start;
    for (; at < line.length && !line.startsWith(this.delimiter, at); at++) {
      if (line[at] === '\\') {
        const escaped = this.escaped(line, at + 1);
        if (escaped === '') {
          this.hasEscapes = true;
          this.open = { text, quoted: false };
          return undefined;
        }
        this.hasEscapes ||= escaped === this.delimiter;
        text += escaped ?? line[at];
        at += escaped?.length ?? 0;
      } else text += line[at];
    }
    const trimmed = trimBlanks(text);
    // What was escaped is part of the text, as in quotes; a line end may be all that the cell holds.
    const isEscaped = /[\r\n]/.test(text) || text !== line.slice(start, at);
    this.cells.push({ text: trimmed === MISSING ? '' : trimmed, quoted: isEscaped });
    return at;
  }

  /** What a backslash in front of this place stands for; empty for a line end, undefined for itself. */
  private escaped(line: string, at: number): string | undefined {
    if (at === line.length) return '';
    if (line.startsWith(this.delimiter, at)) return this.delimiter;
    return line[at] === '\\' || line[at] === '"' ? line[at] : undefined;
  }

  private quotedCell(line: string, start: number, begun: string): number | undefined {
    let text = begun;
    for (let at = start; at < line.length; at++) {
      const next = line[at + 1];
      if (line[at] === '\\' && (next === '"' || next === '\\')) {
        if (next === '"') this.addEscapedQuote(line, at + 2);
        text += next;
        at++;
      } else if (line[at] === '"') {
        const end = this.skipBlanks(line, at + 1);
        if (!this.isEnd(line, end)) throw new QuotingError(false);
        this.cells.push({ text, quoted: true });
        return end;
      } else text += line[at];
    }
    this.open = { text, quoted: true };
    return undefined;
  }

  private addEscapedQuote(line: string, next: number): void {
    this.hasEscapes = true;
    this.hasInnerQuotes ||= line[next] !== '"' && !this.isEnd(line, this.skipBlanks(line, next));
  }

  private isEnd(line: string, at: number): boolean {
    return at === line.length || line.startsWith(this.delimiter, at);
  }

  private skipBlanks(line: string, start: number): number {
    let at = start;
    while ((line[at] === ' ' || line[at] === '\t') && line[at] !== this.delimiter) at++;
    return at;
  }
}

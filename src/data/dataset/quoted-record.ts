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
   * @throws QuotingError when a closing quote is followed by more of the cell, or may be none
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

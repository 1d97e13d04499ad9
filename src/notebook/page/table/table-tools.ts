import type { PackedTable } from '../../table/packed-table.js';
import { copyText } from '../copy-text.js';
import { csvOf, markdownOf } from './copy-table.js';
import { bodyRows } from './table-body.js';
import { type CopyFormat, TableControls } from './table-controls.js';
import { TableHead } from './table-head.js';
import { type Sorting, TableRows } from './table-rows.js';
import type { Say, TableLanguage } from './table-words.js';
import { unpackTable } from './unpack-table.js';

/** Shorter tables are searched at a glance. */
const FEWEST_TO_FILTER = 16;

/** Rows on paper, some four pages of them. */
const MOST_ON_PAPER = 200;

/** How long it stands that something was copied, in milliseconds. */
const TOLD_FOR = 4_000;

/**
 * Gives the HTML of a table, of which it may have the first rows only, tools to work with all of them: sorting by a
 * heading, a filter, pages, and copies. The values are unpacked when they are first needed.
 *
 * @param frame a `div.listenlab-frame` with a table of the kernel
 * @returns undefined where there is no such table
 */
export function mountTable(
  frame: HTMLElement,
  packed: PackedTable,
  language: TableLanguage,
): TableTools | undefined {
  const table = frame.querySelector('table');
  return table?.tHead && table.tBodies.length > 0
    ? new TableTools(frame, table, packed, language)
    : undefined;
}

/** A table with its tools. */
export class TableTools {
  readonly #packed: PackedTable;
  readonly #body: HTMLTableSectionElement;
  readonly #head: TableHead;
  readonly #controls: TableControls;
  readonly #language: string;
  readonly #count: Intl.NumberFormat;
  readonly #say: Say;
  /** Those that came with the page. */
  readonly #first: readonly HTMLTableRowElement[];
  #rows: TableRows | undefined;
  /** Those found, in order; undefined while they are all, as in the table. */
  #found: Int32Array | undefined;
  #text = '';
  #sorting: Sorting | undefined;
  #page = 0;
  #isPrinting = false;
  #pageSize = 25;
  #told: ReturnType<typeof setTimeout> | undefined;

  constructor(
    frame: HTMLElement,
    table: HTMLTableElement,
    packed: PackedTable,
    { say, numbers }: TableLanguage,
  ) {
    this.#packed = packed;
    this.#language = numbers;
    this.#count = new Intl.NumberFormat(numbers);
    this.#say = say;
    this.#body = table.tBodies[0];
    this.#first = [...this.#body.rows];
    this.#head = new TableHead(table.tHead!, packed.columns, (column) =>
      this.#ask(() => {
        this.#sorting = this.#head.next(column, this.#sorting);
      }),
    );
    this.#controls = new TableControls(
      {
        onFilter: (text) =>
          this.#ask(() => {
            this.#text = text;
          }),
        onPage: (step) => this.#turn(step),
        onPageSize: (rows) =>
          this.#ask(() => {
            this.#pageSize = rows;
          }),
        onCopy: (format) => void this.#copy(format),
      },
      say,
    );
    const holder = document.createElement('div');
    holder.className = 'll-table';
    // Keys typed here are no commands of the notebook around it.
    holder.setAttribute('data-lm-suppress-shortcuts', 'true');
    frame.before(holder);
    holder.append(this.#controls.filter, frame, this.#controls.foot);
    this.#begin(table);
  }

  /** The first page is there already: nothing needs to be unpacked. */
  #begin(table: HTMLTableElement): void {
    const { rows } = this.#packed;
    this.#body.replaceChildren(...this.#first.slice(0, this.#pageSize));
    if (rows > this.#body.rows.length) table.tFoot?.remove();
    this.#controls.offer({ filter: rows >= FEWEST_TO_FILTER, pages: rows > this.#pageSize });
    this.#describe();
  }

  /** Unpacks what paper needs beyond the rows that came with the page: a browser that prints does not wait for it. */
  async prepareToPrint(): Promise<void> {
    if (!this.#hasRowsForPaper()) await this.#unpacked();
  }

  /**
   * Shows, for paper, the rows that the reader has found, not only a page of them, and says how many more there are. The
   * values may have to be unpacked, which goes on after the call: until then it shows what came with the page.
   */
  async print(): Promise<void> {
    this.#isPrinting = true;
    if (!this.#hasRowsForPaper()) {
      this.#printRows(this.#first.slice(0, MOST_ON_PAPER), this.#packed.kept);
      this.#body.ariaBusy = 'true';
      await this.#unpacked();
      this.#body.ariaBusy = null;
      if (!this.#isPrinting) return;
    }
    if (!this.#rows) return this.#printRows(this.#first.slice(0, MOST_ON_PAPER), this.#packed.kept);
    const found = this.#found ?? this.#rows.select('', undefined);
    this.#printRows(bodyRows(this.#rows, found.subarray(0, MOST_ON_PAPER)), found.length);
  }

  #hasRowsForPaper(): boolean {
    return this.#rows !== undefined || this.#first.length >= Math.min(this.#packed.kept, MOST_ON_PAPER);
  }

  /** Shows the reader's page of rows again. */
  endPrint(): void {
    this.#isPrinting = false;
    this.#controls.print('');
    if (this.#rows) void this.#show();
    else this.#body.replaceChildren(...this.#first.slice(0, this.#pageSize));
  }

  #printRows(rows: readonly HTMLTableRowElement[], found: number): void {
    this.#body.replaceChildren(...rows);
    // Of a table that is too long for the page itself, the rest is nowhere in it.
    const all = this.#found ? found : this.#packed.rows;
    const counts = { shown: this.#count.format(rows.length), all: this.#count.format(all) };
    this.#controls.print(rows.length < all ? this.#say('rowsOnPaper', counts) : '');
  }

  /** Does what a reader asked for, from the first page on. */
  #ask(change: () => void): void {
    change();
    this.#page = 0;
    void this.#show();
  }

  #turn(step: number): void {
    this.#page += step;
    void this.#show();
  }

  async #show(): Promise<void> {
    const rows = await this.#unpacked();
    if (!rows) return;
    const found = rows.select(this.#text, this.#sorting);
    this.#found = found;
    const start = this.#page * this.#pageSize;
    this.#body.replaceChildren(...bodyRows(rows, found.subarray(start, start + this.#pageSize)));
    this.#head.show(this.#sorting);
    this.#describe();
  }

  async #unpacked(): Promise<TableRows | undefined> {
    try {
      this.#rows ??= new TableRows(this.#packed.columns, await unpackTable(this.#packed), this.#language);
      return this.#rows;
    } catch {
      this.#tell(this.#say('rowsUnreadable'));
      return undefined;
    }
  }

  #describe(): void {
    clearTimeout(this.#told);
    const { rows, kept } = this.#packed;
    const found = this.#found?.length ?? kept;
    const start = this.#page * this.#pageSize;
    const end = Math.min(found, start + this.#pageSize);
    const counts = {
      from: this.#count.format(start + 1),
      to: this.#count.format(end),
      found: this.#count.format(found),
      all: this.#count.format(kept),
    };
    const isFiltered = this.#text.trim() !== '';
    const seen = this.#say(found === 0 ? 'noRowFound' : isFiltered ? 'rowsFound' : 'rowsFromTo', counts);
    const part = { all: this.#count.format(rows), inside: this.#count.format(kept) };
    const note = kept < rows ? ` ${this.#say('rowsInside', part)}` : '';
    this.#controls.show(seen + note, this.#sortingInWords(), { first: start === 0, last: end >= found });
  }

  #sortingInWords(): string {
    if (!this.#rows) return '';
    if (!this.#sorting) return this.#say('notSorted');
    const { column, direction } = this.#sorting;
    const { name } = this.#packed.columns[column];
    return this.#say(direction === 'ascending' ? 'sortedUp' : 'sortedDown', { column: name });
  }

  /** Copies all that is found, not only the page of it. */
  async #copy(format: CopyFormat): Promise<void> {
    const rows = await this.#unpacked();
    if (!rows) return;
    const found = this.#found ?? rows.select(this.#text, this.#sorting);
    const text = format === 'CSV' ? csvOf(rows, found) : markdownOf(rows, found);
    const isCopied = await copyText(text);
    const count = this.#count.format(found.length);
    this.#tell(this.#say(isCopied ? 'rowsCopied' : 'rowsNotCopied', { count, format }));
    this.#told = setTimeout(() => this.#describe(), TOLD_FOR);
  }

  #tell(text: string): void {
    clearTimeout(this.#told);
    this.#controls.tell(text);
  }
}

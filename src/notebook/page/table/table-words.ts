import { fill } from '../../../util/fill.js';

/** What the tools of a table say, in English; `{name}` is filled in. */
export const TABLE_WORDS = {
  filterRows: 'Filter rows',
  /** The title of the box. */
  filterFinds: 'Shows the rows with this text, just as it stands here, in one of their cells.',
  rowsFromTo: 'Rows {from}–{to} of {all}',
  rowsFound: 'Rows {from}–{to} of {found} found in {all}',
  noRowFound: 'None of {all} rows has this',
  rowsInside: 'The table has {all} rows; these are the first {inside}.',
  rowsOnPaper: 'The first {shown} of {all} rows; open the page in a browser for the others.',
  rowsUnreadable: 'The other rows of this table cannot be read.',
  sortedUp: 'Sorted by {column}, lowest first.',
  sortedDown: 'Sorted by {column}, highest first.',
  notSorted: 'In the order of the table.',
  rowsPerPage: 'Rows per page',
  rowsBefore: 'Previous rows',
  rowsAfter: 'Next rows',
  copyAs: 'Copy as {format}',
  /** The title of the button: programs read one CSV, spreadsheets import it whatever their language. */
  csvIs:
    'Numbers with a decimal point and commas between columns, as programs read it. In Excel: Data > From Text/CSV.',
  rowsCopied: '{count} rows copied as {format}.',
  rowsNotCopied: 'The browser did not allow the page to copy.',
};

export type TableWord = keyof typeof TABLE_WORDS;

/** A sentence with its `{names}` filled in. */
export type Say = (word: TableWord, values?: Readonly<Record<string, string>>) => string;

/** The language around a table. */
export interface TableLanguage {
  readonly say: Say;
  /** How numbers are written, such as `de`. */
  readonly numbers: string;
}

export const IN_ENGLISH: TableLanguage = {
  say: (word, values = {}) => fill(TABLE_WORDS[word], values),
  numbers: 'en',
};

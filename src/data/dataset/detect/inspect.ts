import { closeSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../../../util/errors.js';
import { formatPlural } from '../../../util/format.js';
import { columnAdvice } from '../columns/column-advice.js';
import type { TableOptions } from '../columns/table-options.js';
import { FileRefusal, shownLine } from '../file-error.js';
import { LEAST_TIME, MBID } from '../read/cells.js';
import { LINE_FORMATS, type LineFormat } from '../read/lines.js';
import { cellsOf, type Dialect, findDialect, isHeader, namesColumns } from '../text/dialect.js';
import { TextScan } from '../text/encoding.js';
import { EXPECTED_COLUMNS, layoutRefusal } from '../text/layout-errors.js';
import { refuseOtherQuotes, refuseQuotedRows } from '../text/other-quotes.js';
import { checkJsonForm } from './json-form.js';
import { packingOf, remedyOf, unpackedName } from './packing.js';

/** How much of a file is inspected before it is read. */
const HEAD_BYTES = 65_536;
/** Chunk size for reading the rest of a faulty file. */
const CHUNK_BYTES = 1 << 20;
/** How much is inspected where lines are long, as in a table with thousands of columns. */
const LONG_HEAD_BYTES = 4 << 20;
/** This many lines show how a table is written. */
const FEW_LINES = 20;
const COLUMNS_360K = LINE_FORMATS['lastfm-360k'].length;
const COLUMNS_1K = LINE_FORMATS['lastfm-1k'].length;

/** What a file of plays turned out to be. */
export interface Inspected {
  readonly format: LineFormat | 'hetrec' | 'text' | 'parquet' | 'json' | 'json-records' | 'packed';
  /** How it is written (`text` only). */
  readonly dialect?: Dialect;
}

/**
 * Tells the format of a file of plays by its name and its first 64 KiB.
 *
 * @throws InputError for a folder, an empty file, a binary file and a text without the columns needed
 */
export function inspectPlays(file: string, options: TableOptions): Inspected {
  const head = readHead(file);
  // What is not compressed may still be called so.
  const extension = path.extname(unpackedName(file)).toLowerCase();
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return { format: 'parquet' };
  if (packingOf(file, head) !== undefined) return { format: 'packed' };
  refuseForeign(file, head);
  if (extension === '.parquet') return { format: 'parquet' };
  refuseNoText(file, head);
  if (['.json', '.jsonl', '.ndjson'].includes(extension) || beginsWithRecord(head)) {
    const text = head.toString('utf8');
    checkJsonForm(file, text, head.length < HEAD_BYTES, options);
    // Records may stand in a list, or one after the other, mostly one a line.
    return { format: /^\uFEFF?\s*\[/.test(text) ? 'json' : 'json-records' };
  }
  const lines = firstLines(file, head);
  const dialect = findDialect(lines, options);
  if (dialect === undefined)
    throw new InputError(`${file} holds only blank lines or comments; ${EXPECTED_360K}`);
  const isHetrec = /^userID\tartistID\tweight$/i.test(dialect.firstLine.text);
  if (isHetrec && options.columns === undefined) return { format: 'hetrec' };
  refuseOtherQuotes(file, dialect);
  refuseQuotedRows(file, dialect);
  const { columns, delimiter, header, countListens } = options;
  if (header === false && namesOnly(dialect)) throw hasHeader(file, dialect);
  const isTable = columns !== undefined || delimiter !== undefined || header !== undefined;
  if (isTable || namesColumns(dialect.header, options)) return { format: 'text', dialect };
  const rows = lines.flatMap((text, i) => (text === '' ? [] : [{ number: i + 1, text }]));
  if (is360K(rows)) {
    if (countListens) throw hasPlays(file, rows);
    return { format: 'lastfm-360k' };
  }
  if (is1K(rows)) {
    if (!countListens) throw onlyListens(file, rows);
    return { format: 'lastfm-1k' };
  }
  if (areProfiles(rows)) throw onlyProfiles(file, rows);
  if (extension === '.csv' || !dialect.firstLine.text.includes('\t')) return { format: 'text', dialect };
  throw layoutRefusal(file, dialect, options) ?? unknownColumns(file, rows, options);
}

/** Refuses a file known to be something other than Parquet; returns the path. */
export function checkPart(file: string): string {
  refuseForeign(file, readHead(file));
  return file;
}

/** Refuses a folder, an empty file and a binary file; returns the path. */
export function checkText(file: string): string {
  const head = readHead(file);
  refuseForeign(file, head);
  refuseNoText(file, head);
  return file;
}

const EXPECTED_360K = `${EXPECTED_COLUMNS}; check that it is the file you mean`;

/** The first bytes of a file that is not empty. */
export function readHead(file: string, bytes = HEAD_BYTES): Buffer {
  const stats = statSync(file);
  if (stats.isDirectory()) throw new InputError(`${file} is a folder; expected a file`);
  if (stats.size === 0) throw new InputError(`${file} is empty; ${EXPECTED_360K}`);
  const buffer = Buffer.alloc(Math.min(bytes, stats.size));
  const descriptor = openSync(file, 'r');
  try {
    return buffer.subarray(0, readSync(descriptor, buffer));
  } finally {
    closeSync(descriptor);
  }
}

/** Refuses a file known to be something other than a table. */
function refuseForeign(file: string, head: Buffer): void {
  const remedy = remedyOf(file, head);
  if (remedy !== undefined) throw new InputError(`${file} is ${remedy}`);
}

/** Refuses a file that is not text in UTF-8. */
function refuseNoText(file: string, head: Buffer): void {
  const scan = new TextScan();
  scan.add(head);
  // The rest of the file tells one encoding from another; where nothing is wrong so far, it is not read yet.
  if (scan.fault === undefined && head.length === HEAD_BYTES) return;
  for (const chunk of chunksBehind(file, head)) scan.add(chunk);
  scan.end();
  const { fault } = scan;
  if (fault !== undefined) throw new InputError(`${file} ${fault.found}; ${fault.advice ?? EXPECTED_360K}`);
}

function* chunksBehind(file: string, head: Buffer): Generator<Buffer> {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let at = head.length; ; ) {
      const bytes = readSync(descriptor, buffer, 0, buffer.length, at);
      if (bytes === 0) return;
      yield buffer.subarray(0, bytes);
      at += bytes;
    }
  } finally {
    closeSync(descriptor);
  }
}

interface HeadLine {
  readonly number: number;
  readonly text: string;
}

/** The lines that are wholly inside the head, or inside a longer one where they are long. */
function firstLines(file: string, head: Buffer): string[] {
  const lines = wholeLines(file, head);
  if (lines.length >= FEW_LINES) return lines;
  const longer = wholeLines(file, readHead(file, LONG_HEAD_BYTES));
  if (longer.length > 0) return longer;
  throw new InputError(`${file}: line 1 is longer than 4 MB; ${EXPECTED_360K}`);
}

/** Lines without the last one when it may go on, and without a byte order mark. */
function wholeLines(file: string, head: Buffer): string[] {
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  const lines = text.split(/\r\n|\n|\r/);
  return head.length < statSync(file).size ? lines.slice(0, -1) : lines;
}

/** Whether a file of any name begins like JSON. */
function beginsWithRecord(head: Buffer): boolean {
  return /^\uFEFF?\s*(?:\[\s*)?\{\s*"(?:[^"\\\n]|\\.)*"\s*:/.test(head.toString('utf8'));
}

/**
 * Whether lines are those of Last.fm 360K: four columns, the second a MusicBrainz id or empty, and the fourth no
 * time. A stray line is for cleaning to count; when most lines are strays, it is another kind of file.
 */
function is360K(lines: readonly HeadLine[]): boolean {
  const rows = lines.map(({ text }) => text.split('\t')).filter((row) => row.length === COLUMNS_360K);
  const fitting = rows.filter(([, mbid]) => mbid === '' || MBID.test(mbid));
  const times = fitting.filter((row) => Number(row[3]) >= LEAST_TIME);
  return fitting.length * 2 > lines.length && times.length * 2 <= fitting.length;
}

/** Whether lines are those of Last.fm 1K: six columns, the second a time, the third a MusicBrainz id or empty. */
function is1K(lines: readonly HeadLine[]): boolean {
  const fitting = lines.filter(({ text }) => {
    const [, time, mbid, ...rest] = text.split('\t');
    return rest.length === COLUMNS_1K - 3 && ISO_TIME.test(time) && (mbid === '' || MBID.test(mbid));
  });
  return fitting.length * 2 > lines.length;
}

/** Whether lines are those of the profiles beside Last.fm 360K or 1K, with a header or without. */
function areProfiles(lines: readonly HeadLine[]): boolean {
  const rows = lines.filter(({ text }) => !text.startsWith('#id\t'));
  const fitting = rows.filter(({ text }) => PROFILE.test(text));
  return fitting.length * 2 > rows.length;
}

/** User, gender, age, country and the day of signing up. */
const PROFILE = /^[^\t]+\t[mf]?\t-?\d*\t[^\t\d]*\t(?:[A-Z][a-z]{2} \d{1,2}, \d{4})?$/;
const ISO_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** Whether the first line names columns, and has no number as a row would. */
function namesOnly({ firstLine: { text }, delimiter }: Dialect): boolean {
  return isHeader(text, {}) && !cellsOf(text, delimiter).some((cell) => /^\d/.test(cell));
}

function hasHeader(file: string, { firstLine: { number, text } }: Dialect): InputError {
  const found = `${file}: line ${number} is a header, not a row: ${shownLine(text)}`;
  return new FileRefusal(found, { code: 'leave out header: false', flags: 'leave out --no-header' });
}

function onlyListens(file: string, [first]: readonly HeadLine[]): InputError {
  const found = `${file} has one listen per line (user, time, mbid, artist, mbid, track, as in Last.fm 1K) and no plays; line ${first.number} is ${shownLine(first.text)}`;
  return new FileRefusal(found, {
    code: 'count them with countListens: true',
    flags: 'count them with --count-listens',
    options: { countListens: true },
  });
}

function hasPlays(file: string, [first]: readonly HeadLine[]): InputError {
  const found = `${file} has plays in its fourth column, like Last.fm 360K, so its rows are more than single listens; line ${first.number} is ${shownLine(first.text)}`;
  return new FileRefusal(found, { code: 'leave out countListens', flags: 'leave out --count-listens' });
}

function onlyProfiles(file: string, [first]: readonly HeadLine[]): InputError {
  const found = `${file} has profiles of users (user, gender, age, country, sign-up date, as in Last.fm 360K) and no plays; line ${first.number} is ${shownLine(first.text)}`;
  return new FileRefusal(found, {
    code: 'give the file of plays, and this one with the option profiles',
    flags: 'give the file of plays instead; in code, openDataset takes this one as its option profiles',
  });
}

/** Shows the first line that does not fit. */
function unknownColumns(file: string, lines: readonly HeadLine[], options: TableOptions): InputError {
  const stray = lines.find((line) => !is360K([line])) ?? lines[0];
  const cells = stray.text.split('\t');
  const other = cells.length === COLUMNS_360K ? ' that are not those of Last.fm 360K' : '';
  const found = `line ${stray.number} has ${formatPlural(cells.length, 'column')}${other}`;
  const problem = `${file}: ${found}; ${EXPECTED_COLUMNS}; the line is ${shownLine(stray.text)}`;
  const [first, ...rows] = lines.slice(0, FEW_LINES).map(({ text }) => cellsOf(text, '\t'));
  return new FileRefusal(problem, columnAdvice(first, options, { file, text: { delimiter: '\t', rows } }));
}

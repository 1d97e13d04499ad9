import { closeSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../util/errors.js';
import { formatPlural } from '../util/format.js';

/** How much of a file is looked at before it is read in earnest. */
const HEAD_BYTES = 65_536;
const COLUMNS_360K = 4;

/** What a file of plays turned out to be. */
export interface Inspected {
  readonly format: 'lastfm-360k' | 'hetrec' | 'csv' | 'parquet' | 'json';
  /** What stands between the columns (`csv` only). */
  readonly delimiter?: string;
}

const DELIMITERS = ['\t', ',', ';', '|'];

/**
 * Tells the format of a file of plays by its name and its first 64 KiB.
 *
 * @param named true when the user says which columns to read, so that it must be a table with a header
 * @throws InputError for a folder, an empty file, a binary file and a text without the columns needed
 */
export function inspectPlays(file: string, named: boolean): Inspected {
  const head = readHead(file);
  const extension = path.extname(file).toLowerCase();
  if (extension === '.parquet' || head.subarray(0, 4).toString('latin1') === 'PAR1')
    return { format: 'parquet' };
  refuseBinary(file, head);
  if (['.json', '.jsonl', '.ndjson'].includes(extension)) return { format: 'json' };
  const lines = headLines(head);
  if (lines.length === 0) throw new InputError(`${file} holds only blank lines; ${EXPECTED_360K}`);
  if (/^userID\tartistID\tweight$/i.test(lines[0].text)) return { format: 'hetrec' };
  const delimiter = delimiterOf(lines[0].text);
  if (named || extension === '.csv' || hasPlayColumns(lines[0].text, delimiter))
    return { format: 'csv', delimiter };
  refuseOtherColumns(file, lines);
  return { format: 'lastfm-360k' };
}

/** Refuses a folder, an empty file and a binary file; returns the path. */
export function checkText(file: string): string {
  refuseBinary(file, readHead(file));
  return file;
}

const EXPECTED_360K =
  'expected 4 columns separated by tabs (user, mbid, artist, plays), or a table whose header names the ' +
  'columns user, artist and plays (name others with the option columns)';

function readHead(file: string): Buffer {
  const stats = statSync(file);
  if (stats.isDirectory()) throw new InputError(`${file} is a folder; expected a file`);
  if (stats.size === 0) throw new InputError(`${file} is empty; ${EXPECTED_360K}`);
  const buffer = Buffer.alloc(Math.min(HEAD_BYTES, stats.size));
  const descriptor = openSync(file, 'r');
  try {
    return buffer.subarray(0, readSync(descriptor, buffer));
  } finally {
    closeSync(descriptor);
  }
}

function refuseBinary(file: string, head: Buffer): void {
  const magic = head.subarray(0, 4).toString('hex');
  if (magic.startsWith('1f8b')) {
    throw new InputError(`${file} is compressed with gzip; unpack it first: gunzip ${path.basename(file)}`);
  }
  if (magic === '504b0304')
    throw new InputError(`${file} is a zip archive; unpack it and give the file of plays`);
  if (magic.startsWith('fffe') || magic.startsWith('feff')) {
    throw new InputError(`${file} is encoded as UTF-16; expected UTF-8: save it again as UTF-8`);
  }
  const zero = head.indexOf(0);
  if (zero >= 0) {
    throw new InputError(`${file} is a binary file (byte ${zero + 1} is zero); ${EXPECTED_360K}`);
  }
}

interface HeadLine {
  readonly number: number;
  readonly text: string;
}

/** The lines that are wholly inside the head, blank ones left out. */
function headLines(head: Buffer): HeadLine[] {
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  const lines = text.split(/\r\n|\n|\r/);
  if (head.length === HEAD_BYTES && lines.length > 1) lines.pop();
  return lines.map((line, i) => ({ number: i + 1, text: line })).filter((line) => line.text !== '');
}

/** The delimiter that a header has most of. */
function delimiterOf(header: string): string {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/** Whether a header names user, artist and plays, in any order and case, between other columns. */
function hasPlayColumns(header: string, delimiter: string): boolean {
  const names = header.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase());
  return ['user', 'artist', 'plays'].every((name) => names.includes(name));
}

/** A stray line is for cleaning to count; when most lines are strays, it is another kind of file. */
function refuseOtherColumns(file: string, lines: HeadLine[]): void {
  const strays = lines.filter((line) => line.text.split('\t').length !== COLUMNS_360K);
  if (strays.length * 2 < lines.length) return;
  const columns = strays[0].text.split('\t').length;
  throw new InputError(
    `${file}: line ${strays[0].number} has ${formatPlural(columns, 'column')}; ${EXPECTED_360K}`,
  );
}

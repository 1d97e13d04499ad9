import { InputError } from '../../util/errors.js';
import { formatBytes, formatCount } from '../../util/format.js';
import type { ExportFile } from './export-files.js';
import { NotAHistory } from './not-a-history.js';

/** Exports have files of 12 MB; ListenBrainz' single list has 100 MB for 100,000 listens. */
const LARGEST_FILE = 384 * 2 ** 20;
/** All histories of an export together, unpacked. */
const LARGEST_EXPORT = 2 * 2 ** 30;
/** Lists of plays pack to a tenth or a thirtieth; what packs to less than this holds nothing. */
const HIGHEST_RATIO = 200;
/** Smaller files do no harm however they are packed. */
const SMALL = 16 * 2 ** 20;
/** Forty years of two hundred plays a day. */
export const MOST_ROWS = 3_000_000;

/** More than any export has: a folder of so many is a home folder or a disk. */
export const MOST_FILES = 20_000;

/**
 * Refuses a file that is larger than any history, or would be when it is unpacked.
 *
 * @throws NotAHistory
 */
export function checkSize({ label, bytes, packedBytes }: Omit<ExportFile, 'name' | 'open'>): void {
  if (bytes > LARGEST_FILE) {
    throw new NotAHistory(
      label,
      `is ${formatBytes(bytes)} large`,
      `a file of a history may have ${formatBytes(LARGEST_FILE)}`,
    );
  }
  if (packedBytes !== undefined && bytes > mostUnpacked(packedBytes)) {
    throw new NotAHistory(
      label,
      `would unpack from ${formatBytes(packedBytes)} to ${formatBytes(bytes)}, which no listening history does`,
      'download the export again',
    );
  }
}

/** So much a packed file may unpack to, if it is a history. */
export function mostUnpacked(packedBytes: number): number {
  return Math.max(SMALL, packedBytes * HIGHEST_RATIO);
}

/** @throws InputError when so many bytes are more than an export has */
export function checkTotal(bytes: number): void {
  if (bytes > LARGEST_EXPORT) {
    throw new InputError(
      `the export has more than ${formatBytes(LARGEST_EXPORT)} of histories, more than one listener's; give the files of one of them`,
    );
  }
}

/** The error about more rows than anybody has played. */
export function tooManyRows(label: string): InputError {
  return new InputError(
    `${label} has more than ${formatCount(MOST_ROWS)} rows, more than anybody plays in a life; give the export of one listener`,
  );
}

/** The error about an archive or folder with more files than an export. */
export function tooManyFiles(what: string): InputError {
  return new InputError(
    `${what} holds more than ${formatCount(MOST_FILES)} files; give the folder of the export alone`,
  );
}

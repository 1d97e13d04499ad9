import path from 'node:path';
import { InputError } from '../../util/errors.js';
import { formatBytes, formatCount } from '../../util/format.js';

/** Supported exports, for messages about others. */
export const EXPECTED =
  'expected a listening history: Spotify (StreamingHistory_music_0.json, Streaming_History_Audio_2020_0.json ' +
  'or the zip they come in), a CSV of Last.fm scrobbles, or an export of ListenBrainz, YouTube Music, Apple Music, Tidal or Deezer';

/** One file of an export. */
export interface ExportFile {
  /** What it is called in messages: its path, or its name and that of the zip. */
  readonly label: string;
  /** What it is called, without folders. */
  readonly name: string;
  /** Uncompressed size, as far as it is known in advance. */
  readonly bytes: number;
  /** Compressed size; undefined for a file that is not compressed. */
  readonly packedBytes?: number;
  /** Its content, in chunks. */
  open(): AsyncIterable<Uint8Array>;
}

/** The files of an export. */
export interface Export {
  /** What it is, for messages: `zip /home/ann/my_spotify_data.zip`. */
  readonly title: string;
  /** The file that was given, or those of a folder or zip that are named like histories. */
  readonly files: readonly ExportFile[];
  /** Whether there may be other things beside the histories: in a folder or zip. */
  readonly isCollection: boolean;
  /** The other files of a folder or zip, which are never opened. */
  readonly others: readonly string[];
  /** Files and folders in a folder that may not be read. */
  readonly denied?: readonly string[];
  close(): void;
}

/** By which names the services write histories. Copies of a download have ` (1)` behind the number. */
const HISTORY_NAMES = [
  /^StreamingHistory(_music_)?\d+\b.*\.json$/i,
  /^Streaming_History_Audio_.*\.json$/i,
  /^endsong_\d+\b.*\.json$/i,
  /_lb-\d{4}-\d\d-\d\d\b.*\.json$/i,
  /^watch-history\b.*\.json$/i,
  /^Wiedergabeverlauf\b.*\.json$/i,
  /^(lastfmstats|recenttracks|scrobbles)-.*\.json$/i,
  /\.csv$/i,
];
/** Rockbox hides its log. */
const SCROBBLER_LOG = /^\.?scrobbler\b.*\.log$/i;

const LISTENBRAINZ_MONTH = /(^|\/)listens\/\d{4}\/\d{1,2}\.jsonl$/;

const GZIP = '.gz';

/** Whether a file's name says that it is compressed with gzip. */
export function isGzipName(name: string): boolean {
  return name.toLowerCase().endsWith(GZIP);
}

/**
 * Whether a file in an archive or folder is a listening history, by its name. Others are never opened: they
 * hold addresses, payments and search terms.
 *
 * @param member its path within the archive or folder, with slashes
 */
export function isHistoryName(member: string): boolean {
  const plain = isGzipName(member) ? member.slice(0, -GZIP.length) : member;
  const name = path.posix.basename(plain);
  // macOS puts a file `._NAME` beside each in the archives that it makes.
  if (SCROBBLER_LOG.test(name)) return true;
  if (name.startsWith('.')) return false;
  return LISTENBRAINZ_MONTH.test(plain) || HISTORY_NAMES.some((pattern) => pattern.test(name));
}

/** Spotify's list of videos has the form of the extended history, but tells of films, shows and video podcasts too. */
export function isVideoHistory(file: string): boolean {
  return /^Streaming_History_Video_/i.test(path.basename(file));
}

/** A file that is not a listening history: refused when given alone, skipped in a folder or zip. */
export class NotAHistory extends InputError {
  /**
   * @param label the file
   * @param found what it is instead: `has no column 'artist'`
   * @param advice what to give instead
   */
  constructor(
    readonly label: string,
    readonly found: string,
    readonly advice: string = EXPECTED,
    options?: ErrorOptions,
  ) {
    super(`${label} ${found}; ${advice}`, options);
  }
}

/** Exports have files of 12 MB; ListenBrainz' single list has 100 MB for 100,000 listens. */
const LARGEST_FILE = 384 * 2 ** 20;
/** All histories of an export together, unpacked. */
const LARGEST_EXPORT = 2 * 2 ** 30;
/** Lists of plays pack to a tenth or a thirtieth; what packs to less than this holds nothing. */
const HIGHEST_RATIO = 200;
/** Smaller files are harmless however they are compressed. */
const SMALL_FILE = 16 * 2 ** 20;
/** Forty years of two hundred plays a day. */
export const MOST_ROWS = 3_000_000;

/** More files than any export has: such a folder is a home folder or a disk. */
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
      `is ${formatBytes(bytes)} in size`,
      `expected at most ${formatBytes(LARGEST_FILE)}`,
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

/** The most that a compressed history may unpack to. */
export function mostUnpacked(packedBytes: number): number {
  return Math.max(SMALL_FILE, packedBytes * HIGHEST_RATIO);
}

/** @throws InputError when an export has more bytes than any real one */
export function checkTotal(bytes: number): void {
  if (bytes > LARGEST_EXPORT) {
    throw new InputError(
      `the export has more than ${formatBytes(LARGEST_EXPORT)} of histories, more than one listener can have; give the files of one listener`,
    );
  }
}

/** The error about more rows than anybody could have played. */
export function tooManyRows(label: string): InputError {
  return new InputError(
    `${label} has more than ${formatCount(MOST_ROWS)} rows, more than anybody plays in a lifetime; give the export of one listener`,
  );
}

/** The error about an archive or folder with more files than an export. */
export function tooManyFiles(what: string): InputError {
  return new InputError(
    `${what} holds more than ${formatCount(MOST_FILES)} files; give the folder of the export alone`,
  );
}

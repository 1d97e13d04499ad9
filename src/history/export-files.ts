import path from 'node:path';

/** What is read, for messages about what is not. */
export const EXPECTED =
  'expected a listening history: Spotify (StreamingHistory_music_0.json, Streaming_History_Audio_2020_0.json ' +
  'or the zip they come in), a CSV of Last.fm scrobbles, or an export of ListenBrainz';

/** One file of an export. */
export interface ExportFile {
  /** What it is called in messages: its path, or its name and that of the zip. */
  readonly label: string;
  /** Unpacked. */
  readonly bytes: number;
  /** Its content, in chunks. */
  open(): AsyncIterable<Uint8Array>;
}

/** The files of an export that hold listens. */
export interface Export {
  readonly files: readonly ExportFile[];
  close(): void;
}

/** By which names the services write histories. Copies of a download have ` (1)` behind the number. */
const HISTORY_NAMES = [
  /^StreamingHistory(_music_)?\d+\b.*\.json$/i,
  /^Streaming_History_Audio_.*\.json$/i,
  /^endsong_\d+\b.*\.json$/i,
  /_lb-\d{4}-\d\d-\d\d\b.*\.json$/i,
  /\.csv$/i,
];

const LISTENBRAINZ_MONTH = /(^|\/)listens\/\d{4}\/\d{1,2}\.jsonl$/;

/**
 * Whether a file in an archive or folder is a listening history, by its name. Others are never opened: they
 * hold addresses, payments and search terms.
 *
 * @param member its path within the archive or folder, with slashes
 */
export function isHistoryName(member: string): boolean {
  const name = path.posix.basename(member);
  // macOS puts a file `._NAME` beside each in the archives that it makes.
  if (name.startsWith('.')) return false;
  return LISTENBRAINZ_MONTH.test(member) || HISTORY_NAMES.some((pattern) => pattern.test(name));
}

/** Spotify's list of videos has the form of the extended history, but tells of films, shows and video podcasts too. */
export function isVideoHistory(file: string): boolean {
  return /^Streaming_History_Video_/i.test(path.basename(file));
}

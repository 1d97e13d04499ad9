import { setImmediate } from 'node:timers/promises';
import type { TaskProgress } from '../util/current-progress.js';
import { abortError, InputError } from '../util/errors.js';
import { formatPlural } from '../util/format.js';
import { checkOptionNames } from '../util/option-names.js';
import { type Watch, watched } from '../util/watched.js';
import type { Export, ExportFile } from './export-files.js';
import { isJson, jsonRows } from './json-rows.js';
import { readScrobbles } from './lastfm-csv.js';
import type { Row } from './listen.js';
import { openExport } from './open-export.js';
import { readText } from './read-text.js';
import { type ArtistPlays, type SkippedRows, Tally } from './tally.js';

/** How to read a listening history; everything may be left out. */
export interface ListeningHistoryOptions extends Watch<TaskProgress> {
  /**
   * What was played for less is no play. Default 30 seconds, from which on Spotify counts a stream ("How we count
   * streams", support.spotify.com). Exports of Last.fm and ListenBrainz do not say how long: there each row is a
   * play.
   */
  minimumSeconds?: number;
}

/** Who one listener has played, how often. */
export interface ListeningHistory {
  /** What was read: `Spotify account data`, `Last.fm scrobbles`, ... */
  source: string;
  /** The files that were read, by path, or by name and zip. */
  files: string[];
  /** The most played artist first. */
  plays: ArtistPlays[];
  /** The first and the last play; undefined where the export knows none's date. */
  from: Date | undefined;
  to: Date | undefined;
  /** How many plays were counted. */
  counted: number;
  /** Rows that are no plays, the most frequent reason first. */
  skipped: SkippedRows[];
}

const SCROBBLES = { title: 'Last.fm scrobbles', repeatsCount: true };
/** Rows counted before other work has its turn, an interrupt included: some 20 ms. */
const ROWS_AT_A_TIME = 50_000;

/**
 * Reads a listener's own history from the export of a music service, and counts plays per artist. Everything
 * stays on this machine.
 *
 * Where exports come from:
 * - Spotify: spotify.com/account/privacy, "Download your data": tick *Account data* (the last year, ready in
 *   days) or *Extended streaming history* (everything, up to 30 days). A mail brings a link to a zip.
 * - Last.fm has no export of its own. lastfm.ghan.nl/export, benjaminbenben.com/lastfm-to-csv and
 *   lastfmstats.com make a CSV of a user's scrobbles.
 * - ListenBrainz: listenbrainz.org/settings/export gives a zip.
 *
 * Of a folder or zip, only the files named like histories are opened. Podcasts, audiobooks, videos and what was
 * played shortly are no plays; where files overlap, a play counts once.
 *
 * @example
 * const history = await readListeningHistory('my_spotify_data.zip');
 * history.plays // [{ artist: 'radiohead', plays: 412 }, ...]
 * const { plays } = matchArtists(history, model.artists);
 * model.foldIn(plays).recommend({ count: 20 });
 * @param path a file, a zip as it was downloaded, or a folder with the unpacked files
 * @param options `signal` stops it, `onProgress` hears of it; default, in a notebook, the running cell's
 * @throws InputError when there is no such path, when nothing there is a history of these kinds, when a file is
 * damaged or larger than 384 MiB, when two kinds are mixed, or when no row is a play
 * Cost: about two seconds of a processor for 100 MB; a file of JSON is in memory as a whole, some four times its size.
 */
export async function readListeningHistory(
  path: string,
  options: ListeningHistoryOptions = {},
): Promise<ListeningHistory> {
  checkOptionNames<ListeningHistoryOptions>(options, {
    minimumSeconds: true,
    signal: true,
    onProgress: true,
  });
  const { minimumSeconds = 30 } = options;
  if (!(Number.isFinite(minimumSeconds) && minimumSeconds >= 0)) {
    throw new InputError(`minimumSeconds is ${minimumSeconds}; expected a number of seconds, 0 or more`);
  }
  return await watched(
    'reading your history',
    options,
    (progress) => progress,
    async (watch) => {
      const found = await openExport(path);
      try {
        return await countPlays(path, found, new Tally(minimumSeconds), watch);
      } finally {
        found.close();
      }
    },
  );
}

async function countPlays(
  path: string,
  { files }: Export,
  tally: Tally,
  { signal, onProgress }: Watch<TaskProgress>,
): Promise<ListeningHistory> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
    onProgress?.({ task: 'reading your history', done, total });
  };
  let first: { source: string; label: string } | undefined;
  for (const [number, file] of files.entries()) {
    const text = await readText(file, onBytes, signal);
    const read = await readRows(text, file, signal);
    if (!read) continue;
    first ??= { source: read.title, label: file.label };
    if (first.source !== read.title) throw mixed(first, { source: read.title, label: file.label });
    let rows = 0;
    for (const row of read.rows) {
      tally.add(row, number, read.repeatsCount);
      if (++rows % ROWS_AT_A_TIME === 0) await setImmediate();
      if (signal?.aborted) throw abortError(signal);
    }
  }
  if (!first || tally.counted === 0) throw noPlays(path, tally);
  return {
    source: first.source,
    files: files.map(({ label }) => label),
    plays: tally.artists(),
    ...tally.span(),
    counted: tally.counted,
    skipped: tally.skipped(),
  };
}

interface Rows {
  readonly title: string;
  readonly repeatsCount: boolean;
  readonly rows: Iterable<Row>;
}

async function readRows(text: string, file: ExportFile, signal?: AbortSignal): Promise<Rows | undefined> {
  if (!isJson(text)) return { ...SCROBBLES, rows: await readScrobbles(text, file.label, signal) };
  const found = jsonRows(text, file.label);
  return found && { title: found.format.title, repeatsCount: found.format.repeatsCount, rows: found.rows };
}

function mixed(...[a, b]: { source: string; label: string }[]): InputError {
  return new InputError(
    `${a.label} holds ${a.source} and ${b.label} holds ${b.source}, which may tell of the same plays; give one of them`,
  );
}

function noPlays(path: string, tally: Tally): InputError {
  const reasons = tally.skipped().map(({ reason, rows }) => `${formatPlural(rows, 'row')}: ${reason}`);
  const found = reasons.length === 0 ? 'its lists are empty' : reasons.join('; ');
  return new InputError(
    `${path} holds no plays (${found}); expected the history of someone who has listened to music`,
  );
}

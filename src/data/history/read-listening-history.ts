import { aboveZero, readOptions, WATCH_CHECKS, zeroOrMore } from '../../util/checks.js';
import { noPermission } from '../../util/errors.js';
import { pathOf } from '../../util/node/files.js';
import { type Watch, watched } from '../../util/work.js';
import { countPlays, type HistoryFile } from './count-plays.js';
import type { Export } from './export-files.js';
import {
  deniedNote,
  type FileLeftAlone,
  filesLeftAlone,
  noPlays,
  nothingRead,
  severalPeople,
} from './history-errors.js';
import { openExport } from './open-export.js';
import { type ArtistPlays, type SkippedRows, Tally } from './tally.js';

/** How to read a listening history; everything may be left out. */
export interface ListeningHistoryOptions extends Watch {
  /**
   * What was played for less is no play. Default 30 seconds, from which on Spotify counts a stream ("How we count
   * streams", support.spotify.com). Exports of Last.fm and ListenBrainz do not say how long: there each row is a
   * play.
   */
  minimumSeconds?: number;
  /**
   * Days after which a play counts for half, counted back from the last play: so that what is recommended suits what you
   * play now. Plays without a date count like the oldest that has one. Default: all plays count the same.
   */
  halfLife?: number;
}

const CHECKS = { minimumSeconds: zeroOrMore, halfLife: aboveZero, ...WATCH_CHECKS };

/** Who one listener has played, how often. */
export interface ListeningHistory {
  /** What was read: `Spotify account data`, `Last.fm scrobbles`, ... */
  source: string;
  /** The files that were read. */
  files: HistoryFile[];
  /** Files of the folder or zip that are no histories, and why not. */
  leftAlone: FileLeftAlone[];
  /** The most played artist first. */
  plays: ArtistPlays[];
  /** The first and the last play; undefined where the export knows none's date. */
  from: Date | undefined;
  to: Date | undefined;
  /** How many plays were counted. */
  counted: number;
  /** How many of them have no date, or one that cannot be read: they are not in the span of `from` and `to`. */
  undated: number;
  /** Rows that are no plays, the most frequent reason first. */
  skipped: SkippedRows[];
  /** What is odd about the files, in sentences. */
  notes: string[];
}

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
 * - YouTube Music: takeout.google.com, the history of YouTube and YouTube Music as JSON.
 * - Apple Music: privacy.apple.com; of the export, *Apple Music - Play History Daily Tracks.csv*.
 * - Tidal: the CSV of its streaming history. Deezer: the sheet *10_listeningHistory* of its workbook, saved as CSV.
 *
 * Files may be compressed with gzip. Of a folder or zip, only the files named like histories are opened, and those that turn out to be something else are
 * left alone. Podcasts, audiobooks, videos and what was played shortly are no plays; where files overlap, a play counts
 * once. A play counts even where its date cannot be read.
 *
 * @example
 * const history = await readListeningHistory('my_spotify_data.zip');
 * history.plays // [{ artist: 'radiohead', plays: 412 }, ...]
 * const { plays } = await matchArtists(history, model.artists);
 * model.foldIn(plays).recommend({ count: 20 });
 * @param given a file, a zip as it was downloaded, or a folder with the unpacked files
 * @param options `signal` stops it, `onProgress` hears of it; default, in a notebook, the running cell's
 * @throws InputError when there is no such path, when nothing there is a history of these kinds, when a file is
 * damaged or larger than 384 MiB or has more rows than anybody plays, when two kinds are mixed, when rows are several people's, or when no row is a play
 * Cost: about four seconds of a processor for 100 MB of JSON, of which one row at a time is in memory.
 * @category Open data
 */
export async function readListeningHistory(
  given: string | URL,
  options: ListeningHistoryOptions = {},
): Promise<ListeningHistory> {
  const { minimumSeconds, halfLife } = readOptions(options, CHECKS, { minimumSeconds: 30 });
  const path = given instanceof URL ? pathOf(given, 'the path of an export') : given;
  return await watched('reading your history', options, async (watch) => {
    const found = await openExport(path).catch((error: unknown) => {
      throw noPermission(error) ?? error;
    });
    try {
      return await historyOf(path, found, new Tally(minimumSeconds, halfLife), watch);
    } finally {
      found.close();
    }
  });
}

async function historyOf(path: string, found: Export, tally: Tally, watch: Watch): Promise<ListeningHistory> {
  const { read, refused, notes } = await countPlays(found, tally, watch);
  if (read.length === 0) throw nothingRead(found, refused);
  if (tally.users.size > 1) throw severalPeople(path, [...tally.users], found);
  if (tally.counted === 0) throw noPlays(path, tally.skipped(), read.length);
  return {
    source: read.find(({ rows }) => rows > 0)?.source ?? read[0].source,
    files: read,
    leftAlone: filesLeftAlone(found, refused),
    plays: tally.artists(),
    ...tally.span(),
    counted: tally.counted,
    undated: tally.undated,
    skipped: tally.skipped(),
    notes: found.denied?.length ? [...notes, deniedNote(found.denied)] : notes,
  };
}

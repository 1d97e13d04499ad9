import { listenOf, REASONS, type RowFormat } from './listen.js';

/**
 * ListenBrainz: one object for each listen, in listens/2021/11.jsonl of the export's zip (a line each), or
 * in the one list of exports before 2025 (NAME_lb-2023-10-31.json):
 *
 *     { "listened_at": 1636225849, "track_metadata": { "artist_name": "...", "track_name": "...", ... }, ... }
 *
 * The time is that of the start, in seconds since 1970. Whoever submitted the listen decided that it was
 * one, by the service's rule: half of the track, or four minutes.
 */
export const listenBrainz: RowFormat = {
  title: 'ListenBrainz listens',
  sign: 'rows with listened_at and track_metadata',
  repeatsCount: true,
  // Dumps of the whole service have it.
  userOf: (row) => ('user_name' in row ? row.user_name : undefined),
  matches: (row) => 'listened_at' in row && 'track_metadata' in row,
  read({ listened_at, track_metadata }) {
    if (typeof track_metadata !== 'object' || track_metadata === null) return REASONS.form;
    const { artist_name, track_name } = track_metadata as Record<string, unknown>;
    const time = typeof listened_at === 'number' ? listened_at * 1000 : Number.NaN;
    return listenOf(artist_name, track_name, { time });
  },
};

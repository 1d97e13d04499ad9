import { listenOf, REASONS, type RowFormat, timeInUtc } from './listen.js';

/**
 * Spotify's account data: the last year, as lists in StreamingHistory_music_0.json, ..._1.json and so on
 * (until 2023 StreamingHistory0.json), 10,000 rows each:
 *
 *     { "endTime": "2019-01-31 12:00", "artistName": "...", "trackName": "...", "msPlayed": 180000 }
 *
 * The time is that of the end, in UTC, without seconds. Podcasts have a file of their own, with podcastName in place of
 * artistName, but are found among the music, too; the older files have them there and do not say so. What Spotify no
 * longer knows is `Unknown Track` by `Unknown Artist`.
 */
export const spotifyAccount: RowFormat = {
  title: 'Spotify account data',
  sign: 'rows with endTime and msPlayed',
  repeatsCount: false,
  matches: (row) =>
    'endTime' in row &&
    'msPlayed' in row &&
    ('artistName' in row || 'podcastName' in row || 'audiobookName' in row),
  read({ endTime, artistName, trackName, msPlayed, podcastName, audiobookName }) {
    if (!artistName && podcastName) return REASONS.podcast;
    if (!artistName && audiobookName) return REASONS.audiobook;
    if (typeof msPlayed !== 'number') return REASONS.form;
    if (artistName === 'Unknown Artist' && trackName === 'Unknown Track') return REASONS.artist;
    return listenOf(artistName, trackName, timeInUtc(endTime), { milliseconds: msPlayed });
  },
};

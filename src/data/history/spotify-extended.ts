import { listenOf, REASONS, type RowFormat, timeInUtc } from './listen.js';

/**
 * Spotify's extended streaming history: the account's whole life, as lists in
 * Streaming_History_Audio_2019-2020_0.json and so on (earlier endsong_0.json), about 12 MB each:
 *
 *     { "ts": "2020-04-11T00:27:53Z", "ms_played": 174674, "master_metadata_track_name": "...",
 *       "master_metadata_album_artist_name": "...", "episode_name": null, "audiobook_title": null, ... }
 *
 * The time is that of the end, in UTC. Podcasts and audiobooks are among the rows, without an artist.
 * Nothing else of a row is looked at: not the address, the device or the country.
 */
export const spotifyExtended: RowFormat = {
  title: 'Spotify extended streaming history',
  sign: 'rows with ts and ms_played',
  repeatsCount: false,
  matches: (row) => 'ts' in row && 'ms_played' in row,
  read(row) {
    const artist = row.master_metadata_album_artist_name;
    if (!artist && (row.episode_name || row.episode_show_name || row.spotify_episode_uri)) {
      return REASONS.podcast;
    }
    if (!artist && (row.audiobook_title || row.audiobook_uri)) return REASONS.audiobook;
    if (typeof row.ms_played !== 'number') return REASONS.form;
    return listenOf(artist, row.master_metadata_track_name, timeInUtc(row.ts), {
      milliseconds: row.ms_played,
    });
  },
};

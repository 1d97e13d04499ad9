import { userColumn } from '../../dataset/columns/column-names.js';
import { DateReader } from '../../dataset/read/dates.js';
import { joinedTime } from '../../dataset/read/listen-times.js';
import { listenOf, REASONS, type RowFormat, timeInUtc } from '../listen.js';

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

/** The channels that YouTube makes for artists are called so. */
const TOPIC =
  / [-–] (?:Topic|Thema|Tema|Sujet|Thème|Tópico|Argomento|Onderwerp|Temat|Тема|トピック|주제|主题|主題)$/i;

/**
 * YouTube's history in a Google Takeout, as JSON (watch-history.json, by the language of the account also called
 * otherwise): one list of everything watched, of which YouTube Music's rows count:
 *
 *     { "header": "YouTube Music", "title": "Watched ...", "subtitles": [{ "name": "... - Topic", ... }],
 *       "time": "2022-04-25T18:09:04.784Z", ... }
 *
 * The artist is the channel's name; rows of what was removed have none. How long it was played is not told.
 */
export const youTubeMusic: RowFormat = {
  title: 'YouTube Music history',
  sign: 'rows with header, title and time',
  repeatsCount: false,
  matches: (row) => 'header' in row && 'title' in row && 'time' in row,
  read({ header, title, subtitles, time }) {
    if (header !== 'YouTube Music') return REASONS.youTubeVideo;
    const channel: unknown = Array.isArray(subtitles) ? subtitles[0]?.name : undefined;
    const artist = typeof channel === 'string' ? channel.replace(TOPIC, '') : undefined;
    return listenOf(artist, title, timeInUtc(time));
  },
};

/**
 * Scrobbles of Last.fm as JSON. lastfmstats.com writes `{ "username": "...", "scrobbles": [...] }` with
 *
 *     { "track": "...", "artist": "...", "album": "...", "albumId": "...", "date": 1571083932000 }
 *
 * and what keeps the answers of Last.fm's own interface (lastfm.ghan.nl: pages in a list) has
 *
 *     { "artist": { "#text": "..." }, "name": "...", "date": { "uts": "1571083932", "#text": "14 Oct 2019, 20:12" } }
 *
 * or `"@attr": { "nowplaying": "true" }` in place of a date.
 */
export function lastfmJson(): RowFormat {
  const dates = new DateReader();
  return {
    title: 'Last.fm scrobbles',
    sign: 'rows with artist and date',
    repeatsCount: true,
    userOf(row) {
      const place = userColumn(Object.keys(row));
      return place === undefined ? undefined : Object.values(row)[place];
    },
    matches: (row) => 'artist' in row && ('date' in row || isPlaying(row)),
    read(row) {
      if (isPlaying(row)) return REASONS.playing;
      const date = joinedTime(textOf(row.date, 'uts') ?? '', textOf(row.time, '') ?? '');
      const read = dates.read(date);
      const track = textOf(row.track, '#text') ?? row.name;
      // Of 01/03/2015 a row alone cannot tell the month.
      const time = typeof read === 'number' ? read : Number.NaN;
      return listenOf(textOf(row.artist, '#text') ?? textOf(row.artist, 'name'), track, { time, date });
    },
  };
}

function isPlaying(row: object): boolean {
  const attributes = '@attr' in row ? row['@attr'] : undefined;
  return typeof attributes === 'object' && attributes !== null && 'nowplaying' in attributes;
}

/** A text, a number as text, or the text that an object has under a name. */
function textOf(value: unknown, name: string): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const inner: unknown = (value as Record<string, unknown>)[name];
  return typeof inner === 'string' || typeof inner === 'number' ? String(inner) : undefined;
}

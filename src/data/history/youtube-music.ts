import { listenOf, REASONS, type RowFormat, timeInUtc } from './listen.js';

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

import { userColumn } from '../dataset/column-names.js';
import { joinedTime } from '../dataset/listen-time.js';
import { DateReader } from '../dataset/read-date.js';
import { listenOf, REASONS, type RowFormat } from './listen.js';

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

import { userColumn } from '../../dataset/columns/column-names.js';
import { DateColumn, hasClock, isNoDate } from '../../dataset/read/dates.js';
import { isClock, joinedTime } from '../../dataset/read/listen-times.js';
import { NotAHistory } from '../export-files.js';
import { EARLIEST } from '../listen.js';
import { TableTitles } from './column-titles.js';

/** Where a table of plays has what counts: numbers of columns, from 0. */
export interface TableLayout {
  /** What it is, for people. */
  readonly title: string;
  /** By what it was known, for people. */
  readonly why: string;
  readonly artist: number;
  readonly track: number | undefined;
  readonly date: number;
  /** Where each row says whose it is. */
  readonly user?: number;
  /** Where the time of day stands in a column of its own. */
  readonly clock?: number;
  readonly header: readonly string[] | undefined;
  /** How long a row was played, and how many milliseconds its unit has. */
  readonly duration?: { readonly column: number; readonly unit: number };
  /** How many plays a row is. */
  readonly count?: number;
  /** Whether the artist's cell is `Artist - Track`. */
  readonly isDescription?: boolean;
  /** The cell that says whether a row is of music. */
  readonly media?: number;
  /** The cell that says what a row is, and what it says of a play. */
  readonly mark?: { readonly column: number; readonly plays: readonly string[] };
}

const LINE_SHOWN = 200;
const NO_HEADER =
  'and does not have the columns artist, album, track, date and time that are expected without a header';

/**
 * Finds out what the columns of a table are: by their titles, and without titles by what they hold.
 *
 * @param rows the first rows
 * @throws NotAHistory when it is no table of plays
 */
export function tableLayout(rows: readonly (readonly string[])[], label: string): TableLayout {
  const titles = new TableTitles(rows[0]);
  const shownTitles = shown(rows[0]);
  const refuse = (found: string, advice?: string) => new NotAHistory(label, found, advice);
  if (titles.has('msplayed') || titles.hasStart('mastermetadata')) {
    throw refuse(
      `is Spotify's history made into a table (its columns: ${shownTitles})`,
      'give the JSON files that Spotify sends, or the zip they come in',
    );
  }
  if (titles.has('trackdescription', 'dateplayed')) return appleDailyTracks(titles);
  if (titles.has('songname', 'eventtype') && !titles.has('artistname')) {
    throw refuse(
      "is Apple Music's play activity, which does not name artists",
      "give 'Apple Music - Play History Daily Tracks.csv' of the same export",
    );
  }
  const { artist, track } = titles;
  if (artist === undefined) return withoutHeader(rows, refuse);
  const date = dateColumn(titles, rows.slice(1), refuse);
  const share = (needsClock: boolean) => shareOfDates(date, rows.slice(1), needsClock);
  const areDays = share(true) === 0 && share(false) > 0;
  const clock = clockColumn(titles, rows.slice(1), date);
  const beside = clock === undefined ? '' : `, times of day in '${titles.titles[clock]}'`;
  const why = `artists in column '${titles.titles[artist]}', ${areDays ? 'days' : 'dates'} in '${titles.titles[date]}'${beside}`;
  return {
    ...serviceOf(titles),
    why,
    artist,
    track,
    date,
    clock,
    user: userColumn(rows[0]),
    media: titles.media,
    duration: titles.duration,
    header: rows[0],
  };
}

/** The column that says when a row was played. */
function dateColumn(
  titles: TableTitles,
  rows: readonly (readonly string[])[],
  refuse: (found: string, advice: string) => NotAHistory,
): number {
  const { track, count } = titles;
  const [first] = titles.dates;
  if (first === undefined) {
    throw refuse(
      `has artists but no column of dates (its columns: ${shown(titles.titles)}), so it lists no plays`,
      "expected a row for each play; name the column with the time 'date'",
    );
  }
  if (count !== undefined) {
    throw refuse(
      `adds plays up in its column '${titles.titles[count]}' (its columns: ${shown(titles.titles)})`,
      'expected a row for each play',
    );
  }
  // A list of concerts has artists and days, too, and venues: without tracks, the time of day tells plays, or that
  // there is nothing else.
  const needsClock =
    track === undefined && !titles.areArtistsAndDates && clockColumn(titles, rows) === undefined;
  const date = readableDates(titles.dates, rows, needsClock);
  if (date !== undefined) return date;
  const example = rows.find((cells) => (cells[first] ?? '').trim() !== '')?.[first] ?? '';
  throw refuse(
    `has artists, but its column '${titles.titles[first]}' does not say when somebody listened ('${shown([example])}')`,
    'expected a row for each play, with its date and time',
  );
}

/**
 * The column that has times of day alone.
 *
 * @param date the column of the days to which they belong; left out while it is not known
 */
function clockColumn(
  titles: TableTitles,
  rows: readonly (readonly string[])[],
  date?: number,
): number | undefined {
  return titles.dates.find((column) => {
    const written = rows.filter((cells) => (cells[column] ?? '').trim() !== '');
    const found = written.filter((cells) => {
      const day = date === undefined ? '' : (cells[date] ?? '');
      return isClock(cells[column]) && joinedTime(day, cells[column]) !== day;
    });
    return written.length > 0 && found.length >= written.length / 2;
  });
}

function serviceOf(titles: TableTitles): Pick<TableLayout, 'title' | 'mark'> {
  if (titles.has('isrc', 'listeningtime')) return { title: 'Deezer history' };
  if (titles.has('entrydate', 'streamdurationms')) return { title: 'Tidal history' };
  const event = titles.find(['eventtype']);
  if (titles.has('songname', 'playdurationmilliseconds')) {
    return {
      title: 'Apple Music play activity',
      mark: event === undefined ? undefined : { column: event, plays: ['PLAY_END', ''] },
    };
  }
  return { title: 'Last.fm scrobbles' };
}

/** Apple's table of days: Track Description (`Artist - Track`), Date Played (20240131), Play Count, and a duration for all plays. */
function appleDailyTracks(titles: TableTitles): TableLayout {
  const [artist, date] = [titles.find(['trackdescription']) ?? 0, titles.find(['dateplayed']) ?? 0];
  const { media } = titles;
  return {
    title: 'Apple Music daily plays',
    why: `artists in column '${titles.titles[artist]}', days in '${titles.titles[date]}'`,
    artist,
    track: undefined,
    date,
    header: titles.titles,
    duration: titles.duration,
    count: titles.find(['playcount']),
    isDescription: true,
    media,
    mark: media === undefined ? undefined : { column: media, plays: ['AUDIO', ''] },
  };
}

/**
 * The first of the columns whose cells can be read as dates; where none can, the first of those that are not plainly
 * something else, such as years.
 */
function readableDates(
  columns: readonly number[],
  rows: readonly (readonly string[])[],
  needsClock: boolean,
): number | undefined {
  const readable = columns.find((column) => shareOfDates(column, rows, needsClock) >= 0.5);
  const isBlank = columns.every((column) => rows.every((cells) => (cells[column] ?? '').trim() === ''));
  if (readable !== undefined || isBlank) return readable ?? columns[0];
  if (needsClock) return undefined;
  return columns.find(
    (column) => rows.filter((cells) => isNoDate(cells[column] ?? '')).length < rows.length / 2,
  );
}

/** The share of dates among the cells that are not blank. */
function shareOfDates(column: number, rows: readonly (readonly string[])[], needsClock: boolean): number {
  const cells = rows.map((cells) => cells[column] ?? '').filter((cell) => cell.trim() !== '');
  const dates = new DateColumn();
  for (const cell of cells) dates.add(needsClock && !hasClock(cell) ? '' : cell);
  return cells.length === 0 ? 0 : cells.filter((_, i) => dates.isDate(i, EARLIEST)).length / cells.length;
}

/**
 * lastfm-to-csv and Scrubbler write no titles: artist, album, track, date and time. The date is what tells: a table of
 * anything else has none in this place, or numbers in place of names.
 */
function withoutHeader(
  rows: readonly (readonly string[])[],
  refuse: (found: string) => NotAHistory,
): TableLayout {
  const [artist, track, date] = [0, 2, 3];
  const first = rows[0][date] ?? '';
  // Titles that name no artist are those of another table.
  const hasTitles = first.trim() !== '' && shareOfDates(date, rows.slice(0, 1), true) === 0;
  const isPlays =
    !hasTitles &&
    shareOfDates(date, rows, true) >= 0.5 &&
    shareOfNames(artist, rows) >= 0.5 &&
    shareOfNames(track, rows) >= 0.5;
  if (!isPlays) throw refuse(`has no column 'artist' ${NO_HEADER} (its first line: ${shown(rows[0])})`);
  const why = 'no header: artists in the first of its columns, dates and times in the fourth';
  return { title: 'Last.fm scrobbles', why, artist, track, date, header: undefined };
}

/** The share of cells with a letter: some artists are called by a number, but not most of them. */
function shareOfNames(column: number, rows: readonly (readonly string[])[]): number {
  return rows.filter((cells) => /\p{L}/u.test(cells[column] ?? '')).length / rows.length;
}

/** A line in a message: not all of a long one, and on one line. */
function shown(cells: readonly string[]): string {
  return cells.join(', ').replace(/\s+/g, ' ').slice(0, LINE_SHOWN);
}

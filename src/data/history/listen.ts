import { isBlankName } from '../dataset/read/cells.js';

/** One row of an export: a play of one track. */
export interface Listen {
  /** The artist, as the export writes the name. */
  readonly artist: string;
  readonly track: string;
  /** Whose it is, where the row says so. */
  readonly user?: string;
  /** When, in milliseconds since 1970, UTC; NaN where the export's date cannot be read. */
  readonly time: number;
  /** The date as it is written, which tells plays apart whose date cannot be read. */
  readonly date?: string;
  /** How long it was played, where the export says so. */
  readonly milliseconds?: number;
  /** How many plays the row is, where the export adds them up; 1 when left out. */
  readonly plays?: number;
}

/** Services often write 1970 for what was played offline or long ago; none of them is older than this. */
export const EARLIEST = Date.UTC(2000);

/** A listen, or the reason why a row is not one. */
export type Row = Listen | string;

/** Why rows are not counted, in the words of the answer. */
export const REASONS = {
  podcast: 'a podcast',
  audiobook: 'an audiobook',
  video: 'a video',
  youTubeVideo: 'a video outside YouTube Music',
  artist: 'no artist',
  playing: 'still playing at the time of the export',
  skipped: 'skipped',
  form: 'malformed',
  repeated: 'a duplicate of another play',
} as const;

/** One way to write a listening history as JSON objects. */
export interface RowFormat {
  /** For people: `Spotify account data`. */
  readonly title: string;
  /** By what its rows are known, for people: `rows with endTime and msPlayed`. */
  readonly sign: string;
  /** Whether the same row twice in one file is two plays; in two files it is one. */
  readonly repeatsCount: boolean;
  /** Whose a row is; undefined where it does not say, left out where all of a file are one person's. */
  userOf?(row: object): unknown;
  /** Whether an object is a row of this format. */
  matches(row: object): boolean;
  read(row: Record<string, unknown>): Row;
}

/**
 * A listen from the values of a row.
 *
 * @returns a reason where the artist is missing or blank
 */
export function listenOf(
  artist: unknown,
  track: unknown,
  when: Pick<Listen, 'time' | 'date'>,
  played: Pick<Listen, 'milliseconds' | 'plays'> = {},
): Row {
  if (typeof artist !== 'string' || isBlankName(artist)) return REASONS.artist;
  return { artist: artist.trim(), track: typeof track === 'string' ? track : '', ...when, ...played };
}

/** A time as services write it in UTC, with or without saying so: `2020-04-11T00:27:53Z`, `2019-01-31 12:00`. */
export function timeInUtc(given: unknown): Pick<Listen, 'time' | 'date'> {
  const date = typeof given === 'string' ? given : '';
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z| UTC)?$/.exec(date);
  return { time: parts ? Date.parse(`${parts[1]}T${parts[2]}Z`) : Number.NaN, date };
}

/** What a file turned out to be. */
export interface FoundHistory {
  /** For people: `Last.fm scrobbles`. */
  readonly title: string;
  /** By what it was known, for people; complete when the rows have been read. */
  why(): string;
  /** Whether the same row twice in the file is two plays. */
  readonly repeatsCount: boolean;
  /** Whether each row says whose it is: then it may be a table of many people's listens. */
  readonly namesUsers: boolean;
  readonly rows: AsyncIterable<Row> | Iterable<Row>;
  /** The line of a row that has been read, by its number from 0; left out where rows have no lines of their own. */
  lineOf?(row: number): number;
  /** What is odd about the rows, in sentences that begin with the file's name; complete when they have been read. */
  notes(): string[];
}

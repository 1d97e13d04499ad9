/** One row of an export that tells of one play of one track. */
export interface Listen {
  /** The artist, as the export writes the name. */
  readonly artist: string;
  readonly track: string;
  /** When, in milliseconds since 1970, UTC. */
  readonly time: number;
  /** How long it was played, where the export says so. */
  readonly milliseconds?: number;
}

/** What a row turned out to be: a listen, or the reason why it is none. */
export type Row = Listen | string;

/** Why rows are not counted, in the words of the answer. */
export const REASONS = {
  podcast: 'a podcast',
  audiobook: 'an audiobook',
  artist: 'no artist',
  date: 'no readable date',
  form: 'not in the form of its file',
  repeated: 'the same play again',
} as const;

/** One way to write a listening history as JSON objects. */
export interface RowFormat {
  /** For people: `Spotify account data`. */
  readonly title: string;
  /** Whether the same row twice in one file is two plays; in two files it is one. */
  readonly repeatsCount: boolean;
  /** Whether an object is a row of this format. */
  matches(row: object): boolean;
  read(row: Record<string, unknown>): Row;
}

/**
 * A listen from the values of a row.
 *
 * @returns a reason where the artist is missing or blank, or the time unreadable (NaN)
 */
export function listenOf(artist: unknown, track: unknown, time: number, milliseconds?: number): Row {
  if (typeof artist !== 'string' || artist.trim() === '') return REASONS.artist;
  if (!Number.isFinite(time)) return REASONS.date;
  return { artist: artist.trim(), track: typeof track === 'string' ? track : '', time, milliseconds };
}

/** A time as Spotify writes it in UTC, with or without saying so: `2020-04-11T00:27:53Z`, `2019-01-31 12:00`. */
export function timeInUtc(text: unknown): number {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z| UTC)?$/.exec(String(text));
  return parts ? Date.parse(`${parts[1]}T${parts[2]}Z`) : Number.NaN;
}

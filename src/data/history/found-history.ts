import type { Row } from './listen.js';

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

import { formatPlaces } from '../../util/format.js';
import { FadingPlays } from './fading-plays.js';
import { EARLIEST, type Listen, REASONS, type Row } from './listen.js';

/** How often an artist was played. */
export interface ArtistPlays {
  artist: string;
  /** A fraction where plays fade. */
  plays: number;
}

/** Where a row is: by its line, or where rows have no lines of their own by its number. */
export interface RowPlace {
  /** Its path, or its name and that of the zip. */
  file: string;
  unit: 'line' | 'row';
  number: number;
}

/** Rows that were not counted, and why. */
export interface SkippedRows {
  reason: string;
  rows: number;
  /** Where the first three are. */
  first: RowPlace[];
}

/** A file whose rows are added. */
interface TalliedFile {
  /** Whether the same row twice in the file is two plays. */
  readonly repeatsCount: boolean;
  /** Where one of its rows is, which are numbered from 0. */
  place(row: number): RowPlace;
}

/** This many places are enough to find out what is wrong. */
const PLACES = 3;

/** Counts plays, and the reasons why rows are not counted. */
export class Tally {
  counted = 0;
  /** Rows that were added. */
  rows = 0;
  /** Plays without a known date. */
  undated = 0;
  /** Users named by the rows. */
  readonly users = new Set<string>();
  private readonly plays: FadingPlays;
  private readonly reasons = new Map<string, SkippedRows>();
  /** The file in which each play was first seen. */
  private readonly seen = new Map<string, TalliedFile>();

  /**
   * @param minimumSeconds what is played for less is no play, where the export says how long it was
   * @param halfLife days after which a play counts for half; left out, all count the same
   */
  constructor(
    private readonly minimumSeconds: number,
    halfLife?: number,
  ) {
    this.plays = new FadingPlays(halfLife);
  }

  /** @param number of the row in its file, from 0 */
  add(row: Row, file: TalliedFile, number: number): void {
    this.rows++;
    if (typeof row !== 'string' && row.user?.trim()) this.users.add(row.user.trim());
    const reason = typeof row === 'string' ? row : this.reasonAgainst(row, file);
    if (reason !== undefined) this.skip(reason, file, number);
    else this.count(row as Listen);
  }

  private skip(reason: string, file: TalliedFile, number: number): void {
    const skipped = this.reasons.get(reason) ?? { reason, rows: 0, first: [] };
    this.reasons.set(reason, skipped);
    skipped.rows++;
    if (skipped.rows <= PLACES) skipped.first.push(file.place(number));
  }

  private reasonAgainst(listen: Listen, file: TalliedFile): string | undefined {
    const { artist, track, time, date, milliseconds } = listen;
    if (milliseconds !== undefined && milliseconds < this.minimumSeconds * 1000) {
      return `played for less than ${this.minimumSeconds} s`;
    }
    const when = Number.isNaN(time) ? date?.trim() : time;
    // Nothing tells plays without any date apart.
    if (when === undefined || when === '') return undefined;
    const key = `${when} ${milliseconds} ${artist}\n${track}`;
    const first = this.seen.get(key);
    if (first === undefined) this.seen.set(key, file);
    return first === undefined || (file.repeatsCount && first === file) ? undefined : REASONS.repeated;
  }

  private count({ artist, time, plays = 1 }: Listen): void {
    this.counted += plays;
    const isDated = time >= EARLIEST;
    if (!isDated) this.undated += plays;
    this.plays.add(artist, plays, isDated ? time : undefined);
  }

  /** The most played first; artists with as many plays in the order of their names' code units. */
  artists(): ArtistPlays[] {
    return Array.from(this.plays.totals(), ([artist, plays]) => ({ artist, plays })).sort(
      (a, b) => b.plays - a.plays || (a.artist < b.artist ? -1 : 1),
    );
  }

  /** The most frequent reason first. */
  skipped(): SkippedRows[] {
    return [...this.reasons.values()].sort((a, b) => b.rows - a.rows);
  }

  /** When the first and the last play was; undefined where no play says when. */
  span(): { from: Date | undefined; to: Date | undefined } {
    return this.plays.span;
  }
}

/**
 * Where rows are that were not counted: `lines 3, 9, 14, …`, or with several files
 * `row 3 of a.json, rows 1, 2 of b.json, …`.
 *
 * @param files how many were read
 */
export function skippedPlaces({ rows, first }: SkippedRows, files: number): string {
  const [{ unit }] = first;
  const numbersIn = (file: string) =>
    first.filter((place) => place.file === file).map(({ number }) => number);
  if (files === 1) return formatPlaces(unit, numbersIn(first[0].file), rows);
  const shown = [...new Set(first.map(({ file }) => file))].map((file) => {
    const numbers = numbersIn(file);
    return `${formatPlaces(unit, numbers, numbers.length)} of ${file}`;
  });
  return shown.join(', ') + (rows > first.length ? ', …' : '');
}

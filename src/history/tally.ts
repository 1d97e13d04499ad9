import { EARLIEST, type Listen, REASONS, type Row } from './listen.js';

/** How often an artist was played. */
export interface ArtistPlays {
  artist: string;
  plays: number;
}

/** Rows that were not counted, and why. */
export interface SkippedRows {
  reason: string;
  rows: number;
}

/** Counts plays and the reasons of what is none. */
export class Tally {
  counted = 0;
  /** Rows that were added. */
  rows = 0;
  /** Plays of which nobody knows when they were. */
  undated = 0;
  private readonly plays = new Map<string, number>();
  private readonly reasons = new Map<string, number>();
  /** The file in which each play was first seen. */
  private readonly seen = new Map<string, number>();
  private earliest = Number.POSITIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;

  /** @param minimumSeconds what is played for less is no play, where the export says how long it was */
  constructor(private readonly minimumSeconds: number) {}

  /**
   * @param file number of the row's file
   * @param repeatsCount whether the same row twice in one file is two plays
   */
  add(row: Row, file: number, repeatsCount: boolean): void {
    this.rows++;
    const reason = typeof row === 'string' ? row : this.reasonAgainst(row, file, repeatsCount);
    if (reason !== undefined) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    else this.count(row as Listen);
  }

  private reasonAgainst(listen: Listen, file: number, repeatsCount: boolean): string | undefined {
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
    return first === undefined || (repeatsCount && first === file) ? undefined : REASONS.repeated;
  }

  private count({ artist, time, plays = 1 }: Listen): void {
    this.counted += plays;
    this.plays.set(artist, (this.plays.get(artist) ?? 0) + plays);
    if (!(time >= EARLIEST)) {
      this.undated += plays;
      return;
    }
    this.earliest = Math.min(this.earliest, time);
    this.latest = Math.max(this.latest, time);
  }

  /** The most played first; artists with as many plays in the order of their names' code units. */
  artists(): ArtistPlays[] {
    return Array.from(this.plays, ([artist, plays]) => ({ artist, plays })).sort(
      (a, b) => b.plays - a.plays || (a.artist < b.artist ? -1 : 1),
    );
  }

  /** The most frequent reason first. */
  skipped(): SkippedRows[] {
    return Array.from(this.reasons, ([reason, rows]) => ({ reason, rows })).sort((a, b) => b.rows - a.rows);
  }

  /** When the first and the last play was; undefined where no play says when. */
  span(): { from: Date | undefined; to: Date | undefined } {
    if (this.earliest > this.latest) return { from: undefined, to: undefined };
    return { from: new Date(this.earliest), to: new Date(this.latest) };
  }
}

import type { FlawedRows } from '../../clean/dropped.js';
import { isBlankName } from '../../read/cells.js';
import type { ScannedPlays } from '../scan-plays.js';
import { giveRows, type NamedOddRow, type RowTaker, type Run } from '../tables/rows-in-order.js';

/** Names that nobody would see: numbers of users and of artists. */
export interface BlankNames {
  readonly users: ReadonlySet<number>;
  readonly artists: ReadonlySet<number>;
}

export function findBlankNames({ users, artists }: Pick<ScannedPlays, 'users' | 'artists'>): BlankNames {
  return { users: blankNames(users), artists: blankNames(artists) };
}

function blankNames(names: readonly string[]): Set<number> {
  const blank = new Set<number>();
  for (const [i, name] of names.entries()) {
    // Hardly any name begins with what a blank one begins with, and to compare first letters is far quicker.
    const isSuspect = name < '!' || name > '~';
    if (isSuspect && isBlankName(name)) blank.add(i);
  }
  return blank;
}

/** Lines are counted from 1. */
const FIRST_LINE = 1;

/** What is told by the rows as they stand in the file. */
export interface FoundRows {
  readonly flawed: FlawedRows[];
  /** How many are good. */
  readonly good: number;
  /** Plays and line of the last good one. */
  readonly last: { readonly line: number; readonly plays: number };
}

/** Finds the lines of rows that are dropped or merged. */
export function findFlaws(scanned: ScannedPlays, blank: BlankNames): FoundRows {
  const finder = new FlawFinder(scanned, blank);
  for (const _ of giveRows(scanned.rows, finder));
  return finder.found();
}

class FlawFinder implements RowTaker {
  readonly #repeated: ScannedPlays['repeated'];
  readonly #blank: BlankNames;
  /** Lines of each flaw, and of each pair that came more than once. */
  readonly #lines = new Map<FlawedRows['flaw'], number[]>();
  readonly #pairs = new Map<string, number>();
  #rows = 0;
  #last = { line: 0, plays: 0 };

  constructor({ repeated }: ScannedPlays, blank: BlankNames) {
    this.#repeated = repeated;
    this.#blank = blank;
  }

  run(run: Run): void {
    const { user, from, to, line, window, artistOf } = run;
    const isSuspect = this.#repeated.has(user) || this.#blank.users.has(user) || this.#blank.artists.size > 0;
    if (isSuspect) {
      for (let row = from; row < to; row++) {
        this.#add(line + row - from, user, artistOf[window.pairs[row]], window.plays[row]);
      }
      return;
    }
    this.#rows += to - from;
    this.#last = { line: line + to - from - 1, plays: window.plays[to - 1] };
  }

  odd({ line, user = 0, artist = 0, plays = 0, flaw }: NamedOddRow): void {
    if (flaw === undefined) this.#add(line, user, artist, plays);
    else if (flaw !== 'blank') this.#addFlaw(flaw, line);
  }

  /** A row that is good unless its names are blank. */
  #add(line: number, user: number, artist: number, plays: number): void {
    const isUserBlank = this.#blank.users.has(user);
    if (isUserBlank || this.#blank.artists.has(artist)) {
      this.#addFlaw(isUserBlank ? 'user' : 'artist', line);
      return;
    }
    this.#rows++;
    this.#last = { line, plays };
    if (!this.#repeated.get(user)?.has(artist)) return;
    const pair = `${user} ${artist}`;
    const times = this.#pairs.get(pair) ?? 0;
    this.#pairs.set(pair, times + 1);
    if (times > 0) this.#addFlaw('merged', line);
  }

  #addFlaw(flaw: FlawedRows['flaw'], line: number): void {
    const known = this.#lines.get(flaw);
    if (known) known.push(line + FIRST_LINE);
    else this.#lines.set(flaw, [line + FIRST_LINE]);
  }

  found(): FoundRows {
    const flawed = [...this.#lines].map(([flaw, lines]) => ({ flaw, rows: lines.length, lines }));
    return { flawed, good: this.#rows, last: { ...this.#last, line: this.#last.line + FIRST_LINE } };
  }
}

import type { CsrMatrix } from '../../../../engine/matrix/csr.js';

/** The matrix of all good rows, with the counts that 32-bit floats cannot hold and the pairs that came more than once. */
export interface PlacedRows {
  /** (users x artists), with a row and a column for names without any plays, too */
  readonly matrix: CsrMatrix;
  /** Plays by position, where they are 16,777,216 or more. */
  readonly large: ReadonlyMap<number, number>;
  /** The artists that a user has in several rows. */
  readonly repeated: ReadonlyMap<number, ReadonlySet<number>>;
}

/** From here on, not every whole number is a 32-bit float. */
export const LARGE = 2 ** 24;

/** The matrix as rows came: pairs may be there more than once. */
export interface Entries {
  readonly indptr: Int32Array;
  readonly artists: Int32Array;
  readonly plays: Float32Array;
}

/** Plays of a row are below this. */
const MOST_PLAYS = 2 ** 31;

/**
 * The matrix of entries as they were placed, in which users with several runs, or with a pair that came more than once, are
 * sorted and the plays of such pairs added up; it takes the place of the entries.
 *
 * @param runsOf (users) more than one for those users
 * @param large exact plays by position, where a 32-bit float may not hold them
 */
export function mergeRuns(
  entries: Entries,
  runsOf: Int32Array,
  large: ReadonlyMap<number, number>,
  columns: number,
): PlacedRows {
  const { indptr, artists, plays } = entries;
  const merger = new RunMerger(entries, large);
  for (let user = 0, start = 0; user < runsOf.length; user++) {
    const end = indptr[user + 1];
    if (runsOf[user] > 1) merger.merge(user, start, end);
    else merger.keep(start, end);
    start = end;
    indptr[user + 1] = merger.kept;
  }
  const { kept, repeated } = merger;
  const [indices, values] = [artists.subarray(0, kept), plays.subarray(0, kept)];
  const matrix = { rows: runsOf.length, columns, indptr, indices, values };
  return { matrix, large: merger.large, repeated };
}

/** Takes the entries of one user after the other, and keeps them in front. */
class RunMerger {
  /** How many entries there are so far. */
  kept = 0;
  readonly large = new Map<number, number>();
  readonly repeated = new Map<number, Set<number>>();
  /** Positions and plays in rising order, and how many of them have been passed. */
  readonly #largeBefore: readonly (readonly [position: number, plays: number])[];
  #passed = 0;

  constructor(
    private readonly entries: Pick<Entries, 'artists' | 'plays'>,
    private readonly largeAt: ReadonlyMap<number, number>,
  ) {
    this.#largeBefore = [...largeAt].sort(([a], [b]) => a - b);
  }

  /** Keeps entries as they are. */
  keep(start: number, end: number): void {
    const { artists, plays } = this.entries;
    for (const [position, count] of this.#takeLarge(end)) this.large.set(position - start + this.kept, count);
    if (this.kept < start) {
      artists.copyWithin(this.kept, start, end);
      plays.copyWithin(this.kept, start, end);
    }
    this.kept += end - start;
  }

  /** Sorts a user's entries by artist, and adds up the plays of each. */
  merge(user: number, start: number, end: number): void {
    const { artists, plays } = this.entries;
    this.#takeLarge(end);
    // Both fit into a double, which sorts quickest.
    const keys = new Float64Array(end - start);
    for (let i = start; i < end; i++)
      keys[i - start] = artists[i] * MOST_PLAYS + (this.largeAt.get(i) ?? plays[i]);
    keys.sort();
    for (let i = 0; i < keys.length; ) {
      const artist = Math.floor(keys[i] / MOST_PLAYS);
      let sum = keys[i] % MOST_PLAYS;
      for (i++; i < keys.length && Math.floor(keys[i] / MOST_PLAYS) === artist; i++) {
        sum += keys[i] % MOST_PLAYS;
        const known = this.repeated.get(user);
        if (known) known.add(artist);
        else this.repeated.set(user, new Set([artist]));
      }
      if (sum >= LARGE) this.large.set(this.kept, sum);
      artists[this.kept] = artist;
      plays[this.kept++] = sum;
    }
  }

  /** The large plays before a position that were not taken yet. */
  #takeLarge(end: number): readonly (readonly [number, number])[] {
    const first = this.#passed;
    while (this.#passed < this.#largeBefore.length && this.#largeBefore[this.#passed][0] < end)
      this.#passed++;
    return this.#largeBefore.slice(first, this.#passed);
  }
}

import type { OddRow, OddRows } from '../join/odd-lines.js';
import type { ScannedWindow } from '../threads/kernel.js';
import type { ScannedRange } from '../threads/scan-worker.js';

/** Rows of ranges as they were read, and the numbers that their names have in the whole. */
export interface RowsInOrder {
  readonly ranges: readonly ScannedRange[];
  readonly odd: OddRows;
  /** (ranges, and odd rows)(users there) the number of each among all */
  readonly userOf: readonly Int32Array[];
  /** (ranges, and odd rows)(pairs there) the number of the artist among all */
  readonly artistOf: readonly Int32Array[];
}

/** Rows of one user, side by side in a window. */
export interface Run {
  /** The number of the first row's line, from 0; the others follow. */
  readonly line: number;
  readonly user: number;
  /** (pairs of the range) the number of the artist */
  readonly artistOf: Int32Array;
  readonly window: ScannedWindow;
  readonly from: number;
  readonly to: number;
}

/** A line that was unlike most, with the numbers of its names among all. */
export interface NamedOddRow extends Omit<OddRow, 'pair'> {
  readonly artist?: number;
}

/** Takes rows in the order of the file. */
export interface RowTaker {
  run(run: Run): void;
  odd(row: NamedOddRow): void;
}

/** Hands over all rows, and stops after each window: let others have their turn there. */
export function* giveRows(rows: RowsInOrder, taker: RowTaker): Generator<void> {
  const { ranges, userOf, artistOf } = rows;
  const odd = rows.odd.rows.map((row) => namedRow(rows, row));
  let next = 0;
  let line = 0;
  for (const [i, { windows }] of ranges.entries()) {
    for (const window of windows) {
      const numbers = { user: userOf[i], artistOf: artistOf[i] };
      const end = line + window.plays.length + window.odd.length;
      let from = 0;
      while (next < odd.length && odd[next].line < end) {
        const to = from + odd[next].line - line;
        giveRuns(window, numbers, line, from, to, taker);
        taker.odd(odd[next]);
        line = odd[next++].line + 1;
        from = to;
      }
      giveRuns(window, numbers, line, from, window.plays.length, taker);
      line = end;
      yield;
    }
  }
}

function giveRuns(
  window: ScannedWindow,
  numbers: { readonly user: Int32Array; readonly artistOf: Int32Array },
  line: number,
  first: number,
  end: number,
  taker: RowTaker,
): void {
  const { users, starts, plays } = window;
  for (const [run, user] of users.entries()) {
    const from = Math.max(first, starts[run]);
    const to = Math.min(end, starts[run + 1] ?? plays.length);
    if (from >= to) continue;
    const { artistOf } = numbers;
    taker.run({ line: line + from - first, user: numbers.user[user], artistOf, window, from, to });
  }
}

function namedRow({ userOf, artistOf, ranges }: RowsInOrder, { pair, ...row }: OddRow): NamedOddRow {
  const { user } = row;
  return {
    ...row,
    user: user === undefined ? undefined : userOf[ranges.length][user],
    artist: pair === undefined ? undefined : artistOf[ranges.length][pair],
  };
}

import { wrongValue } from '../../../util/checks.js';
import { DESCRIBE, type Description, INSPECT } from '../../../util/description.js';
import { formatPlural } from '../../../util/format.js';
import { IdMap } from '../id-map.js';

/** One listen: who played what, when. */
export interface Listen {
  readonly user: string;
  readonly artist: string;
  /** 1, unless the rows that it comes from say more. */
  readonly plays: number;
  /** Milliseconds since 1970, or the number that was given. */
  readonly time: number;
}

/** Listens as columns, N of each: there may be millions. */
export interface ListenColumns {
  /** (N) rows of the users. */
  readonly user: Int32Array;
  /** (N) rows of the artists. */
  readonly artist: Int32Array;
  /** (N) times, ascending: milliseconds since 1970 where `dated`, else any numbers. */
  readonly time: Float64Array;
  /** (N) plays; left out where each listen is one play. */
  readonly plays?: Float64Array;
  /** Whether times are dates. */
  readonly dated: boolean;
}

/**
 * Who played what when, in the order of time: what `splits.byTime` and `splits.lastK` divide and `decayPlays` weighs.
 * `dataset.listens()` and `listensFromRows` make them.
 *
 * @example for (const { user, artist, time } of await dataset.listens()) console.log(new Date(time), user, artist);
 */
export class Listens implements Iterable<Listen> {
  /**
   * @internal Use `listensFromRows`.
   *
   * @param users names of the users
   * @param artists names of the artists
   */
  constructor(
    readonly users: IdMap,
    readonly artists: IdMap,
    /** @internal */
    readonly columns: ListenColumns,
  ) {
    if (!(users instanceof IdMap && artists instanceof IdMap && columns?.time instanceof Float64Array)) {
      throw wrongValue(
        columns,
        'the listens of a dataset: await dataset.listens(), or listensFromRows(rows)',
      );
    }
  }

  /** How many there are. */
  get size(): number {
    return this.columns.time.length;
  }

  *[Symbol.iterator](): Generator<Listen> {
    const { user, artist, time, plays } = this.columns;
    for (let i = 0; i < time.length; i++) {
      yield {
        user: this.users.names[user[i]],
        artist: this.artists.names[artist[i]],
        plays: plays?.[i] ?? 1,
        time: time[i],
      };
    }
  }

  /** @internal Rows `from` to `to` - 1, which are not copied. */
  between(from: number, to: number): Listens {
    const { user, artist, time, plays, dated } = this.columns;
    return new Listens(this.users, this.artists, {
      user: user.subarray(from, to),
      artist: artist.subarray(from, to),
      time: time.subarray(from, to),
      plays: plays?.subarray(from, to),
      dated,
    });
  }

  /** @internal The rows at these places, ascending. Cost: a copy of them. */
  at(places: Int32Array): Listens {
    const { user, artist, time, plays, dated } = this.columns;
    const columns = {
      user: new Int32Array(places.length),
      artist: new Int32Array(places.length),
      time: new Float64Array(places.length),
      plays: plays && new Float64Array(places.length),
      dated,
    };
    for (let i = 0; i < places.length; i++) {
      columns.user[i] = user[places[i]];
      columns.artist[i] = artist[places[i]];
      columns.time[i] = time[places[i]];
      if (plays && columns.plays) columns.plays[i] = plays[places[i]];
    }
    return new Listens(this.users, this.artists, columns);
  }

  /** @internal */
  [DESCRIBE](): Description {
    const { size, users, artists } = this;
    const { time } = this.columns;
    const ends = size > 0 ? { from: this.moment(time[0]), to: this.moment(time[size - 1]) } : {};
    const facts = { listens: size, users: users.size, artists: artists.size, ...ends };
    return { title: this[INSPECT](), facts };
  }

  /** @internal */
  [INSPECT](): string {
    return `Listens: ${formatPlural(this.size, 'listen')} of ${formatPlural(this.users.size, 'user')}`;
  }

  /** @internal A time as it is shown. */
  moment(time: number): string {
    return this.columns.dated ? new Date(time).toISOString() : String(time);
  }
}

/** @throws InputError unless they are listens */
export function requireListens(value: unknown): asserts value is Listens {
  if (value instanceof Listens) return;
  throw wrongValue(value, 'the listens of a dataset: await dataset.listens(), or listensFromRows(rows)');
}

/** Passes what can be a moment. */
export function aMoment(value: unknown): string | undefined {
  return value !== null && Number.isFinite(Number(value)) ? undefined : 'a date or a finite number';
}

/** (U + 1) where the listens of each user are once they are sorted by user. */
export function startsByUser({ users, columns: { user } }: Listens): Int32Array {
  const starts = new Int32Array(users.size + 1);
  for (let i = 0; i < user.length; i++) starts[user[i] + 1]++;
  for (let row = 0; row < users.size; row++) starts[row + 1] += starts[row];
  return starts;
}

/**
 * A column sorted by user, those of one user in the order of time. Reading the copy one after the other is several times
 * faster than reading the column through an order.
 *
 * @param starts as {@link startsByUser} gives them
 */
export function sortByUser<Column extends Int32Array | Float64Array>(
  { columns: { user } }: Listens,
  starts: Int32Array,
  column: Column,
): Column {
  const next = starts.slice(0, -1);
  const sorted = column.slice() as Column;
  for (let i = 0; i < user.length; i++) sorted[next[user[i]]++] = column[i];
  return sorted;
}

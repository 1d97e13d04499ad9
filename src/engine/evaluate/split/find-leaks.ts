import type { IdMap } from '../../matrix/id-map.js';
import type { Interactions } from '../../matrix/interactions.js';
import { countPlays } from '../../matrix/listens/count-plays.js';
import { Listens } from '../../matrix/listens/listens.js';
import { requireSplit } from '../evaluate-options.js';
import type { PastAndFuture } from './past-and-future.js';
import type { Split } from './split.js';
import type { TimeSplit } from './split-by-time.js';

/** Something that a split gives away. */
export interface Leak {
  /** What it is, such as `pairs of test that train has`. */
  readonly leak: string;
  /** How many there are. */
  readonly count: number;
  /** The first of them. */
  readonly example: string;
}

/** Plays are floats of 32 bits. */
const ROUNDING = 1 + 1e-5;

/**
 * What a split gives away of its answers: a check of splits of your own, by times, sessions or anything else. It looks for
 *
 * - users or artists that are numbered differently in its parts;
 * - pairs of `test` that `train` or `known` has, unless the split asks for `repeats`;
 * - in splits with a `past` and a `future`: a user's listens in the past that are not before those in their future, and,
 *   where all users are split at one moment (`from`), listens on its wrong side; plays of `train` that no listen of the
 *   past explains.
 *
 * @example if (splits.findLeaks(split).length > 0) show(frameOfRows(splits.findLeaks(split)));
 * @returns nothing where none was found
 * @throws InputError for what is no split
 * Cost: a pass over entries and listens.
 */
export function findLeaks(split: Split & Partial<PastAndFuture & Pick<TimeSplit, 'from'>>): Leak[] {
  requireSplit(split);
  const { train, known, test, repeats, past, future, from } = split;
  const leaks = [
    ...otherNames('artists of known', known.artists, train.artists),
    ...otherNames('artists of test', test.artists, train.artists),
    ...otherNames('users of test', test.users, known.users),
  ];
  // Without common numbers nothing else can be compared.
  if (leaks.length > 0) return leaks;
  if (!repeats) {
    leaks.push(...commonPairs('pairs of test that train has', test, train));
    if (known !== train) leaks.push(...commonPairs('pairs of test that known has', test, known));
  }
  if (past instanceof Listens && future instanceof Listens) {
    leaks.push(...unexplainedPlays(train, past), ...wrongOrder(past, future));
    if (from !== undefined) leaks.push(...wrongSide(past, future, Number(from)));
  }
  return leaks;
}

/** One leak of the examples that were found, or none. */
function leakOf(leak: string, examples: readonly (() => string)[]): Leak[] {
  return examples.length === 0 ? [] : [{ leak, count: examples.length, example: examples[0]() }];
}

function otherNames(what: string, names: IdMap, expected: IdMap): Leak[] {
  if (names === expected) return [];
  const examples: (() => string)[] = [];
  for (let row = 0; row < Math.max(names.size, expected.size); row++) {
    const [found, right] = [names.names[row], expected.names[row]];
    if (found !== right) examples.push(() => `row ${row} is ${said(found)} and not ${said(right)}`);
  }
  return leakOf(`${what} with other numbers`, examples);
}

function said(name: string | undefined): string {
  return name === undefined ? 'missing' : `'${name}'`;
}

/** Calls `visit` with each entry of a row of `part` whose user and artist `other` has, too. */
function visitCommon(
  part: Interactions,
  other: Interactions,
  visit: (user: number, entry: number, otherEntry: number | undefined) => void,
): void {
  const places = new Map<number, number>();
  part.users.names.forEach((name, user) => {
    const otherUser = other.users === part.users ? user : other.users.find(name);
    places.clear();
    if (otherUser !== undefined) {
      const { indptr, indices } = other.byUser;
      for (let i = indptr[otherUser]; i < indptr[otherUser + 1]; i++) places.set(indices[i], i);
    }
    const { indptr, indices } = part.byUser;
    for (let i = indptr[user]; i < indptr[user + 1]; i++) visit(user, i, places.get(indices[i]));
  });
}

function commonPairs(leak: string, test: Interactions, other: Interactions): Leak[] {
  const examples: (() => string)[] = [];
  visitCommon(test, other, (user, entry, otherEntry) => {
    if (otherEntry !== undefined) examples.push(() => pairAt(test, user, entry));
  });
  return leakOf(leak, examples);
}

function unexplainedPlays(train: Interactions, past: Listens): Leak[] {
  const counted = countPlays(past);
  const examples: (() => string)[] = [];
  visitCommon(train, counted, (user, entry, listened) => {
    const plays = train.byUser.values[entry];
    const most = listened === undefined ? 0 : counted.byUser.values[listened];
    if (plays <= most * ROUNDING) return;
    examples.push(() => `${pairAt(train, user, entry)}: ${plays} plays, ${most} in the past`);
  });
  return leakOf('plays of train that no listen of the past explains', examples);
}

/** Listens of the past that are not before their user's first one of the future. */
function wrongOrder(past: Listens, future: Listens): Leak[] {
  const begin = new Map<string, number>();
  const { user: users, time: times } = future.columns;
  for (let i = future.size - 1; i >= 0; i--) begin.set(future.users.names[users[i]], times[i]);
  return leakOf(
    "listens of the past that are not before their user's future",
    momentsWhere(past, (time, user) => time >= (begin.get(user) ?? Number.POSITIVE_INFINITY)),
  );
}

function wrongSide(past: Listens, future: Listens, from: number): Leak[] {
  return [
    ...leakOf(
      'listens of the past that are not before the moment of the split',
      momentsWhere(past, (time) => time >= from),
    ),
    ...leakOf(
      'listens of the future that are before the moment of the split',
      momentsWhere(future, (time) => time < from),
    ),
  ];
}

function momentsWhere(listens: Listens, isWrong: (time: number, user: string) => boolean): (() => string)[] {
  const examples: (() => string)[] = [];
  const { user, artist, time } = listens.columns;
  time.forEach((each, i) => {
    const name = listens.users.names[user[i]];
    if (!isWrong(each, name)) return;
    examples.push(
      () => `user '${name}', artist '${listens.artists.names[artist[i]]}', ${listens.moment(each)}`,
    );
  });
  return examples;
}

function pairAt({ users, artists, byUser }: Interactions, user: number, entry: number): string {
  return `user '${users.names[user]}', artist '${artists.names[byUser.indices[entry]]}'`;
}

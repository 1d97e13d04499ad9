import { CHART_WORDS } from '../../../util/chart-words.js';
import { isObject, showValue, wrongValue } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { fill } from '../../../util/fill.js';
import { formatCount } from '../../../util/format.js';

/**
 * Which group a user is in: by name; null or an empty text where it is not given. As columns, as
 * `explore.listenerGroups` gives them, or as a map, in the order in which the groups are to come: a group comes where its
 * first user does.
 */
export type UserGroups =
  | { readonly user: ArrayLike<string>; readonly group: ArrayLike<string | null> }
  | ReadonlyMap<string, string | null>;

/** A group of users. */
export interface Group {
  readonly name: string;
  /** `named` by whoever grouped the users; `plays` are found from what they play; `others` are several small groups together; `not given` are users of whom nothing is known. */
  readonly kind: 'named' | 'plays' | 'others' | 'not given';
}

/** Every user in exactly one group. */
export interface Grouping {
  readonly groups: readonly Group[];
  /** (n) the place in `groups` of each user */
  readonly places: Int32Array;
}

/** Which named groups stay as they are. */
export interface Sizes {
  /** Those with fewer users are joined. */
  readonly smallest: number;
  /** At most so many are kept, the largest. */
  readonly most: number;
}

/**
 * Finds the group of each user: the named ones in their order, then the joined ones, then users without a group.
 *
 * @param names (n) users; a user of `given` who is not among them is in no group
 * @throws InputError for anything but groups
 */
export function groupByName(
  names: readonly string[],
  given: UserGroups,
  { smallest, most }: Sizes,
): Grouping {
  const groupOf = readGroups(given);
  const labels = names.map((name) => groupOf.get(name) || null);
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  const large = [...counts].filter(([, users]) => users >= smallest).sort(([, a], [, b]) => b - a);
  const kept = new Set(large.slice(0, most).map(([label]) => label));
  const joined = [...counts.keys()].filter((label) => !kept.has(label));
  // A single small group would be no clearer under another name.
  if (joined.length === 1) kept.add(joined[0]);
  const named = [...new Set(groupOf.values())].filter(
    (label) => label !== null && kept.has(label),
  ) as string[];
  const groups: Group[] = named.map((name) => ({ name, kind: 'named' }));
  if (joined.length > 1) {
    groups.push({
      name: fill(CHART_WORDS.otherGroups, { count: formatCount(joined.length) }),
      kind: 'others',
    });
  }
  if (labels.includes(null)) groups.push({ name: CHART_WORDS.notGiven, kind: 'not given' });
  const rows = new Map(named.map((name, place) => [name, place]));
  const places = Int32Array.from(labels, (label) =>
    label === null ? groups.length - 1 : (rows.get(label) ?? named.length),
  );
  return { groups, places };
}

/** (groups) how many users each has */
export function sizesOf({ groups, places }: Grouping): number[] {
  const sizes = groups.map(() => 0);
  for (const place of places) sizes[place]++;
  return sizes;
}

const GROUPS =
  "'activity', 'mainstream', or the group of each user: { user: ['ann', 'bob'], group: ['Norway', null] }, or a Map";

function readGroups(given: UserGroups): ReadonlyMap<string, string | null> {
  if (!isObject(given)) throw wrongValue(given, GROUPS);
  const pairs = given instanceof Map ? [...given] : pairsOf(given as { user: unknown; group: unknown });
  const wrong = pairs.find(([, group]) => group !== null && group !== undefined && typeof group !== 'string');
  if (wrong) throw wrongValue(wrong[1], `the name of a group, or null, for user ${showValue(wrong[0])}`);
  const groupOf = new Map(pairs);
  const torn = pairs.find(([user, group]) => groupOf.get(user) !== group);
  if (torn === undefined) return groupOf;
  const both = [torn[1], groupOf.get(torn[0])].map(showValue).join(' and ');
  throw new InputError(
    `user ${showValue(torn[0])} is in the groups ${both}; expected one group for each user`,
  );
}

function pairsOf({ user, group }: { user: unknown; group: unknown }): [string, string | null][] {
  const lengths = [user, group].map((column) => Object(column).length);
  if (!(lengths[0] >= 0) || lengths[0] !== lengths[1])
    throw wrongValue({ user, group }, `${GROUPS}; with as many groups as users`);
  const [names, groups] = [user, group] as [ArrayLike<string>, ArrayLike<string | null>];
  return Array.from(names, (name, i) => [name, groups[i]]);
}

import { closest, distance } from 'fastest-levenshtein';

/**
 * What to do about a name that is none of those there are: the one that was meant, where one is near, and all of them.
 *
 * @example `unknown option '${name}'; ${namesHint(name, known)}` // did you mean 'alpha'? There are alpha, factors
 */
export function namesHint(name: string, known: readonly string[]): string {
  const nearest = known.length === 0 ? undefined : closest(name, [...known]);
  const all = `${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`;
  return nearest !== undefined && isNear(name, nearest)
    ? `did you mean '${nearest}'? There ${all}`
    : `there ${all}`;
}

/** Whether one name may be a mistyped other: at most half of its letters are edits. */
export function isNear(name: string, other: string, edits = distance(name, other)): boolean {
  return edits <= Math.max(1, Math.floor(Math.max(name.length, other.length) / 2));
}

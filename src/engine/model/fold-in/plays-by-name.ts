import { showValue } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import type { IdMap } from '../../matrix/id-map.js';

/**
 * Plays of somebody (or something) new, by name: an object, or pairs, as a Map or an array holds them. A name given
 * twice has its plays added.
 *
 * @example { radiohead: 120, 'die Ärzte': 7 }
 * @example [['radiohead', 120], ['die Ärzte', 7]]
 */
export type PlaysByName = Readonly<Record<string, number>> | Iterable<readonly [name: string, plays: number]>;

/** Plays in rising row order, n of them. */
export interface NumberedPlays {
  readonly rows: Int32Array;
  readonly plays: Float32Array;
}

/** @throws InputError for no plays at all, an unknown name (with the nearest one), plays that are not above 0 */
export function numberPlays(given: PlaysByName, names: IdMap): NumberedPlays {
  const example = `{ '${names.names[0] ?? names.kind}': 120 }`;
  if (typeof given !== 'object' || given === null) {
    throw new InputError(
      `plays are ${showValue(given)}; expected ${names.kind}s and plays, as in ${example}`,
    );
  }
  const pairs: Iterable<readonly [string, number]> = Symbol.iterator in given ? given : Object.entries(given);
  const sums = new Map<number, number>();
  for (const pair of pairs) {
    if (!Array.isArray(pair))
      throw new InputError(`${showValue(pair)} is no pair; expected plays as in ${example}`);
    const [name, plays] = pair;
    const row = names.index(String(name));
    sums.set(row, (sums.get(row) ?? 0) + checkPlays(name, plays));
  }
  if (sums.size === 0)
    throw new InputError(`there are no plays; expected at least one ${names.kind}, as in ${example}`);
  const rows = Int32Array.from(sums.keys()).sort();
  return { rows, plays: Float32Array.from(rows, (row) => sums.get(row)!) };
}

function checkPlays(name: string, plays: number): number {
  // As they are kept: in single precision.
  const kept = typeof plays === 'number' ? Math.fround(plays) : Number.NaN;
  if (kept > 0 && kept < Number.POSITIVE_INFINITY) return plays;
  throw new InputError(`plays of '${name}' are ${showValue(plays)}; expected a finite number above 0`);
}

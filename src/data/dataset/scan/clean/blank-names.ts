import { isBlankName } from '../../read/cells.js';
import type { ScannedPlays } from '../scan-plays.js';

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

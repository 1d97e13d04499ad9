import { type Interactions, interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { seededRandom } from '#listenlab/util/random.js';
import { named } from '../als/matrices.js';

/** Fractional plays, so that no two scores are equal; each row and column has at least one. */
export function randomInteractions(
  users: number,
  artists: number,
  density: number,
  seed: number,
): Interactions {
  const random = seededRandom(seed);
  const entries: [user: number, artist: number, plays: number][] = [];
  for (let user = 0; user < users; user++) {
    for (let artist = 0; artist < artists; artist++) {
      if (user % artists !== artist && artist % users !== user && random.uniform() > density) continue;
      entries.push([user, artist, Math.fround(1 + 20 * random.uniform())]);
    }
  }
  const column = (i: 0 | 1 | 2) => entries.map((entry) => entry[i]);
  return named(users, artists, column(0), column(1), column(2));
}

/** The plays as (users x artists) rows. */
export function dense({ byUser: { rows, columns, indptr, indices, values } }: Interactions): number[][] {
  return Array.from({ length: rows }, (_, user) => {
    const row = new Array<number>(columns).fill(0);
    for (let i = indptr[user]; i < indptr[user + 1]; i++) row[indices[i]] = values[i];
    return row;
  });
}

/**
 * Two crowds: each user plays all but one of the six artists of their own, so that there is one to recommend. Artists
 * are called `a0` to `a5` and `b0` to `b5`, users likewise `ann ...` and `bob ...`.
 */
export function twoCrowds(): Interactions {
  const rows = ['a', 'b'].flatMap((crowd) =>
    Array.from({ length: 30 }, (_, user) =>
      Array.from({ length: 6 }, (_, artist) => ({
        user: `${crowd === 'a' ? 'ann' : 'bob'} ${user}`,
        artist: `${crowd}${artist}`,
        plays: 1 + ((user + artist) % 5),
      })).filter((_, artist) => user % 6 !== artist),
    ).flat(),
  );
  return interactionsFromRows(rows);
}

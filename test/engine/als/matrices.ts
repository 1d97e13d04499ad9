import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { seededRandom } from '#listenlab/util/random.js';

/**
 * Users in groups, who mostly play the artists of their group. Of every ten users one plays nothing, of every
 * ten artists one is played by nobody.
 */
export function groupedInteractions(users: number, artists: number, seed = 1): Interactions {
  const random = seededRandom(seed);
  const rows: number[] = [];
  const columns: number[] = [];
  const plays: number[] = [];
  for (let user = 0; user < users; user++) {
    for (let artist = 0; artist < artists; artist++) {
      const chance = user % 5 === artist % 5 ? 0.3 : 0.02;
      if (user % 10 === 9 || artist % 10 === 9 || random.uniform() >= chance) continue;
      rows.push(user);
      columns.push(artist);
      plays.push(1 + random.integer(100));
    }
  }
  return named(users, artists, rows, columns, plays);
}

/** Interactions of numbered users and artists from triplets. */
export function named(
  users: number,
  artists: number,
  rows: number[],
  columns: number[],
  plays: number[],
): Interactions {
  return new Interactions(
    new IdMap('user', names('user', users)),
    new IdMap('artist', names('artist', artists)),
    csrFromTriplets(users, artists, rows, columns, plays),
  );
}

export function names(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${kind} ${i}`);
}

/** The bytes of factors, for comparing bit by bit. */
export function bitsOf(factors: Float32Array): Buffer {
  return Buffer.from(factors.buffer, factors.byteOffset, factors.byteLength);
}

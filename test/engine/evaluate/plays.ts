import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import {
  type Interactions,
  Interactions as InteractionsOf,
  interactionsFromRows,
} from '#listenlab/engine/matrix/interactions.js';
import { seededRandom } from '#listenlab/util/random.js';
import { sharedFile } from '../../support/shared.js';
import { numberedNames } from '../model/models.js';

/** Interactions from a dense (users x artists) table of plays. */
export function interactionsOf(table: number[][]): Interactions {
  const entries = table.flatMap((row, user) =>
    row.flatMap((plays, artist) => (plays > 0 ? [{ user, artist, plays }] : [])),
  );
  return new InteractionsOf(
    numberedNames('user', table.length),
    numberedNames('artist', table[0].length),
    csrFromTriplets(
      table.length,
      table[0].length,
      entries.map(({ user }) => user),
      entries.map(({ artist }) => artist),
      entries.map(({ plays }) => plays),
    ),
  );
}

/** Up to 6 users x 9 artists, plays from 1 to 3. */
export const anyPlays: fc.Arbitrary<Interactions> = fc
  .record({ users: fc.integer({ min: 1, max: 6 }), artists: fc.integer({ min: 1, max: 9 }) })
  .chain(({ users, artists }) => {
    const row = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: artists, maxLength: artists });
    return fc.array(row, { minLength: users, maxLength: users }).map(interactionsOf);
  });

/** A row of listens with a number for a time. */
export type TimedRow = { user: string; artist: string; plays: number; time: number };

/** Listens of three users and artists in a week. */
export const anyListens: fc.Arbitrary<TimedRow[]> = fc.array(
  fc.record({
    user: fc.constantFrom('ann', 'bob', 'eve'),
    artist: fc.constantFrom('abba', 'kent', 'muse', 'zola'),
    plays: fc.integer({ min: 1, max: 5 }),
    time: fc.integer({ min: 0, max: 6 }),
  }),
);

/** Random plays: each pair has some with the given chance. */
export function randomPlays(users: number, artists: number, chance: number, seed: number): Interactions {
  const random = seededRandom(seed);
  return interactionsOf(
    Array.from({ length: users }, () =>
      Array.from({ length: artists }, () => (random.uniform() < chance ? 1 + random.integer(9) : 0)),
    ),
  );
}

/** Plays by names: what parts of a split must add up to. */
export function playsByName(...parts: Interactions[]): Record<string, number> {
  const plays: Record<string, number> = {};
  for (const { users, artists, byUser } of parts) {
    users.names.forEach((user, row) => {
      for (let i = byUser.indptr[row]; i < byUser.indptr[row + 1]; i++) {
        const pair = `${user} ${artists.names[byUser.indices[i]]}`;
        plays[pair] = (plays[pair] ?? 0) + byUser.values[i];
      }
    });
  }
  return plays;
}

const folder = sharedFile('data/lastfm-2k');

/** Reads HetRec Last.fm 2K; undefined where it is missing. */
export const readLastfm2k = folder
  ? (): Interactions => {
      const rows = (name: string) =>
        readFileSync(path.join(folder, name), 'utf8')
          .trimEnd()
          .split(/\r?\n/)
          .slice(1)
          .map((line) => line.split('\t'));
      const artists = new Map(rows('artists.dat').map(([id, name]) => [id, name]));
      return interactionsFromRows(
        rows('user_artists.dat').map(([user, artist, plays]) => ({
          user,
          artist: artists.get(artist) as string,
          plays: Number(plays),
        })),
      );
    }
  : undefined;

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interactions, interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { chooseSubset } from '#listenlab/tuner/subset/subset.js';
import { groupedInteractions, named } from '../engine/als/matrices.js';

const interactions = groupedInteractions(200, 100);

/** Each list as text, to look up in other data. */
function listsOf({ artists, byUser }: Interactions): Map<string, number>[] {
  return Array.from({ length: byUser.rows }, (_, user) => {
    const entries = Array.from({ length: byUser.indptr[user + 1] - byUser.indptr[user] }, (_, i) => {
      const entry = byUser.indptr[user] + i;
      return [artists.names[byUser.indices[entry]], byUser.values[entry]] as const;
    });
    return new Map(entries);
  });
}

function listenersOf({ artists, byUser }: Interactions): Map<string, number> {
  const counts = new Map(artists.names.map((name) => [name, 0]));
  for (const artist of byUser.indices) {
    counts.set(artists.names[artist], (counts.get(artists.names[artist]) ?? 0) + 1);
  }
  return counts;
}

describe('chooseSubset', () => {
  it.each([
    {},
    { artists: 30 },
    { users: 12 },
    { plays: 300 },
    { artists: 40, users: 50, plays: 200, seed: 3 },
  ])('respects the limits %o and takes everything from the data', async (options) => {
    const { artists = 100, users = 200, plays = 100_000 } = options as Record<string, number>;
    const subset = (await chooseSubset(interactions, options)).subset;
    expect(subset.artists.size).toBeLessThanOrEqual(artists);
    expect(subset.users.size).toBeLessThanOrEqual(users);
    expect(subset.size).toBeLessThanOrEqual(plays);
    expect(subset.users.names).toEqual(subset.users.names.map((_, i) => `listener ${i + 1}`));
    const all = listsOf(interactions);
    for (const list of listsOf(subset)) {
      expect(list.size).toBeGreaterThanOrEqual(5);
      const isPartOf = (whole: Map<string, number>) =>
        [...list].every(([artist, count]) => whole.get(artist) === count);
      const from = all.filter(isPartOf);
      expect(from.length).toBeGreaterThan(0);
      // No user's list is complete.
      for (const whole of from) expect(list.size).toBeLessThanOrEqual(0.9 * whole.size);
    }
  });

  it('takes the artists with the most listeners, ordered by listeners in the subset', async () => {
    const subset = (await chooseSubset(interactions, { artists: 20 })).subset;
    const all = [...listenersOf(interactions)].sort(([, a], [, b]) => b - a);
    const least = all[19][1];
    for (const name of subset.artists.names) {
      expect(listenersOf(interactions).get(name)).toBeGreaterThanOrEqual(least);
    }
    const counts = [...listenersOf(subset).values()];
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts.at(-1)).toBeGreaterThan(0);
  });

  it('is the same for the same seed, and differs for another', async () => {
    const of = async (seed: number) =>
      listsOf((await chooseSubset(interactions, { users: 20, seed })).subset);
    expect(await of(1)).toEqual(await of(1));
    expect(await of(1)).not.toEqual(await of(2));
  });

  it('leaves out listeners with fewer than five of the artists', async () => {
    const rows = ['ann', 'bob'].flatMap((user) =>
      Array.from({ length: user === 'ann' ? 6 : 5 }, (_, i) => ({
        user,
        artist: `artist ${i}`,
        plays: i + 1,
      })),
    );
    // One of ann's six is left out, and one of bob's five.
    expect((await chooseSubset(interactionsFromRows(rows))).subset.users.size).toBe(1);
  });

  it('reports which listeners are included, unless all are', async () => {
    const rows = [6, 6, 6, 5].flatMap((length, user) =>
      Array.from({ length }, (_, i) => ({ user: `user ${user}`, artist: `artist ${i}`, plays: i + 1 })),
    );
    const all = interactionsFromRows(rows);
    const of = async (options: object) => (await chooseSubset(all, options)).whose;
    expect(await of({})).toBe('those with 6 or more artists');
    expect(await of({ users: 3 })).toBe('those with 6 or more artists');
    expect(await of({ users: 1 })).toBe('a sample of those with 6 or more artists');
    expect(await of({ plays: 12 })).toBe('a sample of those with 6 or more artists');
    expect(await of({ artists: 5, users: 1 })).toMatch(
      /^a sample of .* artists, at least 5 of them popular$/,
    );
    const enough = interactionsFromRows(rows.filter(({ user }) => user !== 'user 3'));
    expect((await chooseSubset(enough)).whose).toBeUndefined();
  });

  it('works on small data', async () => {
    const entries = fc.uniqueArray(fc.integer({ min: 0, max: 119 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        entries,
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 1, max: 40 }),
        async (cells, artists, plays) => {
          const data = named(
            10,
            12,
            cells.map((c) => c % 10),
            cells.map((c) => Math.floor(c / 10)),
            cells.map(() => 3),
          );
          let subset: Interactions;
          try {
            subset = (await chooseSubset(data, { artists, plays })).subset;
          } catch (error) {
            expect(String(error)).toMatch(/^InputError: no listener fits in a subset of/);
            return;
          }
          expect(subset.size).toBeLessThanOrEqual(plays);
          expect(subset.artists.size).toBeLessThanOrEqual(artists);
        },
      ),
    );
  });

  it.each([
    [{ artists: 0 }, 'artists is 0; expected a whole number of 1 or more, or leave it out for 2000'],
    [{ plays: 2.5 }, 'plays is 2.5; expected a whole number of 1 or more, or leave it out for 100000'],
    [{ users: Number.NaN }, 'users is NaN; expected a whole number of 1 or more'],
    [{ seed: -1 }, 'seed is -1; expected a whole number from 0 to 4294967295'],
    [
      { artist: 4 } as object,
      "unknown option 'artist'; did you mean 'artists'? There are artists, users, plays, seed",
    ],
    [{ artists: 4 }, 'no listener fits in a subset of 4 artists and 100,000 plays'],
  ])('refuses %o', async (options, message) => {
    await expect(chooseSubset(interactions, options)).rejects.toThrow(message);
  });
});

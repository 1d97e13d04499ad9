import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interactionsFromRows } from '#listenlab/matrix/interactions.js';

describe('interactions', () => {
  const rows = [
    { user: 'bob', artist: 'kent', plays: 2 },
    { user: 'ann', artist: 'die Ärzte', plays: 7 },
    { user: 'bob', artist: 'die Ärzte', plays: 1 },
    { user: 'bob', artist: 'kent', plays: 3 },
  ];

  it('number users and artists as they come, and add the plays of a pair', () => {
    const { users, artists, byUser, size } = interactionsFromRows(rows);
    expect(users.names).toEqual(['bob', 'ann']);
    expect(artists.names).toEqual(['kent', 'die Ärzte']);
    expect([...byUser.indptr]).toEqual([0, 2, 3]);
    expect([...byUser.indices]).toEqual([0, 1, 1]);
    expect([...byUser.values]).toEqual([5, 1, 7]);
    expect(size).toBe(3);
  });

  it('by artist are the same plays transposed, made once', () => {
    const interactions = interactionsFromRows(rows);
    const { byArtist } = interactions;
    expect([byArtist.rows, byArtist.columns]).toEqual([2, 2]);
    expect([...byArtist.indptr]).toEqual([0, 1, 3]);
    expect([...byArtist.indices]).toEqual([0, 0, 1]);
    expect([...byArtist.values]).toEqual([5, 1, 7]);
    expect(interactions.byArtist).toBe(byArtist);
  });

  it('keep the plays of every user and artist, whatever the order and however often a pair comes', () => {
    const row = fc.record({
      user: fc.constantFrom('ann', 'bob', '1', '1 2'),
      artist: fc.constantFrom('a', 'A', '2 1', '1'),
      plays: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(row), (given) => {
        const { users, artists, byUser, byArtist } = interactionsFromRows(given);
        const total = (name: string, key: 'user' | 'artist') =>
          given.filter((entry) => entry[key] === name).reduce((sum, { plays }) => sum + plays, 0);
        const sums = ({ indptr, values }: typeof byUser) =>
          Array.from(indptr.subarray(1), (end, i) => values.slice(indptr[i], end).reduce((a, b) => a + b, 0));
        expect(sums(byUser)).toEqual(users.names.map((name) => total(name, 'user')));
        expect(sums(byArtist)).toEqual(artists.names.map((name) => total(name, 'artist')));
        expect(byUser.indices.length).toBe(
          new Set(given.map(({ user, artist }) => `${user}|${artist}`)).size,
        );
      }),
      { seed: 1 },
    );
  });
});

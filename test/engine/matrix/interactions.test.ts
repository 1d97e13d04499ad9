import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { InputError } from '#listenlab/util/errors.js';

/** What plays must be, which are kept as floats of 32 bits. */
const SINGLE = 'a number from 1.4e-45 to 3.4e38, the range of 32-bit floats';

describe('interactions', () => {
  const rows = [
    { user: 'bob', artist: 'kent', plays: 2 },
    { user: 'ann', artist: 'die Ärzte', plays: 7 },
    { user: 'bob', artist: 'die Ärzte', plays: 1 },
    { user: 'bob', artist: 'kent', plays: 3 },
  ];

  it('numbers users and artists in order of appearance and adds up repeated pairs', () => {
    const { users, artists, byUser, size } = interactionsFromRows(rows);
    expect(users.names).toEqual(['bob', 'ann']);
    expect(artists.names).toEqual(['kent', 'die Ärzte']);
    expect([...byUser.indptr]).toEqual([0, 2, 3]);
    expect([...byUser.indices]).toEqual([0, 1, 1]);
    expect([...byUser.values]).toEqual([5, 1, 7]);
    expect(size).toBe(3);
  });

  it('transposes plays by user into plays by artist once', () => {
    const interactions = interactionsFromRows(rows);
    const { byArtist } = interactions;
    expect([byArtist.rows, byArtist.columns]).toEqual([2, 2]);
    expect([...byArtist.indptr]).toEqual([0, 1, 3]);
    expect([...byArtist.indices]).toEqual([0, 0, 1]);
    expect([...byArtist.values]).toEqual([5, 1, 7]);
    expect(interactions.byArtist).toBe(byArtist);
  });

  it('treats a numeric id and its digits as the same user, and accepts fractional plays', () => {
    const { users, byUser } = interactionsFromRows([
      { user: 1, artist: 'kent', plays: 0.5 },
      { user: '1', artist: 'kent', plays: 1 },
    ]);
    expect(users.names).toEqual(['1']);
    expect([...byUser.values]).toEqual([1.5]);
  });

  it.each<[object | null, string]>([
    [
      { ...rows[0], plays: '3' },
      "row 2 has plays '3', a string; expected a finite number above 0: use Number(...)",
    ],
    [
      { ...rows[0], plays: 3n },
      'row 2 has plays 3, a bigint; expected a finite number above 0: use Number(...)',
    ],
    [{ ...rows[0], plays: -1 }, 'row 2 has plays -1; expected a finite number above 0'],
    [{ ...rows[0], plays: Number.NaN }, 'row 2 has plays NaN; expected a finite number above 0'],
    [
      { user: 'bob', artst: 'kent', plays: 1 },
      'row 2 has no artist; expected { user, artist, plays } and found user, artst, plays',
    ],
    [{ artist: 'kent' }, 'row 2 has no user; expected { user, artist, plays } and found artist'],
    [{ ...rows[0], user: null }, 'row 2 has the user null; expected a name, which is a string and not blank'],
    [{ ...rows[0], user: '' }, "row 2 has the user ''; expected a name, which is a string and not blank"],
    [
      { ...rows[0], artist: ' ' },
      "row 2 has the artist ' '; expected a name, which is a string and not blank",
    ],
    [{ ...rows[0], plays: 1e39 }, `row 2 has plays 1e+39; expected ${SINGLE}`],
    [{ ...rows[0], plays: 1e-46 }, `row 2 has plays 1e-46; expected ${SINGLE}`],
    [null, 'row 2 is null; expected { user, artist, plays }'],
  ])('refuses a row of %o', (row, message) => {
    expect(() => interactionsFromRows([rows[0], row as (typeof rows)[0]])).toThrow(new InputError(message));
  });

  it('refuses a pair whose plays add up to more than a 32-bit float holds', () => {
    const half = { ...rows[0], plays: 3e38 };
    expect(interactionsFromRows([half]).byUser.values[0]).toBe(Math.fround(3e38));
    expect(() => interactionsFromRows([half, half])).toThrow(
      new InputError(`the sum of plays of a pair up to row 2 is 6e+38; expected ${SINGLE}`),
    );
  });

  it('keeps the plays of every user and artist in any order, with any repeats', () => {
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

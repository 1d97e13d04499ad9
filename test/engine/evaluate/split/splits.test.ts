import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countByRow } from '#listenlab/engine/matrix/csr.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { type Split, splits } from '#listenlab/index.js';
import { anyPlays, interactionsOf, playsByName, randomPlays } from '../plays.js';
import { tastes } from '../sweep/tastes.js';

const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** The split, or the message of its error. */
function attempt<S extends Split>(make: () => S): S | string {
  try {
    return make();
  } catch (error) {
    expect((error as Error).name).toBe('InputError');
    return (error as Error).message;
  }
}

function counts({ byUser }: Interactions): number[] {
  return [...countByRow(byUser)];
}

function entriesOf({ byUser }: Interactions) {
  return [byUser.indptr, byUser.indices, byUser.values].map((array) => [...array]);
}

describe('splits.random', () => {
  it('holds out the exact fraction, keeps a play per user, and its parts add up', () => {
    fc.assert(
      fc.property(
        anyPlays,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        anySeed,
        (plays, fraction, seed) => {
          const wanted = Math.round(fraction * plays.size);
          const split = attempt(() => splits.random(plays, { fraction, seed }));
          const most = counts(plays).reduce((sum, count) => sum + Math.max(0, count - 1), 0);
          expect(typeof split === 'string').toBe(wanted === 0 || wanted > most);
          if (typeof split === 'string') return;
          expect(split.test.size).toBe(wanted);
          expect(split.known).toBe(split.train);
          expect(playsByName(split.train, split.test)).toEqual(playsByName(plays));
          counts(split.train).forEach((count, user) => {
            expect(count > 0).toBe(counts(plays)[user] > 0);
          });
          expect(entriesOf(splits.random(plays, { fraction, seed }).test)).toEqual(entriesOf(split.test));
        },
      ),
      { seed: 1 },
    );
  });

  it('draws entries uniformly, may leave users empty if allowed, and depends on the seed', () => {
    const plays = interactionsOf([
      [1, 1],
      [1, 1],
    ]);
    const times = [0, 0, 0, 0];
    for (let seed = 0; seed < 4000; seed++) {
      const { test } = splits.random(plays, { fraction: 0.25, seed });
      times[test.users.names.findIndex((_, user) => counts(test)[user] > 0) * 2 + test.byUser.indices[0]]++;
    }
    // 1000 each with a deviation of 27.
    for (const count of times) expect(Math.abs(count - 1000)).toBeLessThan(135);
    expect(counts(splits.random(plays, { fraction: 0.99, emptyUsers: true }).train)).toEqual([0, 0]);
  });

  it.each([
    [{ fraction: 0 }, 'fraction is 0; expected a number above 0 and below 1, such as 0.2'],
    [{ fraction: Number.NaN }, 'fraction is NaN; expected a number above 0 and below 1, such as 0.2'],
    [{ seed: 1.5 }, 'seed is 1.5; expected a whole number from 0 to 4294967295'],
    [
      { fraction: 0.9 },
      'cannot hold out 0.9 of 4 entries: that is 4, and at most 2 can be held out if every user keeps one; use another fraction or more data',
    ],
    [
      { fraction: 0.1 },
      'cannot hold out 0.1 of 4 entries: that is 0, and at most 2 can be held out if every user keeps one; use another fraction or more data',
    ],
  ])('refuses %j', (options, message) => {
    const plays = interactionsOf([
      [1, 1],
      [1, 1],
    ]);
    expect(() => splits.random(plays, options)).toThrow(message);
  });
});

describe('splits.leaveKOut', () => {
  it('holds out exactly k per user with enough artists, and its parts add up', () => {
    fc.assert(
      fc.property(anyPlays, fc.integer({ min: 1, max: 4 }), anySeed, (plays, k, seed) => {
        const split = attempt(() => splits.leaveKOut(plays, { k, seed }));
        const enough = counts(plays).map((count) => count > k);
        expect(typeof split === 'string').toBe(!enough.includes(true));
        if (typeof split === 'string') return;
        expect(counts(split.test)).toEqual(enough.map((is) => (is ? k : 0)));
        expect(playsByName(split.train, split.test)).toEqual(playsByName(plays));
        expect(entriesOf(splits.leaveKOut(plays, { k, seed }).test)).toEqual(entriesOf(split.test));
      }),
      { seed: 1 },
    );
  });

  it('accepts a larger minimum, or a smaller one that leaves users empty', () => {
    const plays = interactionsOf([
      [1, 1, 0, 0],
      [1, 1, 1, 1],
    ]);
    expect(counts(splits.leaveKOut(plays, { k: 2, minimum: 2 }).train)).toEqual([0, 2]);
    expect(counts(splits.leaveKOut(plays, { k: 1, minimum: 4 }).test)).toEqual([0, 1]);
  });

  it('draws artists of a user uniformly', () => {
    const plays = interactionsOf([[1, 1, 1, 1, 1]]);
    const times = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < 5000; seed++)
      for (const artist of splits.leaveKOut(plays, { k: 2, seed }).test.byUser.indices) times[artist]++;
    // 2000 each with a deviation of 35.
    for (const count of times) expect(Math.abs(count - 2000)).toBeLessThan(175);
  });

  it.each([
    [{ k: 0 }, 'k is 0; expected a whole number of 1 or more'],
    [{ k: 3, minimum: 2 }, 'minimum is 2; expected a whole number of 3 or more'],
    [
      { k: 2 },
      "cannot hold out 2 of each user's artists, with users of at least 3: the longest list has 2; hold out fewer of them, or use other data",
    ],
  ])('refuses %j', (options, message) => {
    expect(() => splits.leaveKOut(interactionsOf([[1, 1]]), options)).toThrow(message);
  });
});

describe('splits.holdOutUsers', () => {
  it('holds out whole users, reveals part of each, and its parts add up', () => {
    fc.assert(
      fc.property(
        anyPlays,
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        anySeed,
        (plays, users, fraction, seed) => {
          const split = attempt(() => splits.holdOutUsers(plays, { users, fraction, seed }));
          const eligible = counts(plays).filter((count) => count >= 2).length;
          expect(typeof split === 'string').toBe(users > Math.min(eligible, plays.users.size - 1));
          if (typeof split === 'string') return;
          const { train, known, test } = split;
          expect(known.users.size).toBe(users);
          expect(test.users.names).toEqual(known.users.names);
          expect(train.users.names).toEqual(
            plays.users.names.filter((name) => !known.users.names.includes(name)),
          );
          counts(known).forEach((told, user) => {
            const all = told + counts(test)[user];
            expect(told).toBe(Math.min(Math.max(1, Math.round(fraction * all)), all - 1));
          });
          expect(playsByName(train, known, test)).toEqual(playsByName(plays));
          expect(entriesOf(splits.holdOutUsers(plays, { users, fraction, seed }).test)).toEqual(
            entriesOf(test),
          );
        },
      ),
      { seed: 1 },
    );
  });

  it('hides the same artists whatever is known, of which more is only added', () => {
    fc.assert(
      fc.property(anyPlays, fc.integer({ min: 1, max: 4 }), anySeed, (plays, minimum, seed) => {
        const settings = { users: 1, fraction: 0.6, minimum, seed };
        const whole = attempt(() => splits.holdOutUsers(plays, settings));
        if (typeof whole === 'string') return;
        let before: Record<string, number> = {};
        for (let known = 1; known <= minimum; known++) {
          const split = splits.holdOutUsers(plays, { ...settings, known });
          expect(counts(split.known)).toEqual(split.known.users.names.map(() => known));
          expect(entriesOf(split.test)).toEqual(entriesOf(whole.test));
          expect(split.train.users.names).toEqual(whole.train.users.names);
          const told = playsByName(split.known);
          expect(playsByName(whole.known)).toMatchObject(told);
          expect(told).toMatchObject(before);
          before = told;
        }
      }),
      { seed: 1 },
    );
  });

  it('accepts a share of the users', () => {
    const { train, known } = splits.holdOutUsers(randomPlays(50, 20, 0.5, 1), { users: 0.2 });
    expect([train.users.size, known.users.size]).toEqual([40, 10]);
  });

  it.each([
    [
      { users: 0 },
      'users is 0; expected a number of users such as 200, or a share above 0 and below 1 such as 0.1',
    ],
    [
      { users: 1.5 },
      'users is 1.5; expected a number of users such as 200, or a share above 0 and below 1 such as 0.1',
    ],
    [{ users: 1, known: 3, minimum: 2 }, 'minimum is 2 and known is 3; expected a minimum of at least that'],
    [
      { users: 1, known: 2 },
      'cannot hold out 1 of 2 users: at most 0 can be held out, as each needs 2 artists beside the hidden ones and one user must remain for training; use another number or more data',
    ],
    [{ users: 1, fraction: 1 }, 'fraction is 1; expected a number above 0 and below 1, such as 0.8'],
    [
      { users: 2 },
      'cannot hold out 2 of 2 users: at most 1 can be held out, as each needs two artists and one user must remain for training; use another number or more data',
    ],
  ])('refuses %j', (options, message) => {
    const plays = interactionsOf([
      [1, 1],
      [1, 0],
    ]);
    expect(() => splits.holdOutUsers(plays, options)).toThrow(message);
  });
});

describe('splits.byTime', () => {
  const rows = [
    { user: 'ann', artist: 'kent', plays: 2, time: 1 },
    { user: 'ann', artist: 'muse', plays: 1, time: 4 },
    { user: 'ann', artist: 'kent', plays: 5, time: 5 },
    { user: 'bob', artist: 'muse', plays: 3, time: 2 },
    { user: 'bob', artist: 'abba', plays: 1, time: 4 },
    { user: 'new', artist: 'kent', plays: 7, time: 6 },
  ];

  it('trains on the past and tests on artists new to the user', () => {
    const { train, known, test, leftOut, from } = splits.byTime(rows, { from: 4 });
    expect(known).toBe(train);
    expect(from).toBe(4);
    expect(playsByName(train)).toEqual({ 'ann kent': 2, 'bob muse': 3 });
    expect(playsByName(test)).toEqual({ 'ann muse': 1, 'bob abba': 1 });
    expect(playsByName(leftOut)).toEqual({ 'ann kent': 5, 'new kent': 7 });
    expect(playsByName(splits.byTime(rows, { from: 4, emptyUsers: true }).test)).toEqual({
      'ann muse': 1,
      'bob abba': 1,
      'new kent': 7,
    });
  });

  it('accepts dates, or a fraction of the rows with simultaneous plays kept together', () => {
    const dated = rows.map((row) => ({ ...row, time: new Date(2024, row.time) }));
    const last = splits.byTime(dated, { fraction: 0.5, emptyUsers: true });
    expect(last.from).toEqual(new Date(2024, 4));
    expect(playsByName(last.test)).toEqual({ 'ann muse': 1, 'bob abba': 1, 'new kent': 7 });
  });

  it('assigns every play to one of the parts', () => {
    const row = fc.record({
      user: fc.constantFrom('a', 'b', 'c'),
      artist: fc.constantFrom('x', 'y', 'z'),
      plays: fc.integer({ min: 1, max: 5 }),
      time: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 0, max: 6 }), fc.boolean(), (given, from, emptyUsers) => {
        const split = attempt(() => splits.byTime(given, { from, emptyUsers }));
        if (typeof split === 'string') return;
        const whole: Record<string, number> = {};
        for (const { user, artist, plays } of given)
          whole[`${user} ${artist}`] = (whole[`${user} ${artist}`] ?? 0) + plays;
        expect(playsByName(split.train, split.test, split.leftOut)).toEqual(whole);
        expect(
          Object.keys(playsByName(split.test)).filter((pair) => pair in playsByName(split.train)),
        ).toEqual([]);
        counts(split.test).forEach((count, user) => {
          if (!emptyUsers && count > 0) expect(counts(split.train)[user]).toBeGreaterThan(0);
        });
      }),
      { seed: 1 },
    );
  });

  it.each([
    [rows, { fraction: 2 }, 'fraction is 2; expected a number above 0 and below 1, such as 0.2'],
    [rows, { fraction: 0.5, from: 3 }, 'fraction and from were both given; expected one of them'],
    [rows, { from: new Date('x') }, 'from is an invalid date; expected a date or a finite number'],
    [[], {}, 'there are no rows to split by time; expected plays with times'],
    [
      rows,
      { from: 9 },
      "splitting at '9' leaves nothing to judge by in 6 rows from 1 to 6; use another time or fraction, or more data",
    ],
    [
      rows,
      { from: 0 },
      "splitting at '0' leaves nothing to train on in 6 rows from 1 to 6; use another time or fraction, or more data",
    ],
    [
      [{ ...rows[0], time: Number.NaN }],
      {},
      "row 1 (user 'ann', artist 'kent') has the time 'NaN'; expected a date or a finite number",
    ],
    [[{ ...rows[0], plays: 0 }], {}, 'row 1 has plays 0; expected a finite number above 0'],
  ])('refuses %j with %j', (given, options, message) => {
    expect(() => splits.byTime(given, options)).toThrow(message);
  });
});

describe('plays of played artists', () => {
  it('are the same plays by name, of no other artists, in the same order', () => {
    fc.assert(
      fc.property(anyPlays, (plays) => {
        const played = splits.playedArtists(plays);
        expect(playsByName(played)).toEqual(playsByName(plays));
        expect(played.users).toBe(plays.users);
        const { names } = plays.artists;
        expect(played.artists.names).toEqual(names.filter((_, i) => plays.byUser.indices.includes(i)));
        const { indptr, indices } = played.byUser;
        for (let row = 0; row < played.users.size; row++) {
          const list = [...indices.subarray(indptr[row], indptr[row + 1])];
          expect(list).toEqual([...new Set(list)].sort((a, b) => a - b));
        }
        expect(splits.playedArtists(played)).toBe(played);
      }),
    );
  });
});

describe('a sample of users', () => {
  it('has whole users with about the requested number of entries, the same for the same seed', () => {
    const plays = tastes(200);
    const entries = Math.round(plays.size / 4);
    const sample = splits.sampleUsers(plays, { entries, seed: 1 });
    expect(sample.users.size).toBe(50);
    expect(sample.artists).toBe(plays.artists);
    const rowOf = ({ byUser: { indptr, indices, values } }: typeof plays, row: number) => [
      indices.slice(indptr[row], indptr[row + 1]),
      values.slice(indptr[row], indptr[row + 1]),
    ];
    sample.users.names.forEach((name, row) => {
      expect(rowOf(sample, row)).toEqual(rowOf(plays, plays.users.index(name)));
    });
    expect(splits.sampleUsers(plays, { entries, seed: 1 }).users.names).toEqual(sample.users.names);
    expect(splits.sampleUsers(plays, { entries, seed: 2 }).users.names).not.toEqual(sample.users.names);
    expect(splits.sampleUsers(plays, { entries: plays.size })).toBe(plays);
  });

  it.each([
    [{ entries: 0 }, 'entries is 0; expected a whole number of 1 or more'],
    [{ entries: 2.5 }, 'entries is 2.5; expected a whole number of 1 or more'],
    [{ seed: -1 }, 'seed is -1; expected a whole number from 0 to 4294967295'],
  ])('is refused with %o', (options, message) => {
    expect(() => splits.sampleUsers(tastes(10), options)).toThrow(message);
  });
});

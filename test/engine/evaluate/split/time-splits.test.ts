import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { Listens } from '#listenlab/engine/matrix/listens/listens.js';
import { als, baselines, listensFromRows, type Split, splits } from '#listenlab/index.js';
import { anyListens, anyPlays, playsByName, type TimedRow as Row } from '../plays.js';

function sums(rows: readonly Row[]): Record<string, number> {
  const plays: Record<string, number> = {};
  for (const row of rows) {
    const pair = `${row.user} ${row.artist}`;
    plays[pair] = (plays[pair] ?? 0) + row.plays;
  }
  return plays;
}

function attempt<S extends Split>(make: () => S): S | undefined {
  try {
    return make();
  } catch (error) {
    expect((error as Error).name).toBe('InputError');
    return undefined;
  }
}

describe('splits.byTime with repeats', () => {
  it('asks for all future plays of users who have a past', () => {
    fc.assert(
      fc.property(anyListens, fc.integer({ min: 1, max: 6 }), (rows, from) => {
        const split = attempt(() => splits.byTime(rows, { from, repeats: true }));
        if (!split) return;
        const known = new Set(rows.filter(({ time }) => time < from).map(({ user }) => user));
        const future = rows.filter(({ time }) => time >= from);
        expect(split.repeats).toBe(true);
        expect(playsByName(split.train)).toEqual(sums(rows.filter(({ time }) => time < from)));
        expect(playsByName(split.test)).toEqual(sums(future.filter(({ user }) => known.has(user))));
        expect(playsByName(split.leftOut)).toEqual(sums(future.filter(({ user }) => !known.has(user))));
      }),
      { seed: 1 },
    );
  });
});

describe('splits.lastK', () => {
  /** The moment at which a user's future begins, by the definition. */
  function beginning(rows: readonly Row[], user: string, k: number, of: 'artists' | 'listens'): number {
    const own = rows.filter((row) => row.user === user).sort((a, b) => a.time - b.time);
    const first = new Map<string, number>();
    for (const { artist, time } of own) if (!first.has(artist)) first.set(artist, time);
    const moments = of === 'listens' ? own.map(({ time }) => time) : [...first.values()];
    const moment = moments.at(-k) ?? Number.NEGATIVE_INFINITY;
    return own[0] && moment > own[0].time ? moment : Number.POSITIVE_INFINITY;
  }

  it('holds out the last artists or listens of each user who has more', () => {
    fc.assert(
      fc.property(
        anyListens,
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('artists' as const, 'listens' as const),
        fc.boolean(),
        (rows, k, of, repeats) => {
          const isPast = (row: Row) => row.time < beginning(rows, row.user, k, of);
          const past = sums(rows.filter(isPast));
          const future = rows.filter((row) => !isPast(row));
          const asked = future.filter(({ user, artist }) => repeats || !(`${user} ${artist}` in past));
          const split = attempt(() => splits.lastK(rows, { k, of, repeats }));
          expect(split === undefined).toBe(asked.length === 0);
          if (!split) return;
          expect(playsByName(split.train)).toEqual(past);
          expect(playsByName(split.test)).toEqual(sums(asked));
          expect(playsByName(split.train, split.test, split.leftOut)).toEqual(sums(rows));
          expect(splits.findLeaks(split)).toEqual([]);
        },
      ),
      { seed: 1 },
    );
  });

  it.each([
    [{ k: 0 }, 'k is 0; expected a whole number of 1 or more'],
    [{ of: 'plays' }, "of is 'plays'; expected one of 'artists', 'listens', or leave it out for artists"],
    [{ k: 2 }, 'cannot hold out the last 2 artists of users: none has more than that'],
    [{ k: 2, of: 'listens' }, 'cannot hold out the last 2 listens of users: none has more than that'],
  ])('refuses %j', (options, message) => {
    const rows = [1, 2].map((time) => ({ user: 'ann', artist: `artist ${time}`, plays: 1, time }));
    expect(() => splits.lastK(rows, options as { k?: number })).toThrow(message);
  });
});

/** A split with some of its parts replaced. */
function changed<S extends Split>(split: S, parts: Partial<S>): S {
  return { ...split, ...parts };
}

describe('splits.findLeaks', () => {
  const rows = ['ann', 'bob', 'eve'].flatMap((user, u) =>
    Array.from({ length: 8 }, (_, i) => ({ user, artist: `artist ${(i * (u + 1)) % 6}`, plays: 1, time: i })),
  );
  const leaks = (split: Split) => splits.findLeaks(split).map(({ leak, count }) => `${count} ${leak}`);

  it('finds nothing in a split of any kind that listenlab makes', () => {
    fc.assert(
      fc.property(anyPlays, fc.integer({ min: 0, max: 99 }), (plays, seed) => {
        for (const make of [
          () => splits.random(plays, { fraction: 0.4, seed }),
          () => splits.leaveKOut(plays, { k: 2, seed }),
          () => splits.holdOutUsers(plays, { users: 1, seed }),
        ]) {
          const split = attempt<Split>(make);
          if (split) expect(splits.findLeaks(split)).toEqual([]);
        }
      }),
      { seed: 1 },
    );
    fc.assert(
      fc.property(
        anyListens,
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        fc.boolean(),
        (given, from, repeats, emptyUsers) => {
          const split = attempt(() => splits.byTime(given, { from, repeats, emptyUsers }));
          if (split) expect(splits.findLeaks(split)).toEqual([]);
        },
      ),
      { seed: 1 },
    );
  });

  it('finds held-out pairs in training or in what is known', () => {
    const split = splits.byTime(rows, { from: 5 });
    const whole = splits.byTime(rows, { from: 5, repeats: true });
    expect(leaks(changed(split, { test: split.train }))[0]).toBe(
      `${split.train.size} pairs of test that train has`,
    );
    expect(splits.findLeaks(changed(split, { train: split.test, past: undefined }))[0].example).toMatch(
      /^user 'ann', artist 'artist \d'$/,
    );
    expect(leaks(changed(split, { known: split.test }))).toEqual([
      `${split.test.size} pairs of test that known has`,
    ]);
    expect(leaks(changed(whole, { test: whole.train }))).toEqual([]);
  });

  it('finds users and artists with other numbers', () => {
    const split = splits.lastK(rows, { k: 1 });
    const other = splits.lastK([...rows, { user: 'aaa', artist: 'artist 0', plays: 1, time: 0 }], { k: 1 });
    expect(leaks(changed(split, { test: other.test }))).toEqual(['4 users of test with other numbers']);
  });

  it('finds a listen of the future that was planted in the past', () => {
    const split = splits.byTime(rows, { from: 5 });
    const later = split.future.columns;
    const earlier = split.past.columns;
    const planted = new Listens(split.past.users, split.past.artists, {
      user: Int32Array.of(...earlier.user, later.user[0]),
      artist: Int32Array.of(...earlier.artist, later.artist[0]),
      time: Float64Array.of(...earlier.time, later.time[0]),
      dated: false,
    });
    expect(leaks(changed(split, { past: planted }))).toEqual([
      "1 listens of the past that are not before their user's future",
      '1 listens of the past that are not before the moment of the split',
    ]);
  });

  it('finds plays of the future that were added to those of training', () => {
    const split = splits.byTime(rows, { from: 5 });
    const { users, artists, byUser } = split.train;
    const values = byUser.values.slice();
    values[3] += 1;
    const train = new Interactions(users, artists, { ...byUser, values });
    expect(splits.findLeaks(changed(split, { train, known: train }))).toEqual([
      {
        leak: 'plays of train that no listen of the past explains',
        count: 1,
        example: expect.stringMatching(/^user '\w+', artist 'artist \d': 2 plays, 1 in the past$/),
      },
    ]);
  });
});

describe('what is trained on the past', () => {
  it('does not change, to the last bit, with what the same users play of the same artists later', async () => {
    const random = (i: number, of: number) => (i * 7919 + 104_729) % of;
    const past = Array.from({ length: 400 }, (_, i) => ({
      user: `user ${random(i, 23)}`,
      artist: `artist ${random(i * 3 + 1, 31)}`,
      plays: 1,
      time: i,
    }));
    const future = (shift: number) =>
      past.map(({ user }, i) => ({
        user,
        artist: `artist ${(i + shift) % 31}`,
        plays: 1 + shift,
        time: 1000 + i,
      }));
    // Rows of the future come first: no order of theirs may show either.
    const one = splits.byTime([...future(3), ...past], { from: 1000 });
    const other = splits.byTime([...future(11).reverse(), ...past], { from: 1000 });
    expect(playsByName(one.test)).not.toEqual(playsByName(other.test));
    const algorithms = [
      als({ factors: 4 }),
      baselines.popularity(),
      baselines.itemNeighbours(),
      baselines.bpr({ factors: 4, iterations: 20 }),
      baselines.mostPlayed(),
    ];
    for (const algorithm of algorithms) {
      const models = await Promise.all([one, other].map(({ train }) => algorithm.fit(train, { threads: 1 })));
      const [lists, others] = models.map((model) =>
        model.users.names.map((user) => model.recommend(user, { count: 31 })),
      );
      expect(lists, algorithm.name).toEqual(others);
    }
  });

  it('takes listens that are in the order of time as they are', () => {
    const listens = listensFromRows(
      [1, 2, 3].map((time) => ({ user: 'ann', artist: `a${time}`, plays: 1, time })),
    );
    const { past, future } = splits.byTime(listens, { from: 3 });
    expect([past.columns.time.buffer, future.columns.time.buffer]).toEqual([
      listens.columns.time.buffer,
      listens.columns.time.buffer,
    ]);
  });
});

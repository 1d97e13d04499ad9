import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPlays } from '#listenlab/engine/matrix/listens/count-plays.js';
import { decayPlays, listensFromRows } from '#listenlab/index.js';
import { anyListens, playsByName } from '../evaluate/plays.js';

describe('listensFromRows', () => {
  it('puts rows in the order of time and numbers names in their order, whatever comes first', () => {
    fc.assert(
      fc.property(anyListens, (rows) => {
        const listens = listensFromRows(rows);
        expect([...listens]).toEqual(rows.slice().sort((a, b) => a.time - b.time));
        expect(listens.users.names).toEqual([...new Set(rows.map(({ user }) => user))].sort());
        expect(listens.artists.names).toEqual([...new Set(rows.map(({ artist }) => artist))].sort());
      }),
      { seed: 1 },
    );
  });

  it('reads dates as milliseconds, numbers as they are, and not both', () => {
    const row = { user: 'ann', artist: 'kent', plays: 2 };
    expect([...listensFromRows([{ ...row, time: new Date(7) }])]).toEqual([{ ...row, time: 7 }]);
    expect(() =>
      listensFromRows([
        { ...row, time: 7 },
        { ...row, time: new Date(7) },
      ]),
    ).toThrow('1 of 2 rows have a date for a time and the others a number; expected one of them in all rows');
  });
});

describe('plays of listens', () => {
  it('are added up by pair', () => {
    fc.assert(
      fc.property(anyListens, (rows) => {
        const sums: Record<string, number> = {};
        for (const { user, artist, plays } of rows)
          sums[`${user} ${artist}`] = (sums[`${user} ${artist}`] ?? 0) + plays;
        const counted = countPlays(listensFromRows(rows));
        expect(playsByName(counted)).toEqual(sums);
        counted.users.names.forEach((_, user) => {
          const { indptr, indices } = counted.byUser;
          const row = [...indices.subarray(indptr[user], indptr[user + 1])];
          expect(row).toEqual([...new Set(row)].sort((a, b) => a - b));
        });
      }),
      { seed: 1 },
    );
  });

  it('decay by half with each half-life before the moment', () => {
    fc.assert(
      fc.property(
        anyListens,
        fc.double({ min: 0.5, max: 9, noNaN: true }),
        fc.integer({ min: 6, max: 9 }),
        (rows, halfLife, at) => {
          const sums: Record<string, number> = {};
          for (const { user, artist, plays, time } of rows) {
            const pair = `${user} ${artist}`;
            sums[pair] = (sums[pair] ?? 0) + plays * 0.5 ** ((at - time) / halfLife);
          }
          const decayed = playsByName(decayPlays(listensFromRows(rows), { halfLife, at }));
          expect(Object.keys(decayed).sort()).toEqual(Object.keys(sums).sort());
          for (const [pair, plays] of Object.entries(sums)) expect(decayed[pair] / plays).toBeCloseTo(1, 5);
        },
      ),
      { seed: 1 },
    );
  });

  it('decay in days where times are dates, and never to nothing', () => {
    const listens = listensFromRows([
      { user: 'ann', artist: 'kent', plays: 1, time: new Date('1990-01-01') },
      { user: 'ann', artist: 'muse', plays: 6, time: new Date('2020-01-01') },
      { user: 'bob', artist: 'muse', plays: 1, time: new Date('2020-01-31') },
    ]);
    const decayed = playsByName(decayPlays(listens, { halfLife: 30 }));
    expect([decayed['ann muse'], decayed['bob muse']]).toEqual([3, 1]);
    expect(decayed['ann kent']).toBe(2 ** -100);
  });

  it.each([
    [{}, 'halfLife is missing; expected the days after which a play counts for half, such as 90'],
    [{ halfLife: 0 }, 'halfLife is 0; expected a finite number above 0'],
    [{ halfLife: 1, at: 3 }, 'at is 3 and the last listen was at 5; expected a moment that is not before it'],
  ])('refuse %j', (options, message) => {
    const listens = listensFromRows([{ user: 'ann', artist: 'kent', plays: 1, time: 5 }]);
    expect(() => decayPlays(listens, options as { halfLife: number })).toThrow(message);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselines, interactionsFromRows } from '#listenlab/index.js';
import { anyPlays } from '../evaluate/plays.js';

describe('most played', () => {
  it("has a listener's own artists first, then those with the largest share of all listeners' plays", async () => {
    await fc.assert(
      fc.asyncProperty(anyPlays, async (plays) => {
        if (plays.size === 0) return;
        const model = await baselines.mostPlayed().fit(plays);
        const { byUser } = plays;
        const table = plays.users.names.map((_, user) => {
          const row = Array<number>(plays.artists.size).fill(0);
          for (let i = byUser.indptr[user]; i < byUser.indptr[user + 1]; i++)
            row[byUser.indices[i]] = byUser.values[i];
          return row;
        });
        const sum = (row: number[]) => row.reduce((a, b) => a + b, 0);
        const share = (artist: number) =>
          table.reduce((total, row) => total + (sum(row) > 0 ? row[artist] / sum(row) : 0), 0);
        table.forEach((own, user) => {
          const { rows } = model.recommendByIndex(user, { count: 9, includePlayed: true });
          const list = [...rows];
          expect(new Set(list)).toEqual(
            new Set(own.flatMap((_, artist) => (share(artist) > 0 ? [artist] : []))),
          );
          for (let i = 1; i < list.length; i++) {
            const [before, after] = [list[i - 1], list[i]];
            expect(own[before]).toBeGreaterThanOrEqual(own[after]);
            if (own[before] === own[after]) expect(share(before)).toBeGreaterThan(share(after) - 1e-6);
          }
        });
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('scores by plays, applies to other listeners, and knows no similar artists', async () => {
    const plays = interactionsFromRows([
      { user: 'ann', artist: 'kent', plays: 0.25 },
      { user: 'ann', artist: 'muse', plays: 7 },
      { user: 'bob', artist: 'abba', plays: 2 },
    ]);
    const model = await baselines.mostPlayed().fit(plays);
    const list = model.recommend('ann', { includePlayed: true });
    expect(list.map(({ artist }) => artist)).toEqual(['muse', 'kent', 'abba']);
    expect(list[0].score).toBeCloseTo(7, 5);
    expect(model.recommend('ann').map(({ artist }) => artist)).toEqual(['abba']);
    const others = await model.withListeners(plays);
    expect(others.recommend('ann', { includePlayed: true })).toEqual(list);
    expect(() => model.similarArtists('kent')).toThrow('mostPlayed does not know which artists are similar');
  });
});

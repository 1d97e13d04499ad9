import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Rp3betaOptions, rp3beta } from '#listenlab/engine/baselines/neighbours/rp3beta.js';
import { anyPlays, interactionsOf } from '../../evaluate/plays.js';
import { dense, randomInteractions } from '../support.js';

/** Steps are stored as float32, scores are sums of a few products of them. */
const SINGLE = 1e-5;

/** (users x artists) scores by the definition, from dense plays. */
function scoresOf(plays: number[][], { alpha, beta }: { alpha: number; beta: number }): number[][] {
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const columns = plays[0].map((_, i) => plays.map((row) => row[i]));
  const toArtist = (u: number, i: number) => (plays[u][i] > 0 ? (plays[u][i] / sum(plays[u])) ** alpha : 0);
  const toUser = (i: number, u: number) => (plays[u][i] > 0 ? (plays[u][i] / sum(columns[i])) ** alpha : 0);
  const walk = (i: number, j: number) =>
    i === j
      ? 0
      : sum(plays.map((_, v) => toUser(i, v) * toArtist(v, j))) /
        columns[j].filter((count) => count > 0).length ** beta;
  return plays.map((_, u) =>
    columns.map((_, j) =>
      sum(columns[j]) > 0 ? sum(columns.map((_, i) => toArtist(u, i) * walk(i, j))) : 0,
    ),
  );
}

async function expectScores(plays: ReturnType<typeof interactionsOf>, options: Required<Rp3betaOptions>) {
  const model = await rp3beta(options).fit(plays, { threads: 1 });
  const expected = scoresOf(
    dense(plays).map((row) => row.map((count) => (options.weighting === 'log' ? Math.log1p(count) : count))),
    options,
  );
  expected.forEach((row, user) => {
    const { rows, scores } = model.recommendByIndex(user, { count: row.length, includePlayed: true });
    expect([...rows].sort((a, b) => a - b)).toEqual(row.flatMap((score, i) => (score > 0 ? [i] : [])));
    rows.forEach((artist, i) => {
      expect(Math.abs(scores[i] / row[artist] - 1)).toBeLessThan(SINGLE);
    });
  });
}

describe('RP3beta', () => {
  // Rows: ann, bob, eve. Columns: abba, beck, cher, dido.
  const plays = interactionsOf([
    [3, 1, 0, 0],
    [0, 2, 2, 0],
    [0, 0, 1, 4],
  ]);

  it('walks from ann over beck and bob to cher, by hand', async () => {
    const model = await rp3beta({ alpha: 1, beta: 0, weighting: 'linear' }).fit(plays, { threads: 1 });
    // ann steps to beck with 1/4, from beck to bob with 2/3, from bob to cher with 2/4. Nobody leads her to dido.
    const [cher, ...rest] = model.recommend('user 0');
    expect(cher.artist).toBe('artist 2');
    expect(cher.score).toBeCloseTo((1 / 4) * (2 / 3) * (2 / 4), 6);
    expect(rest).toEqual([]);
    // From cher: to bob with 2/3 and on to beck with 2/4; to eve with 1/3 and on to dido with 4/5.
    const similar = model.similarArtists('artist 2');
    expect(similar.map(({ artist }) => artist)).toEqual(['artist 2', 'artist 1', 'artist 3']);
    expect(similar.map(({ similarity }) => similarity.toFixed(6))).toEqual([
      '1.000000',
      (1 / 3).toFixed(6),
      (4 / 15).toFixed(6),
    ]);
  });

  it('divides by a power of the listeners, and takes steps to a power, by hand', async () => {
    const model = await rp3beta({ alpha: 2, beta: 0.5, weighting: 'linear' }).fit(plays, { threads: 1 });
    // cher has two listeners.
    expect(model.recommend('user 0')[0].score).toBeCloseTo(
      ((1 / 4) * (2 / 3) * (2 / 4)) ** 2 / Math.sqrt(2),
      6,
    );
    // dido has one listener, beck two: (1/3 4/5)^2 = 0.071 is behind (2/3 1/2)^2 / sqrt 2 = 0.079,
    const similar = model.similarArtists('artist 2').map(({ artist }) => artist);
    expect(similar).toEqual(['artist 2', 'artist 1', 'artist 3']);
    // and 1/3 4/5 = 0.267 before 2/3 1/2 / 2 = 0.167.
    const strict = await rp3beta({ alpha: 1, beta: 1, weighting: 'linear' }).fit(plays, { threads: 1 });
    expect(strict.similarArtists('artist 2').map(({ artist }) => artist)).toEqual([
      'artist 2',
      'artist 3',
      'artist 1',
    ]);
  });

  it('scores by its definition, whatever the plays', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPlays.filter((any) => any.size > 0),
        fc.constantFrom(0.5, 1, 1.5),
        fc.constantFrom(0, 0.4, 1),
        fc.constantFrom('linear', 'log'),
        (any, alpha, beta, weighting) => expectScores(any, { alpha, beta, weighting, neighbours: 9 }),
      ),
      { numRuns: 12 },
    );
  });

  it('keeps the best neighbours of each artist', async () => {
    const interactions = randomInteractions(30, 12, 0.4, 1);
    const all = await rp3beta().fit(interactions, { threads: 1 });
    const few = await rp3beta({ neighbours: 3 }).fit(interactions, { threads: 1 });
    for (let artist = 0; artist < 12; artist++) {
      const name = `artist ${artist}`;
      expect(few.similarArtists(name, { count: 12 })).toEqual(all.similarArtists(name, { count: 4 }));
    }
  });
});

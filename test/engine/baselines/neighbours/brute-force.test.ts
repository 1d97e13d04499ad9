import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { itemNeighbours } from '#listenlab/engine/baselines/neighbours/item-neighbours.js';
import { userNeighbours } from '#listenlab/engine/baselines/neighbours/user-neighbours.js';
import { dense, randomInteractions } from '../support.js';

/** Products are stored as float32. */
const SINGLE = 1e-6;

function product(left: number[][], right: number[][]): number[][] {
  return new Matrix(left).mmul(new Matrix(right)).to2DArray();
}

/** Scores of (users x M) times (M x artists), where each row of the left keeps only its `count` highest entries. */
function keepHighest(rows: number[][], count: number): number[][] {
  return rows.map((row) => {
    const least = row.toSorted((a, b) => b - a)[count - 1] ?? Number.NEGATIVE_INFINITY;
    return row.map((value) => (value >= least ? value : 0));
  });
}

const transposed = (rows: number[][]) => new Matrix(rows).transpose().to2DArray();
const entriesOf = (row: number[]) => row.filter((value) => value > 0).length;
const sumOf = (row: number[]) => row.reduce((sum, value) => sum + value, 0);
const unit = (rows: number[][]) => rows.map((row) => row.map((value) => value / Math.hypot(...row)));

/** BM25 weights of rows with the constants of text retrieval, each row a document. */
function bm25(rows: number[][]): number[][] {
  const mean = sumOf(rows.map(sumOf)) / rows.length;
  const idf = transposed(rows).map((column) => Math.log(rows.length) - Math.log1p(entriesOf(column)));
  return rows.map((row) =>
    row.map((count, i) => ((2.2 * count) / (1.2 * (0.25 + 0.75 * (sumOf(row) / mean)) + count)) * idf[i]),
  );
}

describe('item neighbours', () => {
  // As the docstrings have them, for 30 users and 25 artists.
  const [users, artists] = [30, 25];
  const interactions = randomInteractions(users, artists, 0.25, 4);
  const plays = dense(interactions);

  it.each([
    {
      options: { weighting: 'cosine' },
      compared: unit(transposed(plays).map((row) => row.map(Math.log1p))),
      user: plays.map((row) => row.map(Math.log1p)),
    },
    {
      options: { weighting: 'tfidf', plays: 'binary', userWeighting: 'linear' },
      compared: unit(
        transposed(plays).map((row) =>
          row.map(
            (count, user) => Math.sign(count) * (Math.log(artists) - Math.log1p(entriesOf(plays[user]))),
          ),
        ),
      ),
      user: plays,
    },
    {
      options: { weighting: 'bm25' },
      compared: bm25(transposed(plays).map((row) => row.map(Math.sqrt))),
      user: plays.map((row) =>
        row.map((count, artist) => {
          const listeners = entriesOf(plays.map((each) => each[artist]));
          return Math.sqrt(count) * (Math.log(users) - Math.log1p(listeners));
        }),
      ),
    },
  ])('score by the nearest artists, $options.weighting', async ({ options, compared, user }) => {
    const similar = keepHighest(product(compared, transposed(compared)), 6);
    const scores = product(user, similar);
    const model = await itemNeighbours({ ...options, neighbours: 6 }).fit(interactions, { threads: 1 });
    for (let row = 0; row < users; row++) {
      const found = model.recommendByIndex(row, { count: artists, includePlayed: true });
      expect(found.rows).toHaveLength(entriesOf(scores[row]));
      found.rows.forEach((artist, i) => {
        expect(Math.abs(found.scores[i] / scores[row][artist] - 1)).toBeLessThan(1e-5);
      });
    }
  });
});

describe('user neighbours', () => {
  it('score by the nearest other users', async () => {
    const interactions = randomInteractions(30, 25, 0.25, 4);
    const compared = unit(dense(interactions));
    const cosines = product(compared, transposed(compared));
    cosines.forEach((row, user) => {
      row[user] = 0;
    });
    const scores = product(keepHighest(cosines, 6), compared);
    const model = await userNeighbours({ weighting: 'linear', neighbours: 6, plays: 'linear' }).fit(
      interactions,
      {
        threads: 1,
      },
    );
    for (let user = 0; user < 30; user++) {
      const { rows, scores: found } = model.recommendByIndex(user, { count: 25, includePlayed: true });
      expect(rows).toHaveLength(scores[user].filter((score) => score > 0).length);
      rows.forEach((artist, i) => {
        expect(Math.abs(found[i] - scores[user][artist])).toBeLessThan(SINGLE);
      });
    }
    const columns = transposed(compared);
    const similar = model.similarArtists('artist 3', { count: 25 });
    for (const { artist, similarity } of similar) {
      const other = columns[interactions.artists.index(artist)];
      const dot = columns[3].reduce((sum, value, i) => sum + value * other[i], 0);
      expect(similarity).toBeCloseTo(dot / Math.hypot(...columns[3]) / Math.hypot(...other), 5);
    }
  });

  it('score by damped plays of length one, compared by BM25 weights of them', async () => {
    const interactions = randomInteractions(30, 25, 0.25, 4);
    const logs = dense(interactions).map((row) => row.map(Math.log1p));
    const similar = product(bm25(logs), transposed(bm25(logs)));
    similar.forEach((row, user) => {
      row[user] = Number.NEGATIVE_INFINITY;
    });
    const scores = product(
      keepHighest(similar, 6).map((row) => row.map((value) => Math.max(0, value))),
      unit(logs),
    );
    const model = await userNeighbours({ neighbours: 6 }).fit(interactions, { threads: 1 });
    for (let user = 0; user < 30; user++) {
      const found = model.recommendByIndex(user, { count: 25, includePlayed: true });
      found.rows.forEach((artist, i) => {
        expect(Math.abs(found.scores[i] / scores[user][artist] - 1)).toBeLessThan(1e-5);
      });
    }
  });
});

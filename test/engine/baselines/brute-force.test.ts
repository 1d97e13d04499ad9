import fc from 'fast-check';
import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { bestProductsInline } from '#listenlab/engine/baselines/best-products.js';
import { ease } from '#listenlab/engine/baselines/ease.js';
import { invertGram } from '#listenlab/engine/baselines/invert-gram.js';
import { userNeighbours } from '#listenlab/engine/baselines/user-neighbours.js';
import { transpose } from '#listenlab/engine/matrix/csr.js';
import { bestScored, scorerOf } from '#listenlab/engine/ranking/scorer.js';
import { dense, randomInteractions } from './support.js';

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

describe('the best products per row', () => {
  it('are those of the dense product', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 12 }), (seed, count) => {
        const interactions = randomInteractions(9, 12, 0.3, seed);
        const { byUser, byArtist } = interactions;
        const found = bestProductsInline(byArtist, byUser, { count });
        const rows = dense(interactions);
        const all = product(new Matrix(rows).transpose().to2DArray(), rows);
        const expected = keepHighest(all, count).flatMap((row) => row.filter((value) => value > 0));
        expect(found.indices).toHaveLength(expected.length);
        expected.forEach((value, i) => {
          expect(Math.abs(found.values[i] / value - 1)).toBeLessThan(SINGLE);
        });
        for (let row = 0; row < 12; row++) {
          const columns = found.indices.subarray(found.indptr[row], found.indptr[row + 1]);
          expect(columns).toEqual(columns.slice().sort());
        }
      }),
      { numRuns: 50 },
    );
  });

  it('leave out the excluded column of each row', () => {
    const { byUser, byArtist } = randomInteractions(9, 12, 0.5, 1);
    const leftOut = Int32Array.from({ length: 9 }, (_, user) => user);
    const found = bestProductsInline(byUser, byArtist, { count: 9, leftOut });
    for (let user = 0; user < 9; user++) {
      expect(found.indices.subarray(found.indptr[user], found.indptr[user + 1])).not.toContain(user);
    }
  });
});

describe('the matrix inverse for EASE', () => {
  // Less than a panel, exactly one, and several with a remainder.
  it.each([1, 32, 33, 100])('of %d artists equals that of ml-matrix', async (artists) => {
    const interactions = randomInteractions(80, artists, 0.3, artists);
    const x = new Matrix(dense(interactions));
    const expected = inverse(x.transpose().mmul(x).add(Matrix.eye(artists).mul(3)));
    const [one, two] = await Promise.all(
      [1, 2].map((threads) => invertGram(interactions.byUser, 3, { threads })),
    );
    expect(two).toEqual(one);
    for (let i = 0; i < artists; i++) {
      for (let j = 0; j <= i; j++) {
        const scale = Math.sqrt(expected.get(i, i) * expected.get(j, j));
        expect(Math.abs(one[i * artists + j] + expected.get(i, j))).toBeLessThan(1e-9 * scale);
      }
    }
  });
});

describe('EASE', () => {
  it('scores with the weights that minimise its loss, for the artists it covers', async () => {
    const interactions = randomInteractions(40, 15, 0.3, 2);
    const model = await ease({ artists: 15, regularization: 5 }).fit(interactions, { threads: 1 });
    const x = new Matrix(dense(interactions).map((row) => row.map((plays) => (plays > 0 ? 1 : 0))));
    // At the minimum of |X - XB|^2 + lambda |B|^2 with a zero diagonal, the gradient off the diagonal is zero.
    const weights = new Matrix(15, 15);
    for (let i = 0; i < 15; i++) {
      for (const { artist, similarity } of model.similarArtists(`artist ${i}`, { count: 15 }).slice(1)) {
        weights.set(i, interactions.artists.index(artist), similarity);
      }
    }
    const rest = Matrix.sub(x.mmul(weights), x);
    const gradient = x.transpose().mmul(rest).add(Matrix.mul(weights, 5));
    for (let i = 0; i < 15; i++) {
      for (let j = 0; j < 15; j++) if (i !== j) expect(Math.abs(gradient.get(i, j))).toBeLessThan(1e-4);
    }
    const scores = x.mmul(weights).getRow(7);
    const { rows, scores: found } = model.recommendByIndex(7, { count: 15, includePlayed: true });
    expect(rows).toHaveLength(15);
    rows.forEach((artist, i) => {
      expect(found[i]).toBeCloseTo(scores[artist], 5);
    });
  });

  it('recommends only the most popular artists', async () => {
    const interactions = randomInteractions(40, 15, 0.3, 2);
    const listeners = Array.from(
      { length: 15 },
      (_, i) => interactions.byArtist.indptr[i + 1] - interactions.byArtist.indptr[i],
    );
    const model = await ease({ artists: 5, regularization: 5 }).fit(interactions, { threads: 1 });
    const known = new Set(
      listeners
        .map((n, i) => [n, -i, i])
        .sort((a, b) => b[0] - a[0] || b[1] - a[1])
        .slice(0, 5)
        .map(([, , i]) => i),
    );
    for (let user = 0; user < 40; user++) {
      for (const artist of model.recommendByIndex(user).rows) expect(known).toContain(artist);
    }
    const unknown = listeners.findIndex((_, i) => !known.has(i));
    expect(model.similarArtists(`artist ${unknown}`)).toEqual([
      { artist: `artist ${unknown}`, similarity: 1 },
    ]);
  });
});

describe('user neighbours', () => {
  it('score by the nearest other users', async () => {
    const interactions = randomInteractions(30, 25, 0.25, 4);
    const unit = dense(interactions).map((row) => {
      const length = Math.hypot(...row);
      return row.map((plays) => plays / length);
    });
    const cosines = product(unit, new Matrix(unit).transpose().to2DArray());
    cosines.forEach((row, user) => {
      row[user] = 0;
    });
    const scores = product(keepHighest(cosines, 6), unit);
    const model = await userNeighbours({ weighting: 'linear', neighbours: 6 }).fit(interactions, {
      threads: 1,
    });
    for (let user = 0; user < 30; user++) {
      const { rows, scores: found } = model.recommendByIndex(user, { count: 25, includePlayed: true });
      expect(rows).toHaveLength(scores[user].filter((score) => score > 0).length);
      rows.forEach((artist, i) => {
        expect(Math.abs(found[i] - scores[user][artist])).toBeLessThan(SINGLE);
      });
    }
    const columns = new Matrix(unit).transpose().to2DArray();
    const similar = model.similarArtists('artist 3', { count: 25 });
    for (const { artist, similarity } of similar) {
      const other = columns[interactions.artists.index(artist)];
      const dot = columns[3].reduce((sum, value, i) => sum + value * other[i], 0);
      expect(similarity).toBeCloseTo(dot / Math.hypot(...columns[3]) / Math.hypot(...other), 5);
    }
  });
});

describe('scored recommenders', () => {
  it('multiply rows and rank them without zeros and played artists', () => {
    const interactions = randomInteractions(6, 8, 0.4, 9);
    const { byUser } = interactions;
    const scorer = scorerOf({ kind: 'product', left: transpose(byUser), right: byUser });
    const rows = dense(interactions);
    const scores = new Float64Array(8).fill(7);
    scorer.scoreInto(2, scores);
    scores.forEach((score, artist) => {
      expect(score).toBeCloseTo(
        rows.reduce((sum, row) => sum + row[2] * row[artist], 0),
        8,
      );
    });
    const userFactors = Float32Array.of(1, 2, 3, 4);
    const artistFactors = Float32Array.of(1, 0, 0, 1, 1, 1);
    scorerOf({ kind: 'factors', factors: 2, userFactors, artistFactors }).scoreInto(1, scores.subarray(0, 3));
    expect([...scores.subarray(0, 3)]).toEqual([3, 4, 7]);
    const best = bestScored(Float64Array.of(0, -1, 5, 2, 9), 3, [4]);
    expect([...best.rows]).toEqual([2, 3, 1]);
    expect([...best.scores]).toEqual([5, 2, -1]);
  });
});

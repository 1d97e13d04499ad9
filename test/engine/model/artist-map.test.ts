import { describe, expect, it } from 'vitest';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { artistMap } from '#listenlab/engine/model/artist-map.js';
import { Model } from '#listenlab/engine/model/model.js';
import { seededRandom } from '#listenlab/util/random.js';
import { numberedNames } from './models.js';

/**
 * A model with planted groups: artist i's vector lies near direction i % directions.length; artist i has
 * artists - i listeners, so that the row order is the order of popularity.
 */
function planted(directions: number[][], artists: number, noise = 0.05): Model {
  const random = seededRandom(1);
  const factors = directions[0].length;
  const pairs = Array.from({ length: artists }, (_, artist) =>
    Array.from({ length: artists - artist }, (_, user) => ({ user, artist })),
  ).flat();
  const vectors = Array.from({ length: artists }, (_, i) =>
    directions[i % directions.length].map((value) => (1 + i) * (value + noise * random.normal())),
  );
  return new Model({
    users: numberedNames('user', artists),
    artists: numberedNames('artist', artists),
    factors,
    userFactors: new Float32Array(artists * factors),
    artistFactors: Float32Array.from(vectors.flat()),
    plays: csrFromTriplets(
      artists,
      artists,
      pairs.map(({ user }) => user),
      pairs.map(({ artist }) => artist),
      pairs.map(() => 1),
    ),
    training: {},
  });
}

const THREE = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 1],
];

describe('the artist map', () => {
  it('contains the artists with most listeners, in descending order', () => {
    const { artist, listeners } = artistMap(planted(THREE, 30), { count: 4 });
    expect(artist).toEqual(['artist 0', 'artist 1', 'artist 2', 'artist 3']);
    expect(listeners).toEqual([30, 29, 28, 27]);
  });

  it('finds planted clusters, numbered in order, whatever the lengths of the vectors', () => {
    const { artist, cluster } = artistMap(planted(THREE, 30), { clusters: 3 });
    expect(artist).toHaveLength(30);
    expect(cluster).toEqual(Array.from({ length: 30 }, (_, i) => i % 3));
  });

  it('spans the plane of largest variance', () => {
    // At length 1 and centred, (1, 0, 0), (0, 1, 0), (0, 0, 1) make a triangle with sides of root 2.
    const corners = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const { x, y } = artistMap(planted(corners, 3, 0));
    for (const [i, j] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ]) {
      expect(Math.hypot(x[i] - x[j], y[i] - y[j])).toBeCloseTo(Math.SQRT2, 6);
    }
    expect(x[0] + x[1] + x[2]).toBeCloseTo(0, 6);
    expect(y[0] + y[1] + y[2]).toBeCloseTo(0, 6);
  });

  it('keeps as much variance as any plane can, and distances on it never exceed the real ones', () => {
    const model = planted(THREE, 24, 0.3);
    const { x, y } = artistMap(model);
    const direction = (row: number) => {
      const vector = [...model.artistFactors.slice(row * 4, row * 4 + 4)];
      return vector.map((value) => value / Math.hypot(...vector));
    };
    const sumOfSquares = (values: number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
    expect(sumOfSquares(x)).toBeGreaterThanOrEqual(sumOfSquares(y));
    for (let i = 1; i < 24; i++) {
      const real = Math.hypot(...direction(i).map((value, f) => value - direction(0)[f]));
      expect(Math.hypot(x[i] - x[0], y[i] - y[0])).toBeLessThanOrEqual(real + 1e-6);
    }
  });

  it('is reproducible by seed', () => {
    const model = planted(THREE, 40, 0.5);
    expect(artistMap(model, { seed: 7 })).toEqual(artistMap(model, { seed: 7 }));
  });

  it('works with one artist, one factor, equal vectors, or none', () => {
    expect(artistMap(planted([[1]], 1))).toEqual({
      artist: ['artist 0'],
      x: [0],
      y: [0],
      cluster: [0],
      listeners: [1],
    });
    expect(artistMap(planted([[1, 1]], 5, 0)).cluster).toHaveLength(5);
    const silent = new Model({ ...planted(THREE, 2), plays: csrFromTriplets(2, 2, [], [], []) });
    expect(artistMap(silent)).toEqual({ artist: [], x: [], y: [], cluster: [], listeners: [] });
  });

  it('refuses invalid counts', () => {
    const model = planted(THREE, 3);
    expect(() => artistMap(model, { count: 0 })).toThrow('count is 0; expected a whole number of 1 or more');
    expect(() => artistMap(model, { clusters: 2.5 })).toThrow(
      'clusters is 2.5; expected a whole number of 1 or more',
    );
  });
});

import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { ease } from '#listenlab/engine/baselines/ease/ease.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { descriptionOf } from '#listenlab/util/description.js';
import { dense, randomInteractions, twoCrowds } from '../support.js';

describe('EASE', () => {
  it.each([
    ['fewer artists than users', 40, 15],
    ['fewer users than artists', 11, 15],
  ])('scores with the weights that minimise its loss, with %s', async (_, users, artists) => {
    const interactions = randomInteractions(users, artists, 0.3, 2);
    const model = await ease({ regularization: 5, weighting: 'binary' }).fit(interactions, { threads: 1 });
    const x = new Matrix(dense(interactions).map((row) => row.map((plays) => (plays > 0 ? 1 : 0))));
    // At the minimum of |X - XB|^2 + lambda |B|^2 with a zero diagonal, the gradient off the diagonal is zero.
    const weights = new Matrix(artists, artists);
    for (let i = 0; i < artists; i++) {
      for (const { artist, similarity } of model.similarArtists(`artist ${i}`, { count: artists }).slice(1)) {
        weights.set(i, interactions.artists.index(artist), similarity);
      }
    }
    const rest = Matrix.sub(x.mmul(weights), x);
    const gradient = x.transpose().mmul(rest).add(Matrix.mul(weights, 5));
    for (let i = 0; i < artists; i++) {
      for (let j = 0; j < artists; j++) {
        if (i !== j) expect(Math.abs(gradient.get(i, j))).toBeLessThan(1e-4);
      }
    }
    const scores = x.mmul(weights).getRow(7);
    const { rows, scores: found } = model.recommendByIndex(7, { count: artists, includePlayed: true });
    expect(rows).toHaveLength(artists);
    rows.forEach((artist, i) => {
      expect(found[i]).toBeCloseTo(scores[artist], 5);
    });
  });

  it('divides weights by their mean, so that lambda is in units of listeners', async () => {
    const interactions = randomInteractions(30, 12, 0.3, 5);
    const tenfold = randomInteractions(30, 12, 0.3, 5);
    tenfold.byUser.values.forEach((plays, i) => {
      tenfold.byUser.values[i] = 10 * plays;
    });
    const algorithm = ease({ regularization: 3, weighting: 'linear' });
    const [model, other] = await Promise.all(
      [interactions, tenfold].map((plays) => algorithm.fit(plays, { threads: 1 })),
    );
    for (let user = 0; user < 30; user++) {
      const { rows, scores } = model.recommendByIndex(user);
      const found = other.recommendByIndex(user);
      expect([...found.rows]).toEqual([...rows]);
      scores.forEach((score, i) => void expect(found.scores[i]).toBeCloseTo(score, 5));
    }
  });

  it('recommends only the most popular artists, if asked to', async () => {
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
    expect(descriptionOf(model)?.facts).toMatchObject({
      'artists it knows': 'the 5 most popular',
      regularization: 5,
    });
  });

  it('tells its settings in its name, and what it chose in its description', async () => {
    expect(ease().name).toBe('EASE');
    expect(ease({ artists: 50, regularization: 9, weighting: 'binary' }).name).toBe(
      'EASE, 50 artists, lambda 9, binary',
    );
    const model = await ease().fit(twoCrowds(), { threads: 1 });
    expect(descriptionOf(model)?.facts).toMatchObject({
      'artists it knows': 'all',
      regularization: expect.any(Number),
    });
  });

  it('refuses an inverse that would be too large', async () => {
    const side = 10_001;
    const diagonal = randomInteractions(1, 1, 0, 1);
    const names = (kind: string) => Array.from({ length: side }, (_, i) => `${kind} ${i}`);
    const plays = new Interactions(new IdMap('user', names('user')), new IdMap('artist', names('artist')), {
      ...diagonal.byUser,
      rows: side,
      columns: side,
      indptr: Int32Array.from({ length: side + 1 }, (_, i) => i),
      indices: Int32Array.from({ length: side }, (_, i) => i),
      values: new Float32Array(side).fill(1),
    });
    await expect(ease({ artists: 20_000 }).fit(plays)).rejects.toThrow(
      'artists of ease is 20,000, and there are 10,001 users, so that it needs 2.2 GiB; ask for at most 10,000 artists, ' +
        'or use sparseEase',
    );
  });
});

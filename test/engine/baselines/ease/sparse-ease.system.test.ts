import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { ease } from '#listenlab/engine/baselines/ease/ease.js';
import { sparseEase } from '#listenlab/engine/baselines/ease/sparse-ease.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { dense, randomInteractions, twoCrowds } from '../support.js';

describe('sparse EASE', () => {
  it.each([
    ['where every two artists have a listener in common', randomInteractions(60, 20, 0.5, 3)],
    ['where two crowds have nothing in common', twoCrowds()],
  ])('is EASE with threshold 0 and all artists as neighbours, %s', async (_, interactions) => {
    const artists = interactions.artists.size;
    const whole = await ease({ regularization: 7 }).fit(interactions, { threads: 1 });
    const sparse = await sparseEase({ regularization: 7, neighbours: artists }).fit(interactions, {
      threads: 2,
    });
    for (let user = 0; user < interactions.users.size; user++) {
      const expected = scores(whole.recommendByIndex(user, { count: artists, includePlayed: true }), artists);
      const found = scores(sparse.recommendByIndex(user, { count: artists, includePlayed: true }), artists);
      for (let i = 0; i < artists; i++) expect(Math.abs(found[i] - expected[i])).toBeLessThan(1e-6);
    }
  });

  it('predicts an artist from the block that solves it, by dense matrices', async () => {
    const interactions = randomInteractions(50, 18, 0.3, 6);
    const model = await sparseEase({ neighbours: 4, regularization: 7, weighting: 'binary' }).fit(
      interactions,
      {
        threads: 1,
      },
    );
    const x = binary(interactions);
    const gram = x.transpose().mmul(x);
    const weights = new Matrix(18, 18);
    for (let i = 0; i < 18; i++) {
      for (const { artist, similarity } of model.similarArtists(`artist ${i}`, { count: 18 }).slice(1)) {
        weights.set(i, interactions.artists.index(artist), similarity);
      }
    }
    for (let j = 0; j < 18; j++) {
      const sources = Array.from({ length: 18 }, (_, i) => i).filter((i) => weights.get(i, j) !== 0);
      // A block has an artist and its four nearest: four of them predict each.
      expect(sources).toHaveLength(4);
      const block = [j, ...sources];
      const c = inverse(gram.selection(block, block).add(Matrix.eye(5).mul(7)));
      sources.forEach((i, place) => {
        expect(Math.abs(weights.get(i, j) + c.get(place + 1, 0) / c.get(0, 0))).toBeLessThan(1e-6);
      });
    }
  });

  it('takes the most similar artists as neighbours, none below the threshold', async () => {
    const interactions = randomInteractions(50, 18, 0.3, 6);
    const x = binary(interactions);
    const gram = x.transpose().mmul(x);
    const threshold = 0.35;
    const model = await sparseEase({ threshold, regularization: 7, weighting: 'binary' }).fit(interactions, {
      threads: 1,
    });
    const degrees = Array.from({ length: 18 }, (_, i) => {
      const near = Array.from({ length: 18 }, (_, j) => j).filter(
        (j) =>
          j !== i && gram.get(i, j) / Math.sqrt((gram.get(i, i) + 7) * (gram.get(j, j) + 7)) >= threshold,
      );
      return near.length;
    });
    expect(Math.max(...degrees)).toBeGreaterThan(2);
    expect(Math.max(...degrees)).toBeLessThan(17);
    const pairs = Array.from({ length: 18 }, (_, i) =>
      model.similarArtists(`artist ${i}`, { count: 18 }).slice(1),
    ).flat();
    // Each column is solved in a block no larger than the largest neighbourhood.
    expect(pairs.length).toBeLessThanOrEqual(18 * Math.max(...degrees));
    const strict = await sparseEase({ threshold: 1 }).fit(interactions, { threads: 1 });
    expect(strict.recommendByIndex(3).rows).toHaveLength(0);
  });

  it('tells what is not by default in its name', () => {
    expect(sparseEase().name).toBe('sparse EASE');
    expect(sparseEase({ neighbours: 90, threshold: 0.1, regularization: 4 }).name).toBe(
      'sparse EASE, 90, threshold 0.1, lambda 4',
    );
  });
});

function scores({ rows, scores }: { rows: Int32Array; scores: Float64Array }, artists: number): Float64Array {
  const all = new Float64Array(artists);
  rows.forEach((artist, i) => {
    all[artist] = scores[i];
  });
  return all;
}

function binary(interactions: Interactions): Matrix {
  return new Matrix(dense(interactions).map((row) => row.map((plays) => (plays > 0 ? 1 : 0))));
}

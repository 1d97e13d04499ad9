import { describe, expect, it } from 'vitest';
import { mostPopular, placesAmong } from '#listenlab/engine/baselines/ease/popular-columns.js';
import { startSparseEase } from '#listenlab/engine/baselines/ease/sparse-job.js';
import { allocateCsr, transpose } from '#listenlab/engine/matrix/csr.js';
import { dense, randomInteractions } from '../support.js';

const LAMBDA = 5;

describe('a block of sparse EASE', () => {
  const byUser = randomInteractions(40, 12, 0.4, 8).byUser;
  const x = dense(randomInteractions(40, 12, 0.4, 8));
  const artists = Int32Array.of(7, 2, 11, 0, 5, 9, 3);

  /** Row `artist` of Bt, by artist, with the products of so many popular artists at hand. */
  function solved(artist: number, popularCount: number): Map<number, number> {
    const selected = mostPopular(byUser, popularCount);
    const products = new Float64Array(popularCount * popularCount);
    selected.forEach((a, i) => {
      selected.subarray(0, i + 1).forEach((b, j) => {
        products[i * popularCount + j] = x.reduce((sum, row) => sum + row[a] * row[b], 0);
      });
    });
    const columns = allocateCsr(12, 12, artists.length - 1);
    columns.indptr.fill(artists.length - 1, artist + 1);
    startSparseEase({
      kind: 'sparse ease',
      byUser,
      byArtist: transpose(byUser),
      lambda: LAMBDA,
      popular: placesAmong(selected, 12),
      popularCount,
      products,
      starts: Int32Array.of(0, artists.length),
      artists,
      solved: Int32Array.of(1),
      columns,
    })({ block: 0 });
    return new Map(Array.from(columns.indices, (other, i) => [other, columns.values[i]]));
  }

  // Half of the block is popular with six, none with 0.
  it.each([0, 6, 12])('is a ridge regression on its artists, with %d popular ones', (popularCount) => {
    const weights = solved(7, popularCount);
    const others = [...artists.subarray(1)];
    expect([...weights.keys()]).toEqual(others);
    // The gradient of |x_7 - X b|^2 + lambda |b|^2 is 0 at its least.
    for (const other of others) {
      const gradient = x.reduce(
        (sum, row) => {
          const error =
            row[7] - others.reduce((predicted, a) => predicted + row[a] * (weights.get(a) ?? 0), 0);
          return sum + row[other] * error;
        },
        -LAMBDA * (weights.get(other) ?? 0),
      );
      // Weights are in single precision, and the products of plays some hundreds.
      expect(Math.abs(gradient)).toBeLessThan(1e-2);
    }
  });
});

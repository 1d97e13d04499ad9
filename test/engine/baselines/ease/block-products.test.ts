import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockProducts } from '#listenlab/engine/baselines/ease/block-products.js';
import { mostPopular, placesAmong } from '#listenlab/engine/baselines/ease/popular-columns.js';
import { transpose } from '#listenlab/engine/matrix/csr.js';
import { seededRandom } from '#listenlab/util/random.js';
import { dense, randomInteractions } from '../support.js';

const USERS = 70;
const ARTISTS = 40;

describe('the products of the artists of blocks', () => {
  const interactions = randomInteractions(USERS, ARTISTS, 0.2, 3);
  const { byUser } = interactions;
  const x = dense(interactions);
  const all = Array.from({ length: ARTISTS }, (_, a) =>
    Array.from({ length: ARTISTS }, (_, b) => x.reduce((sum, row) => sum + row[a] * row[b], 0)),
  );

  it('are those of their columns, whichever are popular, block after block', () => {
    const blocks = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      popularCount: fc.integer({ min: 0, max: ARTISTS }),
      sizes: fc.array(fc.integer({ min: 1, max: ARTISTS }), { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(blocks, ({ seed, popularCount, sizes }) => {
        const selected = mostPopular(byUser, popularCount);
        const products = new Float64Array(popularCount * popularCount);
        selected.forEach((a, i) => {
          for (let j = 0; j <= i; j++) products[i * popularCount + j] = all[a][selected[j]];
        });
        const popular = placesAmong(selected, ARTISTS);
        const filled = new BlockProducts({
          byUser,
          byArtist: transpose(byUser),
          popular,
          popularCount,
          products,
        });
        const { uniform } = seededRandom(seed);
        for (const size of sizes) {
          const keys = Array.from({ length: ARTISTS }, uniform);
          const shuffled = Int32Array.from({ length: ARTISTS }, (_, artist) => artist).sort(
            (a, b) => keys[a] - keys[b],
          );
          const artists = shuffled.subarray(0, size);
          const matrix = new Float64Array(size * size).fill(7);
          filled.fill(matrix, artists);
          // Users are added in their order here, too: to the bit.
          const lower = Array.from(artists).flatMap((a, row) =>
            Array.from(artists, (b, column) => (column <= row ? all[a][b] : 0)),
          );
          expect(matrix).toEqual(Float64Array.from(lower));
        }
      }),
      { numRuns: 100 },
    );
  });
});

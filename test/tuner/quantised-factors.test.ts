import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import {
  quantiseFactors,
  restoreFactors,
  similarByQuantised,
} from '#listenlab/tuner/try-it/quantised-factors.js';
import { groupedInteractions } from '../engine/als/matrices.js';

const anyFactors = fc.integer({ min: 1, max: 5 }).chain((factors) =>
  fc
    .array(
      fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: factors, maxLength: factors }),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .map((rows) => ({ factors, artistFactors: Float32Array.from(rows.flat()) })),
);

describe('factors in 8 bits', () => {
  it('are within half a step of the factors, and keep zero vectors', () => {
    fc.assert(
      fc.property(anyFactors, ({ factors, artistFactors }) => {
        const quantised = quantiseFactors({ factors, artistFactors });
        const restored = restoreFactors(quantised);
        artistFactors.forEach((value, i) => {
          const row = artistFactors.subarray(i - (i % factors), i - (i % factors) + factors);
          const step = Math.max(...row.map(Math.abs)) / 127;
          // A small margin for float32: scales of tiny numbers have few digits.
          expect(Math.abs(restored[i] - value)).toBeLessThanOrEqual(step * 0.501 + 127 * 2 ** -149);
        });
      }),
    );
  });

  it('give the similar artists of the rounded factors', () => {
    fc.assert(
      fc.property(
        anyFactors,
        fc.nat(),
        fc.integer({ min: 1, max: 14 }),
        ({ factors, artistFactors }, any, count) => {
          const quantised = quantiseFactors({ factors, artistFactors });
          const artists = artistFactors.length / factors;
          const artist = any % artists;
          const vectors = Array.from({ length: artists }, (_, row) => [
            ...quantised.bytes.subarray(row * factors, (row + 1) * factors),
          ]);
          const dot = (a: number[], b: number[]) => a.reduce((sum, value, f) => sum + value * b[f], 0);
          const cosine = (row: number) =>
            dot(vectors[artist], vectors[row]) /
            (Math.sqrt(dot(vectors[artist], vectors[artist])) * Math.sqrt(dot(vectors[row], vectors[row])));
          const others = vectors
            .map((_, row) => ({ row, score: Math.min(1, cosine(row)) }))
            .filter(({ row, score }) => row !== artist && !Number.isNaN(score))
            .sort((a, b) => b.score - a.score || a.row - b.row)
            .slice(0, count - 1);
          const { rows, scores } = similarByQuantised(quantised, artist, { count });
          expect([...rows]).toEqual([artist, ...others.map(({ row }) => row)]);
          expect([...scores]).toEqual([1, ...others.map(({ score }) => score)]);
        },
      ),
    );
  });

  it('keep nine of ten similar artists of a trained model', async () => {
    const model = await trainAls(groupedInteractions(300, 170), {
      factors: 8,
      iterations: 5,
      weighting: 'log',
    });
    const quantised = quantiseFactors(model);
    let kept = 0;
    for (let artist = 0; artist < 170; artist++) {
      const exact = new Set(model.similarArtistsByIndex(artist, { count: 11 }).rows);
      kept +=
        similarByQuantised(quantised, artist, { count: 11 }).rows.filter((row) => exact.has(row)).length /
        exact.size;
    }
    expect(kept / 170).toBeGreaterThan(0.9);
  });

  it('are refused for an unknown artist', () => {
    const quantised = quantiseFactors({ factors: 1, artistFactors: Float32Array.of(1, 2) });
    expect(() => similarByQuantised(quantised, 2)).toThrow('artist index is 2; expected a row from 0 to 1');
    expect(() => similarByQuantised(quantised, 0, { count: 0 })).toThrow(
      'count is 0; expected a whole number of 1 or more',
    );
  });
});

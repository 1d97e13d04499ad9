import { describe, expect, it } from 'vitest';
import { transpose } from '#listenlab/engine/matrix/csr.js';
import { bestScored, scorerOf } from '#listenlab/engine/ranking/scorer.js';
import { dense, randomInteractions } from './support.js';

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

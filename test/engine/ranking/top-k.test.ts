import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topK } from '#listenlab/engine/ranking/top-k.js';

describe('the k best rows', () => {
  const score = fc.option(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), {
    nil: undefined,
  });

  it('equal those of a full sort, best first, with ties ordered by row', () => {
    fc.assert(
      fc.property(fc.array(score, { maxLength: 60 }), fc.integer({ min: 0, max: 70 }), (scores, k) => {
        const sorted = scores
          .map((value, row) => ({ row, value }))
          .filter((entry): entry is { row: number; value: number } => entry.value !== undefined)
          .sort((a, b) => (a.value === b.value ? a.row - b.row : b.value - a.value))
          .slice(0, k);
        const found = topK(scores.length, k, (row) => scores[row]);
        expect([...found.rows]).toEqual(sorted.map(({ row }) => row));
        expect([...found.scores]).toEqual(sorted.map(({ value }) => value));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('request the score of each row once, in ascending order', () => {
    const asked: number[] = [];
    topK(5, 2, (row) => {
      asked.push(row);
      return -row;
    });
    expect(asked).toEqual([0, 1, 2, 3, 4]);
  });

  it('are exact among 100,000 rows with many ties', () => {
    const scores = Float64Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 1009);
    const { rows } = topK(scores.length, 150, (row) => scores[row]);
    const expected = [...scores.keys()].sort((a, b) => scores[b] - scores[a] || a - b).slice(0, 150);
    expect([...rows]).toEqual(expected);
  });
});

import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  hit,
  hitsOf,
  ndcg,
  precision,
  recall,
  reciprocalRank,
  truncatedRecall,
} from '#listenlab/engine/evaluate/metrics/accuracy-metrics.js';

const log2 = Math.log2;

describe('metrics of one list, by hand', () => {
  // Recommended 7, 3, 9, 5; held out 3, 5 and 8, which is not found.
  const hits = hitsOf([7, 3, 9, 5], new Set([3, 5, 8]));
  const cases = [
    ['precision', precision, { 1: 0, 2: 1 / 2, 4: 2 / 4, 10: 2 / 10 }],
    ['recall', recall, { 1: 0, 2: 1 / 3, 4: 2 / 3, 10: 2 / 3 }],
    ['truncated recall', truncatedRecall, { 1: 0, 2: 1 / 2, 4: 2 / 3, 10: 2 / 3 }],
    [
      'NDCG',
      ndcg,
      {
        1: 0,
        2: 1 / log2(3) / (1 + 1 / log2(3)),
        4: (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3) + 1 / 2),
        10: (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3) + 1 / 2),
      },
    ],
    [
      'average precision',
      averagePrecision,
      { 1: 0, 2: 1 / 2 / 2, 4: (1 / 2 + 2 / 4) / 3, 10: (1 / 2 + 2 / 4) / 3 },
    ],
    ['reciprocal rank', reciprocalRank, { 1: 0, 2: 1 / 2, 4: 1 / 2, 10: 1 / 2 }],
    ['hit', hit, { 1: 0, 2: 1, 4: 1, 10: 1 }],
  ] as const;

  it.each(cases)('%s', (_, metric, expected) => {
    for (const [k, value] of Object.entries(expected))
      expect(metric(hits, Number(k), 3)).toBeCloseTo(value, 12);
  });

  it.each(cases)(
    '%s is 1 for a list that begins with all held out, and 0 for a list without any',
    (name, metric) => {
      const best = Uint8Array.of(1, 1, 1, 0, 0);
      expect(metric(best, 3, 3)).toBeCloseTo(1, 12);
      expect(metric(best, 2, 3)).toBeCloseTo(name === 'recall' ? 2 / 3 : 1, 12);
      expect(metric(Uint8Array.of(0, 0, 0), 3, 3)).toBe(0);
      expect(metric(new Uint8Array(), 3, 3)).toBe(0);
    },
  );
});

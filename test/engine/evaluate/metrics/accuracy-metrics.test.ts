import { describe, expect, it } from 'vitest';
import { measureLists } from '#listenlab/engine/evaluate/metrics/accuracy-metrics.js';
import type { MetricName } from '#listenlab/engine/evaluate/metrics/metrics.js';

const log2 = Math.log2;

/** A metric of one user's list at one length. */
function measured(metric: MetricName, list: number[], k: number, heldOut: number[]): number {
  const lists = { width: 10, artists: Int32Array.from(list), lengths: Int32Array.of(list.length) };
  const test = {
    rows: 1,
    columns: 10,
    indptr: Int32Array.of(0, heldOut.length),
    indices: Int32Array.from(heldOut),
    values: new Float32Array(heldOut.length).fill(1),
  };
  const [{ sums, weights }] = measureLists(lists, Int32Array.of(0), test, [metric], [k]);
  return sums[0] / weights[0];
}

describe('metrics of one list, computed by hand', () => {
  const cases = [
    ['precision', { 1: 0, 2: 1 / 2, 4: 2 / 4, 10: 2 / 10 }],
    ['recall', { 1: 0, 2: 1 / 3, 4: 2 / 3, 10: 2 / 3 }],
    ['truncatedRecall', { 1: 0, 2: 1 / 2, 4: 2 / 3, 10: 2 / 3 }],
    [
      'ndcg',
      {
        1: 0,
        2: 1 / log2(3) / (1 + 1 / log2(3)),
        4: (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3) + 1 / 2),
        10: (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3) + 1 / 2),
      },
    ],
    [
      'ndcgFullIdeal',
      {
        1: 0,
        2: 1 / log2(3) / (1 + 1 / log2(3)),
        4: (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3) + 1 / 2 + 1 / log2(5)),
        10:
          (1 / log2(3) + 1 / log2(5)) /
          [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].reduce((sum, place) => sum + 1 / log2(place), 0),
      },
    ],
    ['map', { 1: 0, 2: 1 / 2 / 2, 4: (1 / 2 + 2 / 4) / 3, 10: (1 / 2 + 2 / 4) / 3 }],
    ['mrr', { 1: 0, 2: 1 / 2, 4: 1 / 2, 10: 1 / 2 }],
    ['hitRate', { 1: 0, 2: 1, 4: 1, 10: 1 }],
  ] as const;

  it.each(cases)('%s', (metric, expected) => {
    // 3, 5 and 8 are held out; 8 is not found.
    for (const [k, value] of Object.entries(expected))
      expect(measured(metric, [7, 3, 9, 5], Number(k), [3, 5, 8])).toBeCloseTo(value, 12);
  });

  it.each(cases)(
    '%s is 1 for a list that starts with all held-out artists, and 0 for a list without any',
    (metric) => {
      const best = [3, 5, 8, 1, 2];
      expect(measured(metric, best, 3, [3, 5, 8])).toBeCloseTo(1, 12);
      expect(measured(metric, best, 2, [3, 5, 8])).toBeCloseTo(metric === 'recall' ? 2 / 3 : 1, 12);
      expect(measured(metric, [1, 2, 4], 3, [3, 5, 8])).toBe(0);
      expect(measured(metric, [], 3, [3, 5, 8])).toBe(0);
    },
  );

  // Of RecTools' docstring of NDCG, whose third user has three of four recommended items held out: the 1st, 3rd and 4th.
  it('both NDCGs are those of RecTools where it prints them', () => {
    const list = [1, 2, 3, 4];
    expect(measured('ndcgFullIdeal', list, 1, [1, 3, 4])).toBeCloseTo(1, 8);
    expect(measured('ndcgFullIdeal', list, 3, [1, 3, 4])).toBeCloseTo(0.70391809, 8);
    expect(measured('ndcgFullIdeal', [1, 2], 3, [1])).toBeCloseTo(0.46927873, 8);
    // With as many held out as k, both are the same; with fewer, the ideal of min(k, held out) is 1 for this list.
    expect(measured('ndcg', list, 3, [1, 3, 4])).toBeCloseTo(0.70391809, 8);
    expect(measured('ndcg', [1, 2], 3, [1])).toBe(1);
  });
});

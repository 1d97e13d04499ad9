import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TopLists } from '#listenlab/engine/evaluate/metrics/accuracy-metrics.js';
import {
  coverage,
  diversity,
  miscalibration,
  novelty,
  popularityBias,
} from '#listenlab/engine/evaluate/metrics/catalogue-metrics.js';
import { meanOf, valuesOf } from '#listenlab/engine/evaluate/metrics/metrics.js';
import { anyPlays, interactionsOf } from '../plays.js';

function listsOf(...lists: number[][]): TopLists {
  const width = Math.max(...lists.map((list) => list.length));
  return {
    width,
    // Values after the end of a list must not matter.
    artists: Int32Array.from(lists.flatMap((list) => [...list, ...Array(width - list.length).fill(0)])),
    lengths: Int32Array.from(lists, (list) => list.length),
  };
}

// Listeners: 4, 2, 1, 0 of 4 users.
const train = interactionsOf([
  [9, 1, 0, 0],
  [9, 1, 0, 0],
  [9, 0, 1, 0],
  [9, 0, 0, 0],
]);
const lists = listsOf([2, 3], [1], []);
const users = Int32Array.of(0, 2, 3);

describe('metrics of lists and the catalogue, computed by hand', () => {
  it('coverage', () => {
    expect(coverage(lists, 4, 1).value).toBe(2 / 4);
    expect(coverage(lists, 4, 2).value).toBe(3 / 4);
  });

  it('novelty, where artists without listeners count as having one, and empty lists as 0', () => {
    const column = novelty(lists, train.byUser, 2);
    expect([...valuesOf(column)]).toEqual([(2 + 2) / 2, 1, Number.NaN]);
    expect(meanOf(column)).toBe(1.5);
    expect([...valuesOf(novelty(listsOf([0, 2]), train.byUser, 1))]).toEqual([0]);
  });

  it('popularity bias, a ratio of means', () => {
    const column = popularityBias(lists, users, train.byUser, train.byUser, 2);
    const [list0, taste0] = [0.25 / 2, (1 + 0.5) / 2];
    const [list2, taste2] = [0.5, (1 + 0.25) / 2];
    expect(meanOf(column)).toBeCloseTo((list0 + list2) / (taste0 + taste2) - 1, 12);
    expect(valuesOf(column)[0]).toBeCloseTo(list0 / taste0 - 1, 12);
    expect(valuesOf(column)[2]).toBeNaN();
  });

  it('miscalibration, the smoothed divergence of lists from profiles', () => {
    // Four of the seven pairs are with artist 0, the head; the others are the tail.
    const column = miscalibration(listsOf([2, 3], [1], []), users, train.byUser, train.byUser, 2);
    const allTail = 0.5 * Math.log(0.5 / (0.01 * 0.5)) + 0.5 * Math.log(0.5 / (0.99 + 0.01 * 0.5));
    expect(valuesOf(column)[0]).toBeCloseTo(allTail, 12);
    expect(valuesOf(column)[2]).toBeNaN();
    const same = miscalibration(listsOf([3, 0], [0, 1]), users.subarray(0, 2), train.byUser, train.byUser, 2);
    expect([...valuesOf(same)]).toEqual([0, 0]);
  });

  it('diversity at several list lengths', () => {
    const [at2, at3, at4] = diversity(listsOf([0, 1, 2, 3], [1]), train.byArtist, [2, 3, 4]);
    const cosines = [2 / Math.sqrt(4 * 2), 1 / Math.sqrt(4 * 1)];
    expect(at2.sums[0]).toBeCloseTo(1 - cosines[0], 12);
    expect(at3.sums[0]).toBeCloseTo(1 - (cosines[0] + cosines[1]) / 3, 12);
    expect(at4.sums[0]).toBeCloseTo(1 - (cosines[0] + cosines[1]) / 6, 12);
    expect([...at2.weights]).toEqual([1, 0]);
  });

  it('diversity is 1 minus the mean cosine over all pairs', () => {
    fc.assert(
      fc.property(anyPlays, fc.nat(), ({ byUser, byArtist, artists, users: { size } }, first) => {
        const list = Array.from(artists.names, (_, i) => (i + first) % artists.size);
        const listens = (user: number, artist: number) =>
          byUser.indices.subarray(byUser.indptr[user], byUser.indptr[user + 1]).includes(artist) ? 1 : 0;
        const product = (a: number, b: number) =>
          Array.from({ length: size }, (_, user) => listens(user, a) * listens(user, b)).reduce(
            (x, y) => x + y,
            0,
          );
        const pairs = list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b]));
        const cosines = pairs.map(
          ([a, b]) => product(a, b) / (Math.sqrt(product(a, a) * product(b, b)) || 1),
        );
        const [{ sums, weights }] = diversity(listsOf(list, list), byArtist, [list.length]);
        const expected = 1 - cosines.reduce((x, y) => x + y, 0) / pairs.length;
        if (pairs.length === 0) expect([...weights]).toEqual([0, 0]);
        else for (const value of sums) expect(value).toBeCloseTo(expected, 10);
      }),
      { seed: 1 },
    );
  });
});

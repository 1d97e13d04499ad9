import { describe, expect, it } from 'vitest';
import type { Model } from '#listenlab/engine/model/model.js';
import type { Recommendation } from '#listenlab/index.js';
import { trained } from '../training.js';

const COUNT = 5;
const USERS = ['user 0', 'user 12', 'user 33'];

/** Thirds of all pairs, written another way than the product does it: the middle pair of an artist says where it is. */
function stratumOf(model: Model): (artist: string) => number {
  const listeners = new Map<number, number>();
  for (const row of model.plays.indices) listeners.set(row, (listeners.get(row) ?? 0) + 1);
  const all = [...listeners.values()].sort((a, b) => b - a);
  const pairs = all.flatMap((count) => Array.from({ length: count }, () => count));
  return (artist) => {
    const own = listeners.get(model.artists.index(artist)) ?? 0;
    const [first, last] = [pairs.indexOf(own), pairs.lastIndexOf(own)];
    return first < 0 ? 2 : Math.floor((3 * ((first + last + 1) / 2)) / pairs.length);
  };
}

function sharesOf(artists: readonly string[], stratum: (artist: string) => number): number[] {
  return [0, 1, 2].map((s) => artists.filter((artist) => stratum(artist) === s).length / artists.length);
}

/** Steck's equation 3 with alpha 0.01. */
function divergence(p: number[], q: number[]): number {
  return p.reduce(
    (sum, each, s) => sum + (each > 0 ? each * Math.log(each / (0.99 * q[s] + 0.01 * each)) : 0),
    0,
  );
}

function playedBy(model: Model, user: string): string[] {
  const row = model.users.index(user);
  const { indptr, indices } = model.plays;
  return Array.from(indices.subarray(indptr[row], indptr[row + 1]), (artist) => model.artists.names[artist]);
}

function namesOf(list: readonly Recommendation[]): string[] {
  return list.map(({ artist }) => artist);
}

describe('the calibration option', () => {
  const model = trained({ weighting: 'log', alpha: 1 });
  const stratum = stratumOf(model);

  /** The greedy list of section 4, with the whole objective computed anew for every candidate. */
  function greedy(user: string, weight: number): string[] {
    const ranked = model.recommend(user, { count: 10 * COUNT });
    const [best, worst] = [ranked[0].score, ranked[ranked.length - 1].score];
    const p = sharesOf(playedBy(model, user), stratum);
    const objective = (list: readonly Recommendation[]) =>
      (1 - weight) * list.reduce((sum, { score }) => sum + (score - worst) / (best - worst), 0) -
      weight * divergence(p, sharesOf(namesOf(list), stratum));
    const list: Recommendation[] = [];
    while (list.length < COUNT) {
      const left = ranked.filter((each) => !list.includes(each));
      const values = left.map((each) => objective([...list, each]));
      const top = Math.max(...values);
      list.push(left[values.findIndex((value) => value > top - 1e-9)]);
    }
    return namesOf(list);
  }

  it('selects greedily by relevance and by the divergence from the mix of what the user plays', () => {
    for (const weight of [0.1, 0.5, 0.9, 1]) {
      for (const user of USERS) {
        expect(namesOf(model.recommend(user, { count: COUNT, calibration: weight }))).toEqual(
          greedy(user, weight),
        );
      }
    }
  });

  it('brings the mix nearer to that of the user the more it weighs, and keeps the scores', () => {
    const distance = (calibration: number) =>
      USERS.reduce((sum, user) => {
        const list = model.recommend(user, { count: COUNT, calibration });
        const ranked = model.recommend(user, { count: 10 * COUNT });
        for (const each of list) expect(ranked).toContainEqual(each);
        return sum + divergence(sharesOf(playedBy(model, user), stratum), sharesOf(namesOf(list), stratum));
      }, 0);
    expect(distance(0.5)).toBeLessThan(distance(0));
    expect(distance(1)).toBeLessThanOrEqual(distance(0.5));
  });

  it('serves a listener who is folded in by what they play', () => {
    const user = 'user 12';
    const plays = Object.fromEntries(playedBy(model, user).map((artist) => [artist, 3]));
    const listener = model.foldIn(plays);
    const list = listener.recommend({ count: COUNT, calibration: 1 });
    const p = sharesOf(Object.keys(plays), stratum);
    const plain = sharesOf(namesOf(listener.recommend({ count: COUNT })), stratum);
    expect(divergence(p, sharesOf(namesOf(list), stratum))).toBeLessThanOrEqual(divergence(p, plain));
  });

  it('can be combined with diversity, the damper and filters', () => {
    const exclude = ['artist 2', 'artist 7'];
    const options = { count: 30, diversity: 0.5, popularityDamper: 0.2, calibration: 0.4, exclude };
    const list = model.recommend('user 12', options);
    const plain = model.recommend('user 12', { count: 30, exclude });
    expect(new Set(namesOf(list))).toEqual(new Set(namesOf(plain)));
  });
});

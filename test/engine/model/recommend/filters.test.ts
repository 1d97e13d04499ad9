import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '#listenlab/engine/model/model.js';
import type { Recommendation } from '#listenlab/index.js';
import { anyModel, smallModel } from '../models.js';
import { trained } from '../training.js';

/** Every artist for a user, played or not, with the values that filters use. */
function everything(model: Model, user: string) {
  const listeners = new Map<string, number>();
  for (const row of model.plays.indices) {
    const name = model.artists.names[row];
    listeners.set(name, (listeners.get(name) ?? 0) + 1);
  }
  return model
    .recommend(user, { count: model.artists.size, includePlayed: true })
    .map((each) => ({ ...each, listeners: listeners.get(each.artist) ?? 0 }));
}

function namesOf(list: readonly { artist: string }[]): string[] {
  return list.map(({ artist }) => artist);
}

const anyNames = fc.option(fc.uniqueArray(fc.nat(11)), { nil: undefined });

describe('recommendation filters', () => {
  it('give the same as filtering the full list, in its order', () => {
    const options = fc.record({
      count: fc.integer({ min: 1, max: 13 }),
      includePlayed: fc.boolean(),
      exclude: anyNames,
      only: anyNames,
      minimumListeners: fc.nat(3),
    });
    fc.assert(
      fc.property(anyModel, options, (model, { exclude, only, ...rest }) => {
        const namesIn = (rows?: number[]) => rows?.map((row) => `artist ${row % model.artists.size}`);
        const [excluded, allowed] = [namesIn(exclude), namesIn(only)];
        const { count, includePlayed, minimumListeners } = rest;
        for (const user of model.users.names) {
          const unplayed = new Set(namesOf(model.recommend(user, { count: 100 })));
          const expected = everything(model, user)
            .filter(({ artist }) => includePlayed || unplayed.has(artist))
            .filter(({ artist }) => !excluded?.includes(artist) && (!allowed || allowed.includes(artist)))
            .filter(({ listeners }) => listeners >= minimumListeners)
            .slice(0, count)
            .map(({ artist, score }) => ({ artist, score }));
          const given = { ...rest, exclude: excluded, only: allowed };
          expect(model.recommend(user, given)).toEqual(expected);
          expect(
            model.recommend(user, { ...given, diversity: 0, popularityDamper: 0, calibration: 0 }),
          ).toEqual(expected);
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('accept names in any case', () => {
    expect(namesOf(smallModel().recommend('bob', { exclude: ['KENT'] }))).toEqual(['placebo', 'nobody']);
    expect(namesOf(smallModel().recommend('bob', { only: ['Kent', 'nobody'] }))).toEqual(['kent', 'nobody']);
    expect(smallModel().recommend('bob', { only: [] })).toEqual([]);
  });

  it.each([
    [{ exclude: ['Musee'] }, "no artist 'Musee'; did you mean 'muse'?"],
    [{ only: ['Musee'] }, "no artist 'Musee'; did you mean 'muse'?"],
    [{ exclude: 'muse' }, "exclude is 'muse'; expected an array of artists' names"],
    [{ minimumListeners: -1 }, 'minimumListeners is -1; expected a whole number of 0 or more'],
    [{ minimumListeners: 1.5 }, 'minimumListeners is 1.5; expected a whole number of 0 or more'],
    [{ diversity: 1.1 }, 'diversity is 1.1; expected a number from 0 to 1'],
    [{ diversity: Number.NaN }, 'diversity is NaN; expected a number from 0 to 1'],
    [{ popularityDamper: -0.5 }, 'popularityDamper is -0.5; expected a number from 0 to 1'],
    [{ calibration: 2 }, 'calibration is 2; expected a number from 0 to 1'],
  ])('are refused if invalid: %j', (options, text) => {
    expect(() => smallModel().recommend('bob', options as never)).toThrow(text);
    expect(() => smallModel().recommendMany(['bob'], options as never)).toThrow(text);
  });
});

describe('the popularity damper', () => {
  it('orders the full list by score over a power of listeners, and reports the scores', () => {
    const dampers = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyModel, dampers, fc.integer({ min: 1, max: 13 }), (model, damper, count) => {
        for (const user of model.users.names) {
          const damped = ({ score, listeners }: { score: number; listeners: number }) =>
            score > 0 ? score / Math.max(1, listeners) ** damper : score * Math.max(1, listeners) ** damper;
          const expected = everything(model, user)
            .map((each) => ({ artist: each.artist, score: each.score, damped: damped(each) }))
            .sort(
              (a, b) => b.damped - a.damped || model.artists.index(a.artist) - model.artists.index(b.artist),
            )
            .slice(0, count)
            .map(({ artist, score }) => ({ artist, score }));
          const options = { count, includePlayed: true, popularityDamper: damper };
          expect(model.recommend(user, options)).toEqual(expected);
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('prefers artists with fewer listeners', () => {
    const model = trained({ weighting: 'log', alpha: 1 });
    const listeners = new Map(everything(model, 'user 12').map((each) => [each.artist, each.listeners]));
    const mean = (list: Recommendation[]) =>
      list.reduce((sum, { artist }) => sum + listeners.get(artist)!, 0) / list.length;
    const plain = model.recommend('user 12', { count: 5 });
    const damped = model.recommend('user 12', { count: 5, popularityDamper: 1 });
    expect(mean(damped)).toBeLessThan(mean(plain));
  });
});

describe('the diversity option', () => {
  /** Maximal marginal relevance by its definition, over all remaining artists at each step. */
  function mmr(model: Model, ranked: Recommendation[], count: number, diversity: number): string[] {
    const { factors, artistFactors } = model;
    const vector = (artist: string) => {
      const row = model.artists.index(artist);
      return [...artistFactors.slice(row * factors, (row + 1) * factors)];
    };
    const cosine = (a: string, b: string) => {
      const [x, y] = [vector(a), vector(b)];
      const lengths = Math.hypot(...x) * Math.hypot(...y);
      return lengths === 0 ? 0 : x.reduce((sum, value, f) => sum + value * y[f], 0) / lengths;
    };
    const [best, worst] = [ranked[0]?.score, ranked.at(-1)?.score ?? 0];
    const chosen: string[] = [];
    while (chosen.length < Math.min(count, ranked.length)) {
      const left = ranked.filter(({ artist }) => !chosen.includes(artist));
      const values = left.map(({ artist, score }) => {
        const relevance = best > worst ? (score - worst) / (best - worst) : 1;
        const nearest = chosen.length > 0 ? Math.max(...chosen.map((other) => cosine(artist, other))) : 0;
        return (1 - diversity) * relevance - diversity * nearest;
      });
      // Rounding may order equal values either way: values within the tolerance count as equal.
      const top = Math.max(...values);
      chosen.push(left[values.findIndex((value) => value > top - 1e-9)].artist);
    }
    return chosen;
  }

  it('selects by maximal marginal relevance from ten times as many artists', () => {
    const model = trained({ weighting: 'log', alpha: 1 });
    for (const diversity of [0.05, 0.3, 0.7, 1]) {
      for (const count of [1, 2, 3, 30]) {
        for (const user of ['user 0', 'user 12', 'user 33']) {
          const ranked = model.recommend(user, { count: 10 * count });
          const found = model.recommend(user, { count, diversity });
          expect(namesOf(found)).toEqual(mmr(model, ranked, count, diversity));
          for (const each of found) expect(ranked).toContainEqual(each);
        }
      }
    }
  });

  it('makes lists less similar within themselves as it grows', () => {
    const model = trained({ weighting: 'log', alpha: 1 });
    const likeness = (diversity: number) => {
      const list = namesOf(model.recommend('user 12', { count: 5, diversity }));
      const pairs = list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b]));
      const cosine = ([a, b]: string[]) =>
        model.similarArtists(a, { count: 30 }).find(({ artist }) => artist === b)?.similarity ?? 0;
      return pairs.reduce((sum, pair) => sum + cosine(pair), 0) / pairs.length;
    };
    expect(likeness(0.5)).toBeLessThan(likeness(0));
    expect(likeness(1)).toBeLessThan(likeness(0.5));
  });

  it('can be combined with filters', () => {
    const model = trained();
    const exclude = ['artist 2', 'artist 7'];
    const list = model.recommend('user 12', { count: 30, diversity: 0.5, popularityDamper: 0.2, exclude });
    const plain = model.recommend('user 12', { count: 30, exclude });
    expect(new Set(namesOf(list))).toEqual(new Set(namesOf(plain)));
    for (const each of list) expect(plain).toContainEqual(each);
  });
});

describe('recommendMany', () => {
  it('equals recommend for each user in turn', () => {
    const model = trained();
    const options = {
      count: 5,
      diversity: 0.2,
      popularityDamper: 0.1,
      calibration: 0.3,
      minimumListeners: 2,
    };
    for (const given of [{}, options]) {
      expect(model.recommendMany(['USER 3', 'user 9', 'user 3'], given)).toEqual(
        ['user 3', 'user 9', 'user 3'].map((user) => ({
          user,
          recommendations: model.recommend(user, given),
        })),
      );
    }
    expect(model.recommendMany([])).toEqual([]);
    expect(() => model.recommendMany(['user 3', 'usr 4'])).toThrow("no user 'usr 4'; the data has");
  });
});

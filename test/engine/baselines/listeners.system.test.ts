import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ease } from '#listenlab/engine/baselines/ease/ease.js';
import { sparseEase } from '#listenlab/engine/baselines/ease/sparse-ease.js';
import { bpr } from '#listenlab/engine/baselines/factorization/bpr.js';
import { logisticMatrixFactorization } from '#listenlab/engine/baselines/factorization/logistic-matrix-factorization.js';
import { itemNeighbours } from '#listenlab/engine/baselines/neighbours/item-neighbours.js';
import { rp3beta } from '#listenlab/engine/baselines/neighbours/rp3beta.js';
import { userNeighbours } from '#listenlab/engine/baselines/neighbours/user-neighbours.js';
import { popularity } from '#listenlab/engine/baselines/popularity.js';
import { ScoredRecommender } from '#listenlab/engine/baselines/scored-recommender.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { randomInteractions, twoCrowds } from './support.js';

const algorithms = [
  popularity(),
  itemNeighbours({ weighting: 'bm25', neighbours: 6 }),
  rp3beta({ neighbours: 7 }),
  userNeighbours({ weighting: 'tfidf', neighbours: 7 }),
  userNeighbours({ weighting: 'bm25', neighbours: 7 }),
  ease({ regularization: 10 }),
  sparseEase({ neighbours: 8 }),
];

describe.each(algorithms.map((algorithm) => ({ algorithm, name: algorithm.name })))(
  '$name',
  ({ algorithm }) => {
    it('gives the same answers as before for the users of the training', async () => {
      const interactions = randomInteractions(40, 30, 0.3, 8);
      const model = await algorithm.fit(interactions, { threads: 1 });
      const again = await model.withListeners(interactions);
      for (let user = 0; user < 40; user++) {
        expect(again.recommendByIndex(user)).toEqual(model.recommendByIndex(user));
      }
    });

    it('recommends for other listeners, without what they have played', async () => {
      const crowds = twoCrowds();
      const model = await algorithm.fit(crowds, { threads: 1 });
      const plays = randomInteractions(1, 12, 0, 1).byUser;
      const column = crowds.artists.index('b1');
      const known = new Interactions(new IdMap('user', ['eve']), crowds.artists, {
        ...plays,
        indptr: Int32Array.of(0, 1),
        indices: Int32Array.of(column),
        values: Float32Array.of(3),
      });
      const others = await model.withListeners(known);
      const artists = others.recommend('eve', { count: 5 }).map(({ artist }) => artist);
      expect(artists).toHaveLength(5);
      expect(artists).not.toContain('b1');
      if (algorithm.name !== 'popularity') expect(artists.every((artist) => artist[0] === 'b')).toBe(true);
      expect(() => others.recommend('ann 1')).toThrow("no user 'ann 1'");
    });

    it('respects the options exclude and only', async () => {
      const model = await algorithm.fit(randomInteractions(40, 30, 0.3, 8), { threads: 1 });
      const plain = model.recommend('user 3', { count: 30 });
      const names = [plain[0].artist, plain[2].artist];
      const others = plain.filter(({ artist }) => !names.includes(artist));
      expect(model.recommend('user 3', { count: 30, exclude: names })).toEqual(others);
      expect(model.recommend('user 3', { only: names })).toEqual([plain[0], plain[2]]);
      expect(model.recommend('user 3', { only: names, exclude: names.slice(1) })).toEqual([plain[0]]);
      expect(() => model.recommend('user 3', { only: ['artst 1'] })).toThrow(
        "no artist 'artst 1'; did you mean",
      );
      // The filters of one list do not affect the next.
      expect(model.recommend('user 3', { count: 30 })).toEqual(plain);
    });

    it('refuses listeners with other artists', async () => {
      const model = await algorithm.fit(randomInteractions(9, 8, 0.3, 1), { threads: 1 });
      await expect(model.withListeners(randomInteractions(9, 7, 0.3, 1))).rejects.toThrow(
        "these listeners' artists are not those of the training (7 instead of 8); take both from one split",
      );
    });

    it('refuses invalid rows and counts', async () => {
      const model = await algorithm.fit(randomInteractions(9, 8, 0.3, 1), { threads: 1 });
      expect(model).toBeInstanceOf(ScoredRecommender);
      expect(() => model.recommendByIndex(9)).toThrow('user index is 9; expected a row from 0 to 8');
      expect(() => model.recommend('user 1', { count: 0 })).toThrow('count is 0; expected a whole number');
      expect(() => model.recommend('user 1', { minimumListeners: 2 })).toThrow(
        'minimumListeners was given, but this recommender does not support it; leave it out, or use a model of factors',
      );
      expect(model.recommend('user 1', { diversity: 0, only: undefined })).toEqual(model.recommend('user 1'));
      expect(() => model.recommend('usr 1')).toThrow("no user 'usr 1'; the data has 9 users");
    });
  },
);

describe.each([
  bpr({ factors: 2, iterations: 1 }),
  logisticMatrixFactorization({ factors: 2, iterations: 1 }),
])('factors of $name', (algorithm) => {
  it('report that they cannot take in other listeners', async () => {
    const model = await algorithm.fit(twoCrowds(), { threads: 1 });
    await expect(model.withListeners(twoCrowds())).rejects.toThrow(
      'explanations and fold-in solve the equations of the training again, so use a model made by trainAls',
    );
  });
});

describe('aborting a fit', () => {
  it('stops the work and its threads', async () => {
    const threads = () => (process.platform === 'linux' ? readdirSync('/proc/self/task').length : 0);
    await ease().fit(twoCrowds(), { threads: 2 });
    const before = threads();
    const interactions = randomInteractions(200, 400, 0.2, 1);
    for (const algorithm of [ease(), bpr({ iterations: 10_000 })]) {
      const aborting = new AbortController();
      const told: number[] = [];
      const fit = algorithm.fit(interactions, {
        threads: 2,
        signal: aborting.signal,
        onProgress: ({ done, total }) => {
          told.push(done / total);
          aborting.abort(new Error('enough'));
        },
      });
      await expect(fit).rejects.toThrow('enough');
      expect(told.every((part) => part < 1)).toBe(true);
      expect(threads()).toBe(before);
    }
  });
});

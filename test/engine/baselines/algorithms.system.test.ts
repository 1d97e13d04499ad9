import { describe, expect, it } from 'vitest';
import type { Algorithm } from '#listenlab/engine/baselines/algorithm.js';
import { als } from '#listenlab/engine/baselines/als.js';
import { baselines } from '#listenlab/engine/baselines/baselines.js';
import { ease } from '#listenlab/engine/baselines/ease/ease.js';
import { sparseEase } from '#listenlab/engine/baselines/ease/sparse-ease.js';
import { bpr } from '#listenlab/engine/baselines/factorization/bpr.js';
import { logisticMatrixFactorization } from '#listenlab/engine/baselines/factorization/logistic-matrix-factorization.js';
import { itemNeighbours } from '#listenlab/engine/baselines/neighbours/item-neighbours.js';
import { rp3beta } from '#listenlab/engine/baselines/neighbours/rp3beta.js';
import { userNeighbours } from '#listenlab/engine/baselines/neighbours/user-neighbours.js';
import { popularity } from '#listenlab/engine/baselines/popularity.js';
import { interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { randomInteractions, twoCrowds } from './support.js';

const personal: Algorithm[] = [
  itemNeighbours({ weighting: 'cosine', neighbours: 6 }),
  itemNeighbours({ weighting: 'tfidf', neighbours: 6 }),
  itemNeighbours({ weighting: 'bm25', neighbours: 6 }),
  rp3beta({ neighbours: 6 }),
  userNeighbours({ neighbours: 10 }),
  bpr({ factors: 4, learningRate: 0.1, iterations: 100 }),
  logisticMatrixFactorization({ factors: 4 }),
  ease({ regularization: 10 }),
  sparseEase({ neighbours: 8 }),
  als({ factors: 4, weighting: 'log', alpha: 1 }),
];

describe.each(personal.map((algorithm) => ({ algorithm, name: algorithm.name })))(
  '$name',
  ({ algorithm }) => {
    it("recommends the unplayed artist of a user's group and finds artists of one group similar", async () => {
      const model = await algorithm.fit(twoCrowds(), { threads: 1 });
      for (const [user, artist] of [
        ['ann 3', 'a3'],
        ['ann 12', 'a0'],
        ['bob 5', 'b5'],
        ['bob 28', 'b4'],
      ]) {
        expect(model.recommend(user, { count: 1 })[0].artist).toBe(artist);
      }
    });

    it('finds artists of the same group similar, the artist itself first', async () => {
      const model = await algorithm.fit(twoCrowds(), { threads: 1 });
      const similar = model.similarArtists('B2', { count: 6 }).map(({ artist }) => artist);
      expect(similar[0]).toBe('b2');
      expect(new Set(similar)).toEqual(new Set(['b0', 'b1', 'b2', 'b3', 'b4', 'b5']));
      expect(() => model.similarArtists('c9')).toThrow("no artist 'c9'; none has a similar spelling");
    });

    it('gives identical bits on one and two threads, and reports progress', async () => {
      const interactions = randomInteractions(300, 170, 0.1, 3);
      const told: number[] = [];
      const onProgress = ({ done, total }: { done: number; total: number }) => told.push(done / total);
      const one = await algorithm.fit(interactions, { threads: 1, onProgress });
      const two = await algorithm.fit(interactions, { threads: 2 });
      expect(told.at(-1)).toBe(1);
      expect(told.every((part) => part >= 0 && part <= 1)).toBe(true);
      for (const user of [0, 17, 299]) {
        expect(two.recommendByIndex(user)).toEqual(one.recommendByIndex(user));
      }
    });

    it('refuses invalid plays and does not start if aborted', async () => {
      const wrong = interactionsFromRows([{ user: 'ann', artist: 'kent', plays: 1 }]);
      wrong.byUser.values[0] = -1;
      await expect(algorithm.fit(wrong)).rejects.toThrow(
        "user 'ann' has -1 plays of artist 'kent'; expected a finite number above 0",
      );
      await expect(algorithm.fit(interactionsFromRows([]))).rejects.toThrow('nothing to train on');
      const fit = algorithm.fit(twoCrowds(), { signal: AbortSignal.abort(new Error('enough')) });
      await expect(fit).rejects.toThrow('enough');
    });
  },
);

describe('popularity', () => {
  const interactions = interactionsFromRows([
    { user: 'ann', artist: 'kent', plays: 1 },
    { user: 'bob', artist: 'kent', plays: 1 },
    { user: 'bob', artist: 'muse', plays: 500 },
    { user: 'eve', artist: 'kent', plays: 2 },
    { user: 'eve', artist: 'muse', plays: 2 },
    { user: 'eve', artist: 'abba', plays: 9 },
  ]);

  it('counts listeners, not plays, and leaves out what a user has played', async () => {
    const model = await popularity().fit(interactions);
    expect(model.recommend('ann')).toEqual([
      { artist: 'muse', score: 2 },
      { artist: 'abba', score: 1 },
    ]);
    expect(model.recommend('eve', { count: 2, includePlayed: true })).toEqual([
      { artist: 'kent', score: 3 },
      { artist: 'muse', score: 2 },
    ]);
    expect(() => model.similarArtists('kent')).toThrow('popularity does not know which artists are similar');
  });
});

describe('the list of algorithms', () => {
  it('has unique names', () => {
    const names = baselines().map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(9);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('options of algorithms', () => {
  it.each([
    [
      () => itemNeighbours({ neighbours: 0 }),
      'neighbours of itemNeighbours is 0; expected a whole number from 1 to 10000, or leave it out for 200',
    ],
    [
      () => itemNeighbours({ weighting: 'log' as 'bm25' }),
      "weighting of itemNeighbours is 'log'; expected one of 'cosine', 'tfidf', 'bm25', or leave it out for bm25",
    ],
    [() => ease({ artists: 0 }), 'artists of ease is 0; expected a whole number of 1 or more'],
    [
      () => ease({ regularization: 0 }),
      "regularization of ease is 0; expected 'tuned' or a finite number above 0, or leave it out for tuned",
    ],
    [
      () => rp3beta({ beta: -1 }),
      'beta of rp3beta is -1; expected a finite number, 0 or more, or leave it out for 0.4',
    ],
    [() => bpr({ rate: 1 } as object), "unknown option of bpr 'rate'; there are factors"],
    [() => logisticMatrixFactorization({ seed: 0.5 }), 'seed of logisticMatrixFactorization is 0.5'],
  ])('are refused if invalid: %s', (make, message) => {
    expect(make).toThrow(message);
  });

  it('include a valid number of threads', async () => {
    await expect(itemNeighbours().fit(twoCrowds(), { threads: 0 })).rejects.toThrow(
      'threads is 0; expected a whole number from 1 to 256, or leave it out for one per core',
    );
  });
});

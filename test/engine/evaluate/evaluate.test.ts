import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { evaluateInline } from '#listenlab/engine/evaluate/evaluate-inline.js';
import type { Model } from '#listenlab/engine/model/model.js';
import { als, evaluate, InputError, metrics, type Recommender, splits } from '#listenlab/index.js';
import { randomPlays, readLastfm2k } from './plays.js';

const plays = randomPlays(150, 60, 0.2, 3);
const split = splits.random(plays, { seed: 1 });
/** Names of the users with something held out. */
const judgedUsers = plays.users.names.filter(
  (_, user) => split.test.byUser.indptr[user + 1] > split.test.byUser.indptr[user],
);
const model = await als({ factors: 4, alpha: 1 }).fit(split.train, { threads: 1 });

/** A recommender that is not a model of factors but gives the same scores. */
function scored(of: Model): Recommender {
  const { users, artists, factors, userFactors, artistFactors } = of;
  return {
    users,
    artists,
    plays: of.plays,
    scorerParts: { kind: 'factors', factors, userFactors, artistFactors },
    recommend: (user, options) => of.recommend(user, options),
    recommendByIndex: (user, options) => of.recommendByIndex(user, options),
    similarArtists: (name, options) => of.similarArtists(name, options),
    withListeners: async (known) => scored(await of.withListeners(known)),
  };
}

describe('evaluate', () => {
  const options = { k: [5, 10, 60], metrics: metrics.names(), threads: 1 };

  it('gives the same on one thread, two threads and inline, and for a model without factors', async () => {
    const one = await evaluate(model, split, { ...options, threads: 1 });
    const others = [
      await evaluate(model, split, { ...options, threads: 2 }),
      await evaluateInline(model, split, options),
      await evaluate(scored(model as Model), split, { ...options, threads: 1 }),
      await evaluate(scored(model as Model), split, { ...options, threads: 2 }),
      await evaluate({ ...scored(model as Model), scorerParts: undefined }, split, {
        ...options,
        metrics: metrics.names().filter((name) => metrics.facts[name].needs === 'lists'),
      }),
    ];
    const ofLists = (means: typeof one.means) =>
      means.filter(({ metric }) => metrics.facts[metric].needs === 'lists');
    for (const other of others.slice(0, -1)) {
      expect(other.means).toEqual(one.means);
      expect(other.perUser()).toEqual(one.perUser());
    }
    expect(ofLists(others[4].means)).toEqual(ofLists(one.means));
  });

  it('has every metric at every k, within its range and its interval', async () => {
    const { means, users, mean } = await evaluate(model, split, options).then((found) => ({
      means: found.means,
      users: found.users,
      mean: found.mean.bind(found),
    }));
    expect(users).toBe(judgedUsers.length);
    expect(means.map(({ label }) => label)).toHaveLength(13 * 3 + 2);
    for (const { metric, k, label, mean: value, low, high } of means) {
      expect(value, label).toBe(mean(metric, k));
      expect(value, label).toBeGreaterThanOrEqual(metrics.facts[metric].range[0]);
      expect(value, label).toBeLessThanOrEqual(metrics.facts[metric].range[1]);
      if (metric === 'coverage') expect([low, high]).toEqual([Number.NaN, Number.NaN]);
      else expect(low <= value && value <= high, label).toBe(true);
    }
    // A list of all artists contains all held-out artists.
    expect(mean('recall', 60)).toBe(1);
    expect(mean('coverage', 60)).toBe(1);
  });

  it('gives values per user whose means are the reported means', async () => {
    const evaluation = await evaluate(model, split, {
      k: 5,
      metrics: ['ndcg', 'auc', 'percentileRank'],
      threads: 1,
    });
    const columns = evaluation.perUser();
    expect(Object.keys(columns)).toEqual([
      'user',
      'artists held out',
      'NDCG@5',
      'AUC',
      'expected percentile rank',
    ]);
    expect(columns.user).toEqual(judgedUsers);
    const heldOut = Array.from(columns['artists held out'] as Int32Array);
    expect(heldOut.reduce((a, b) => a + b)).toBe(split.test.size);
    const values = Array.from(columns['NDCG@5'] as Float64Array);
    expect(values.reduce((a, b) => a + b) / judgedUsers.length).toBeCloseTo(evaluation.mean('ndcg'), 12);
    expect(() => evaluation.mean('map')).toThrow(
      'there is no map in this evaluation; it has NDCG@5, AUC, expected percentile rank',
    );
  });

  it('evaluates a sample of users, the same for the same seed, and only users with held-out plays', async () => {
    const sampled = (seed: number) =>
      evaluate(model, split, { users: 20, seed, threads: 1 }).then((found) => found.perUser());
    const first = await sampled(1);
    expect(first.user).toHaveLength(20);
    expect(await sampled(1)).toEqual(first);
    expect((await sampled(2)).user).not.toEqual(first.user);
    const all = (await evaluate(model, split, { threads: 1 })).perUser();
    const at = (all.user as string[]).indexOf(first.user[7] as string);
    expect(first['NDCG@10'][7]).toBe(all['NDCG@10'][at]);

    const few = splits.leaveKOut(plays, { k: 1, minimum: 17 });
    const judged = (
      await evaluate(await trainAls(few.train, { factors: 2, iterations: 1, threads: 1 }), few)
    ).perUser();
    expect(judged.user).toHaveLength(few.test.size);
    expect(few.test.size).toBeLessThan(150);
  });

  it('folds in held-out users to evaluate a model on them', async () => {
    const heldOut = splits.holdOutUsers(plays, { users: 30, seed: 1 });
    const trained = await trainAls(heldOut.train, { factors: 4, alpha: 1, threads: 1 });
    const evaluation = await evaluate(trained, heldOut, { k: 5, metrics: ['precision', 'auc'], threads: 1 });
    expect(evaluation.perUser().user).toEqual(heldOut.known.users.names);
    const { users, artists, byUser } = heldOut.test;
    const hits = users.names.map((_, row) => {
      const told = heldOut.known.byUser;
      const rows = Array.from(told.indices.subarray(told.indptr[row], told.indptr[row + 1]));
      const listener = trained.foldIn(
        rows.map((artist, i) => [artists.names[artist], told.values[told.indptr[row] + i]]),
      );
      const missing = Array.from(
        byUser.indices.subarray(byUser.indptr[row], byUser.indptr[row + 1]),
        (i) => artists.names[i],
      );
      return listener.recommend({ count: 5 }).filter(({ artist }) => missing.includes(artist)).length;
    });
    expect(Array.from(evaluation.perUser()['precision@5'] as Float64Array)).toEqual(
      hits.map((count) => count / 5),
    );
    expect(hits.some((count) => count > 0)).toBe(true);
    const bpr = {
      ...scored(trained),
      withListeners: () => Promise.reject(new InputError('not these')),
    };
    await expect(evaluate(bpr, heldOut)).rejects.toThrow('not these');
  });

  it('reports progress and can be aborted', async () => {
    await expect(evaluate(model, split, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
    const controller = new AbortController();
    const running = evaluate(model, split, { metrics: ['auc'], resamples: 1e6, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('later')), 50);
    await expect(running).rejects.toThrow('later');
    const told: string[] = [];
    const metrics = ['ndcg', 'auc'] as const;
    await evaluate(model, split, {
      metrics,
      onProgress: ({ task, done, total }) => told.push(`${task} ${done}/${total}`),
    });
    const all = `${judgedUsers.length}/${judgedUsers.length}`;
    expect(told).toContain(`recommending ${all}`);
    expect(told).toContain(`ranking all artists ${all}`);
  });

  it.each([
    [{ k: 61 }, 'k is 61 and the catalogue has 60 artists; expected a k of at most that'],
    [{ k: 0 }, 'k is 0; expected a whole number of 1 or more'],
    [{ k: [] }, 'k is an empty list; expected a length of lists, such as 10'],
    [{ metrics: ['ndgc'] }, "no metric 'ndgc'; did you mean 'ndcg'? There are precision, recall, "],
    [{ metrics: [] }, 'metrics is empty; name one, such as ndcg, or leave it out'],
    [{ users: 0.5 }, 'users is 0.5; expected a whole number of 1 or more'],
    [{ confidence: 95 }, 'confidence is 95; expected a number above 0 and below 1, such as 0.95'],
    [{ resamples: -1 }, 'resamples is -1; expected a whole number from 0 to 1000000'],
    [{ negatives: 0 }, 'negatives is 0; expected a whole number of 1 or more'],
    [{ threads: 0 }, 'threads is 0; expected a whole number from 1 to 256'],
  ])('refuses %j', async (given, message) => {
    await expect(evaluate(model, split, given)).rejects.toThrow(message);
    await expect(evaluateInline(model, split, { threads: 1, ...given })).rejects.toThrow(message);
  });

  it.each([
    ['all plays', plays],
    ['another split', splits.random(plays, { seed: 9 }).train],
  ])('refuses a model trained on %s, which has seen held-out plays', async (_, trainedOn) => {
    const knowing = await als({ factors: 4 }).fit(trainedOn, { threads: 1 });
    const remedy = 'train it on split.train and evaluate that model';
    await expect(evaluate(knowing, split)).rejects.toThrow(remedy);
    await expect(evaluateInline(knowing, split)).rejects.toThrow(remedy);
  });

  it('refuses a split without held-out plays or with other data', async () => {
    await expect(
      evaluate(model, { train: plays, known: plays, test: randomPlays(150, 60, 0, 1) }),
    ).rejects.toThrow('the split holds out nothing (its test part has no plays); expected held-out plays');
    const other = splits.random(randomPlays(9, 60, 0.5, 1));
    await expect(evaluate(model, other)).rejects.toThrow(
      'the model has 150 users and 60 artists and the split 9 users and 60 artists; expected a model trained on split.train',
    );
    const mute = { ...scored(model as Model), scorerParts: undefined };
    await expect(evaluate(mute, split, { metrics: ['auc'] })).rejects.toThrow(
      'auc and percentileRank need a score for every artist and this model gives none; leave these metrics out',
    );
  });
});

describe.skipIf(!readLastfm2k)('on HetRec Last.fm 2K', () => {
  it('scores the original recipe and log weighting as measured with implicit', async () => {
    const halves = splits.random((readLastfm2k as NonNullable<typeof readLastfm2k>)(), { seed: 1 });
    expect([halves.train.size, halves.test.size]).toEqual([74267, 18567]);
    const ndcg = async (options: object) =>
      (await evaluate(await trainAls(halves.train, options), halves, { metrics: ['ndcg'] })).mean('ndcg');
    expect(Math.abs((await ndcg({})) - 0.027)).toBeLessThan(0.005);
    expect(Math.abs((await ndcg({ weighting: 'log', alpha: 1 })) - 0.244)).toBeLessThan(0.01);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listAt, type TopLists } from '#listenlab/engine/evaluate/metrics/accuracy-metrics.js';
import { meanOf, valuesOf } from '#listenlab/engine/evaluate/metrics/metrics.js';
import { auc, percentileRank } from '#listenlab/engine/evaluate/metrics/rank-metrics.js';
import {
  allocateLists,
  allocateRanks,
  type RankingJob,
  userRanker,
} from '#listenlab/engine/evaluate/rank-users.js';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { interactionsOf } from './plays.js';

/** A job whose scores are the given table: users have unit vectors, artists the columns. */
function jobOf(scores: number[][], known: number[][], test: number[][], negatives?: number): RankingJob {
  const users = scores.length;
  const artists = scores[0].length;
  const testRows = interactionsOf(test).byUser;
  const rows = Int32Array.from(scores.keys()).filter(
    (user) => testRows.indptr[user + 1] > testRows.indptr[user],
  );
  return {
    parts: {
      kind: 'factors',
      factors: users,
      userFactors: Float32Array.from({ length: users * users }, (_, i) => (i % (users + 1) === 0 ? 1 : 0)),
      artistFactors: Float32Array.from(
        { length: artists * users },
        (_, i) => scores[i % users][Math.floor(i / users)],
      ),
    },
    leftOut: interactionsOf(known).byUser,
    test: testRows,
    users: rows,
    lists: allocateLists(rows.length, Math.min(3, artists)),
    ranks: allocateRanks(rows, testRows),
    negatives,
    seed: 1,
  };
}

function run(job: RankingJob) {
  const rank = userRanker(job);
  job.users.forEach((_, i) => {
    rank(i);
  });
  const { ranks, users, leftOut, test } = job;
  if (!ranks) throw new Error('the job has no ranks');
  return { ranks, auc: auc(ranks, users, leftOut), percentile: percentileRank(ranks, users, leftOut, test) };
}

describe('ranks of held-out artists', () => {
  it('match a case computed by hand', () => {
    // Candidates of the user by score: 2 (held out), 0, then 3 and 4 tied, 4 held out; 1 is known.
    const job = jobOf([[5, 9, 7, 3, 3]], [[0, 1, 0, 0, 0]], [[0, 0, 10, 0, 30]]);
    const { ranks, auc: area, percentile } = run(job);
    expect([...ranks.negativesAbove]).toEqual([0, 1.5]);
    expect([...ranks.places]).toEqual([0, 2.5]);
    expect(meanOf(area)).toBe(1 - 1.5 / (2 * 2));
    expect(meanOf(percentile)).toBeCloseTo((10 * 0 + 30 * (2.5 / 3)) / 40, 12);
    expect([...listAt(job.lists as TopLists, 0)]).toEqual([2, 0, 3]);
  });

  it('match a comparison of every pair', () => {
    const table = (users: number, artists: number) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: artists, maxLength: artists }), {
        minLength: users,
        maxLength: users,
      });
    const any = fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 9 }))
      .chain(([users, artists]) => fc.tuple(table(users, artists), table(users, artists)));
    fc.assert(
      fc.property(any, ([scores, kinds]) => {
        const known = kinds.map((row) => row.map((kind) => (kind === 1 ? 1 : 0)));
        const test = kinds.map((row) => row.map((kind) => (kind > 2 ? kind : 0)));
        const job = jobOf(scores, known, test);
        const { auc: area, percentile } = run(job);
        job.users.forEach((user, i) => {
          const candidates = kinds[user].flatMap((kind, artist) => (kind === 1 ? [] : [artist]));
          const heldOut = candidates.filter((artist) => test[user][artist] > 0);
          const negatives = candidates.filter((artist) => test[user][artist] === 0);
          const beaten = (artist: number, by: number) =>
            (Math.sign(scores[user][by] - scores[user][artist]) + 1) / 2;
          const above = (artist: number, others: number[]) =>
            others.filter((other) => other !== artist).reduce((sum, other) => sum + beaten(artist, other), 0);
          const wrong = heldOut.reduce((sum, artist) => sum + above(artist, negatives), 0);
          const pairs = heldOut.length * negatives.length;
          if (pairs === 0) expect(valuesOf(area)[i]).toBeNaN();
          else expect(valuesOf(area)[i]).toBeCloseTo(1 - wrong / pairs, 10);
          const plays = heldOut.reduce((sum, artist) => sum + test[user][artist], 0);
          const places = heldOut.reduce(
            (sum, artist) => sum + test[user][artist] * above(artist, candidates),
            0,
          );
          const last = candidates.length - 1;
          if (last === 0) expect(valuesOf(percentile)[i]).toBeNaN();
          else expect(valuesOf(percentile)[i]).toBeCloseTo(places / last / plays, 10);
          // A score of 0 carries no information and is not a recommendation.
          const scoredOnes = candidates.filter((artist) => scores[user][artist] !== 0);
          const best = scoredOnes.sort((a, b) => scores[user][b] - scores[user][a] || a - b).slice(0, 3);
          expect([...listAt(job.lists as TopLists, i)]).toEqual(best);
        });
      }),
      { seed: 1 },
    );
  });

  it('with sampled negatives are right on average, and exact if all are sampled', () => {
    const artists = 200;
    const users = 400;
    const score = (user: number, artist: number) => (user * 31 + artist * 57) % 101;
    const table = (value: (user: number, artist: number) => number) =>
      Array.from({ length: users }, (_, user) =>
        Array.from({ length: artists }, (_, artist) => value(user, artist)),
      );
    const known = table((user, artist) => ((user + artist) % 11 === 0 ? 1 : 0));
    const test = table((user, artist) => ((user + artist) % 11 === 5 ? 1 : 0));
    const means = (negatives?: number) => {
      const found = run(jobOf(table(score), known, test, negatives));
      return [meanOf(found.auc), meanOf(found.percentile)];
    };
    const exact = means();
    expect(means(artists)).toEqual(exact);
    // 400 users by 10 draws: the deviation of the mean of 4,000 draws of at most 1 is below 0.5 / sqrt(4000) = 0.008.
    means(10).forEach((mean, i) => {
      expect(mean).not.toBe(exact[i]);
      expect(Math.abs(mean - exact[i])).toBeLessThan(0.04);
    });
  });
});

it('a matrix built from triplets is stored in shared memory', () => {
  expect(csrFromTriplets(1, 1, [0], [0], [1]).values.buffer).toBeInstanceOf(SharedArrayBuffer);
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { Model } from '#listenlab/engine/model/model.js';
import type { Ranking } from '#listenlab/engine/ranking/top-k.js';
import { ORACLE_FILE } from '../als/oracle.js';
import { numberedNames } from './models.js';
import { playsOfUser } from './training.js';

/** The effect on an exact solution of rounding the artists' vectors to single precision. */
const EXACT = 1e-6;

/** Factors are stored in single precision (6e-8 relative); scores of the oracle are near 1. */
const SCORE_TOLERANCE = 1e-5;

describe.each(['cholesky', 'cg3'])('answers of implicit 0.7.3, %s, 20 iterations', (solver) => {
  const oracle = JSON.parse(readFileSync(ORACLE_FILE, 'utf8'));
  const expected = oracle.solvers[solver][20];

  const model = () => {
    const rows = oracle.indptr.slice(1).flatMap((end: number, row: number) => {
      return new Array(end - oracle.indptr[row]).fill(row);
    });
    return new Model({
      users: numberedNames('user', oracle.users),
      artists: numberedNames('artist', oracle.artists),
      factors: oracle.factors,
      userFactors: Float32Array.from(expected.userFactors.flat()),
      artistFactors: Float32Array.from(expected.artistFactors.flat()),
      plays: csrFromTriplets(oracle.users, oracle.artists, rows, oracle.indices, oracle.plays),
      training: {
        alpha: oracle.alpha,
        regularization: oracle.regularization,
        weighting: 'linear',
        confidence: 'scaled',
        unobservedWeight: 1,
        regularizationExponent: 0,
      },
    });
  };

  function expectRanking(found: Ranking, rows: number[], scores: number[]): void {
    expect([...found.rows]).toEqual(rows);
    scores.forEach((score, i) => {
      expect(Math.abs(found.scores[i] - score)).toBeLessThan(SCORE_TOLERANCE);
    });
  }

  it('recommends the same 10 artists to user 3, without played ones', () => {
    const { artists, scores } = expected.recommendUser3;
    expectRanking(model().recommendByIndex(3, { count: 10 }), artists, scores);
  });

  it('finds the same similar artists for artist 4', () => {
    const { artists, scores } = expected.similarToArtist4;
    expectRanking(model().similarArtistsByIndex(4, { count: 10 }), artists, scores);
  });

  it('finds the same similar users for user 3', () => {
    const { users, scores } = expected.similarToUser3;
    expectRanking(model().similarUsersByIndex(3, { count: 10 }), users, scores);
  });

  it('gives the same contributions to the score of user 3 for their top artist', () => {
    const { total, contributions } = expected.explainUser3TopArtist;
    const top = `artist ${expected.recommendUser3.artists[0]}`;
    const { score, contributions: found } = model().explain('user 3', top);
    expect(Math.abs(score - total)).toBeLessThan(EXACT);
    expect(found.map(({ artist }) => artist)).toEqual(
      contributions.map(([artist]: [number, number]) => `artist ${artist}`),
    );
    contributions.forEach(([, contribution]: [number, number], i: number) => {
      expect(Math.abs(found[i].contribution - contribution)).toBeLessThan(EXACT);
    });
  });

  it('gives the same vector for user 3 folded in as a new listener', () => {
    const asked = model();
    const { vector } = asked.foldIn(playsOfUser(asked, 3));
    const largest = Math.max(...expected.foldInUser3.map(Math.abs));
    expected.foldInUser3.forEach((value: number, f: number) => {
      expect(Math.abs(vector[f] - value) / largest).toBeLessThan(EXACT);
    });
  });

  it('finds artist 7 and user 5, who have no plays, similar only to themselves', () => {
    expectRanking(model().similarArtistsByIndex(7), [7], [1]);
    expectRanking(model().similarUsersByIndex(5), [5], [1]);
    expect(model().recommendByIndex(5).rows).toHaveLength(0);
  });
});

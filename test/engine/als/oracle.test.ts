import { describe, expect, it } from 'vitest';
import { weightPlays } from '#listenlab/engine/model/equations/weighting.js';
import { implementations } from './implementations.js';
import { largestError, oracleInteractions, oracleStart, readOracle } from './oracle.js';

/**
 * First factors rounded to float32 differ from the oracle's by 6e-8; 20 iterations of three conjugate gradient
 * steps make up to 4e-4 of that, also in double precision.
 */
const SINGLE = 1e-3;

/** The oracle's weights are float32. */
const WEIGHTS = 1e-6;

const runs = implementations.flatMap((implementation) =>
  (['cholesky', 'cg'] as const).map((solver) => ({ name: implementation.name, implementation, solver })),
);

describe('trainers compared with the oracle', () => {
  it.each(runs)(
    '$name with $solver matches its factors and losses after 1, 5 and 20 iterations',
    async ({ implementation, solver }) => {
      const oracle = readOracle();
      const interactions = oracleInteractions(oracle);
      const { factors, regularization, alpha } = oracle;
      const start = oracleStart(oracle, interactions);
      for (const iterations of [1, 5, 20] as const) {
        const options = { factors, regularization, alpha, solver, iterations, start, computeLoss: true };
        const model = await implementation.train(interactions, options);
        const expected = oracle.solvers[solver === 'cg' ? 'cg3' : 'cholesky'][iterations];
        expect(largestError(model.userFactors, expected.userFactors.flat())).toBeLessThan(SINGLE);
        expect(largestError(model.artistFactors, expected.artistFactors.flat())).toBeLessThan(SINGLE);
        expect(model.losses).toHaveLength(iterations);
        expect(Math.abs((model.losses?.at(-1) as number) / expected.loss - 1)).toBeLessThan(SINGLE);
      }
    },
  );

  it.each(runs)('$name with $solver ranks artists in the same order', async ({ implementation, solver }) => {
    const oracle = readOracle();
    const interactions = oracleInteractions(oracle);
    const { factors, regularization, alpha } = oracle;
    const start = oracleStart(oracle, interactions);
    const options = { factors, regularization, alpha, solver, iterations: 20, start };
    const model = await implementation.train(interactions, options);
    const expected = oracle.solvers[solver === 'cg' ? 'cg3' : 'cholesky'][20];
    expect(model.recommend('user 3', { count: 10 }).map(({ artist }) => artist)).toEqual(
      expected.recommendUser3?.artists.map((artist) => `artist ${artist}`),
    );
    expect(model.similarArtists('artist 4', { count: 10 }).map(({ artist }) => artist)).toEqual(
      expected.similarToArtist4?.artists.map((artist) => `artist ${artist}`),
    );
    expect(model.similarUsers('user 3', { count: 10 }).map(({ user }) => user)).toEqual(
      expected.similarToUser3?.users.map((user) => `user ${user}`),
    );
  });

  it.each([
    ['bm25', 'bm25_K1_100_B_0.8'],
    ['tfidf', 'tfidf'],
  ] as const)('weight plays by %s in the same way', (weighting, name) => {
    const oracle = readOracle();
    const weights = weightPlays(oracleInteractions(oracle).byUser, weighting);
    expect(largestError(weights, oracle.weights[name])).toBeLessThan(WEIGHTS);
  });
});

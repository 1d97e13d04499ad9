import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { readAlsOptions } from '#listenlab/engine/als/options.js';
import { referenceIteration, referenceLoss } from '#listenlab/engine/als/reference.js';
import { largestError, oracleInteractions, readOracle } from './oracle.js';

/** Both use double precision and differ only in the order of additions; training amplifies that. */
const DOUBLE = 1e-6;

describe('the reference solver compared with the oracle', () => {
  it.each([
    { solver: 'cholesky', name: 'cholesky' },
    { solver: 'cg', name: 'cg3' },
  ] as const)(
    'computes the same factors and losses with $solver after 1, 5 and 20 iterations',
    ({ solver, name }) => {
      const oracle = readOracle();
      const interactions = oracleInteractions(oracle);
      const { factors, regularization, alpha } = oracle;
      const { settings } = readAlsOptions({ factors, regularization, alpha, solver });
      let state = {
        users: new Matrix(oracle.initialUserFactors),
        artists: new Matrix(oracle.initialArtistFactors),
      };
      for (let iteration = 1; iteration <= 20; iteration++) {
        state = referenceIteration(interactions, settings, state, iteration);
        if (iteration !== 1 && iteration !== 5 && iteration !== 20) continue;
        const expected = oracle.solvers[name][iteration];
        expect(largestError(state.users.to1DArray(), expected.userFactors.flat())).toBeLessThan(DOUBLE);
        expect(largestError(state.artists.to1DArray(), expected.artistFactors.flat())).toBeLessThan(DOUBLE);
        const loss = referenceLoss(interactions, settings, state);
        expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(DOUBLE);
      }
    },
  );
});

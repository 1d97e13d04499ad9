import { describe, expect, it } from 'vitest';
import { type AlsOptions, readAlsOptions } from '#listenlab/engine/als/options.js';
import { Model } from '#listenlab/engine/model/model.js';
import { groupedInteractions } from './matrices.js';

function refusal(options: object): string {
  try {
    readAlsOptions(options as AlsOptions);
  } catch (error) {
    expect((error as Error).name).toBe('InputError');
    return (error as Error).message;
  }
  return 'accepted';
}

describe('training options', () => {
  it('are filled in with the defaults', () => {
    expect(readAlsOptions({}, 3).settings).toEqual({
      factors: 20,
      regularization: 0.1,
      iterations: 20,
      alpha: 15,
      weighting: 'linear',
      confidence: 'scaled',
      unobservedWeight: 1,
      regularizationExponent: 0,
      solver: 'cg',
      threads: 3,
      seed: 42,
      computeLoss: false,
    });
    expect(readAlsOptions({ factors: undefined, alpha: 1 }).settings).toMatchObject({
      factors: 20,
      alpha: 1,
    });
  });

  it.each([
    [{ factors: 0 }, 'factors is 0; expected a whole number from 1 to 512, or leave it out for 20'],
    [{ factors: 2.5 }, 'factors is 2.5; expected a whole number from 1 to 512, or leave it out for 20'],
    [{ factors: '20' }, "factors is '20'; expected a whole number from 1 to 512, or leave it out for 20"],
    [{ iterations: 0 }, 'iterations is 0; expected a whole number from 1 to 100000, or leave it out for 20'],
    [{ alpha: Number.NaN }, 'alpha is NaN; expected a finite number above 0, or leave it out for 15'],
    [{ alpha: 0 }, 'alpha is 0; expected a finite number above 0, or leave it out for 15'],
    [
      { regularization: -1 },
      'regularization is -1; expected a finite number, 0 or more, or leave it out for 0.1',
    ],
    [
      { unobservedWeight: Number.POSITIVE_INFINITY },
      'unobservedWeight is Infinity; expected a finite number, 0 or more, or leave it out for 1',
    ],
    [
      { regularizationExponent: null },
      'regularizationExponent is null; expected a finite number, 0 or more, or leave it out for 0',
    ],
    [
      { weighting: 'bm26' },
      "weighting is 'bm26'; expected one of 'linear', 'log', 'binary', 'bm25', 'tfidf', or leave it out for linear",
    ],
    [
      { confidence: 'add' },
      "confidence is 'add'; expected one of 'scaled', 'added', or leave it out for scaled",
    ],
    [{ solver: 'lu' }, "solver is 'lu'; expected one of 'cg', 'sor', 'cholesky', or leave it out for cg"],
    [
      { threads: -1 },
      'threads is -1; expected a whole number from 1 to 256, or leave it out for one per core',
    ],
    [
      { seed: 1e10 },
      'seed is 10000000000; expected a whole number from 0 to 4294967295, or leave it out for 42',
    ],
    [{ computeLoss: 1 }, 'computeLoss is 1; expected true or false, or leave it out for false'],
    [{ onIteration: 'x' }, "onIteration is 'x'; expected a function"],
    [{ signal: {} }, 'signal is an Object; expected an AbortSignal, such as that of new AbortController()'],
    [{ start: [] }, 'start is []; expected a model, as trainAls and loadModel return it'],
  ])('are refused if invalid: %o', (options, message) => {
    expect(refusal(options)).toBe(message);
  });

  it('are refused if unknown, with the nearest name', () => {
    expect(refusal({ factor: 20 })).toMatch(/^unknown option 'factor'; did you mean 'factors'\? There are/);
    expect(refusal({ toString: 1 })).toMatch(/^unknown option 'toString'/);
  });

  it('take the number of factors from the start model and refuse a different one', () => {
    const { users, artists, byUser } = groupedInteractions(3, 2);
    const start = new Model({
      users,
      artists,
      factors: 2,
      userFactors: new Float32Array(6),
      artistFactors: new Float32Array(4),
      plays: byUser,
      training: {},
    });
    expect(readAlsOptions({ start }).settings.factors).toBe(2);
    expect(refusal({ start, factors: 20 })).toBe(
      'the model to start from has 2 factors and factors is 20; leave factors out or make it 2',
    );
    const { userFactors, artistFactors } = start;
    const bare = { users, artists, factors: 2, userFactors, artistFactors };
    expect(readAlsOptions({ start: bare }).settings.factors).toBe(2);
    for (const wrong of [{ users: undefined }, { artistFactors: userFactors }, { factors: 3 }]) {
      expect(refusal({ start: { ...bare, ...wrong } })).toBe(
        'start is an Object; expected a model, as trainAls and loadModel return it',
      );
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSpace, drawSettings, gridOf } from '#listenlab/engine/evaluate/sweep/space.js';
import { chainsOf, trialsOf } from '#listenlab/engine/evaluate/sweep/trials.js';
import { type SweepSpace, sweep } from '#listenlab/index.js';
import { tastes } from './tastes.js';

describe('an invalid search is refused before anything runs', () => {
  it.each<[unknown, string]>([
    [{}, 'the search space has no settings; expected at least one, such as { alpha: [1, 15] }'],
    [undefined, 'the search space has no settings; expected at least one, such as { alpha: [1, 15] }'],
    [{ alhpa: [1] }, "unknown option 'alhpa'; did you mean 'alpha'?"],
    [{ alhpa: [] }, "unknown option 'alhpa'; did you mean 'alpha'?"],
    [{ alpha: [] }, 'alpha is an empty list; expected at least one value to try, or leave it out'],
    [{ alpha: [1, 0] }, 'alpha is 0; expected a finite number above 0, or leave it out for 15'],
    [{ alpha: [1, undefined] }, 'alpha is null; expected a finite number above 0'],
    [{ alpha: null }, 'alpha is null; expected a finite number above 0'],
    [{ alpha: [1, 2, 1] }, 'alpha lists 1 twice; expected different values'],
    [{ weighting: 'logg' }, "weighting is 'logg'; expected one of 'linear', 'log'"],
    [{ factors: [16.5] }, 'factors is 16.5; expected a whole number from 1 to 512'],
    [
      { threads: [1, 2] },
      'threads cannot be searched: it does not make a model better; leave it out of the space',
    ],
    [{ alpha: { from: 1, to: 2 } }, 'alpha goes from 1 to 2, and a grid needs values, such as alpha: [1, 2]'],
    [
      { alpha: { from: 2, to: 1 } },
      'alpha goes from 2 to 1 on a linear scale; expected two numbers, the smaller first',
    ],
    [
      { regularization: { from: 0, to: 1, scale: 'log' } },
      'regularization goes from 0 to 1 on a log scale; expected two numbers, the smaller first and above 0',
    ],
    [
      { alpha: { from: 1, to: 2, scale: 'cubic' } },
      "the scale of alpha is 'cubic'; expected one of 'linear', 'log'",
    ],
    [
      { alpha: Array.from({ length: 101 }, (_, i) => i + 1), seed: Array.from({ length: 100 }, (_, i) => i) },
      "the grid has 10,100 settings; expected at most 10,000: list fewer values, or choose search: 'random'",
    ],
  ])('with the space %j', async (space, message) => {
    await expect(sweep(tastes(), space as SweepSpace)).rejects.toThrow(message);
    await expect(sweep(tastes(), space as SweepSpace)).rejects.toMatchObject({ name: 'InputError' });
  });

  it.each([
    [{ search: 'all' }, "search is 'all'; expected one of 'grid', 'random', or leave it out for grid"],
    [{ trials: 0 }, 'trials is 0; expected a whole number from 1 to 10000'],
    [{ seconds: -1 }, 'seconds is -1; expected a finite number above 0'],
    [{ seeds: [] }, 'seeds is an empty list; expected at least one seed'],
    [{ metric: 'ndgc' }, "no metric 'ndgc' to search by; did you mean 'ndcg'?"],
    [{ k: 0 }, 'k is 0; expected a whole number from 1 to 100000'],
    [
      { earlyStopping: { every: 0 } },
      'every of earlyStopping is 0; expected a whole number from 1 to 100000, or leave it out for 2',
    ],
  ])('with the options %j', async (options, message) => {
    await expect(sweep(tastes(), { alpha: [1] }, options as never)).rejects.toThrow(message);
  });
});

describe('grid search', () => {
  it('covers every combination once', () => {
    const grid = gridOf(checkSpace({ factors: [8, 16], weighting: 'log', alpha: [1, 2, 3] }));
    expect(grid).toEqual([
      { factors: 8, weighting: 'log', alpha: 1 },
      { factors: 8, weighting: 'log', alpha: 2 },
      { factors: 8, weighting: 'log', alpha: 3 },
      { factors: 16, weighting: 'log', alpha: 1 },
      { factors: 16, weighting: 'log', alpha: 2 },
      { factors: 16, weighting: 'log', alpha: 3 },
    ]);
  });
});

describe('random search', () => {
  const space: SweepSpace = {
    alpha: { from: 0.1, to: 40, scale: 'log' },
    factors: { from: 8, to: 11 },
    weighting: ['log', 'binary'],
  };

  it('draws within the space, reproducibly by seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const drawn = drawSettings(checkSpace(space), 20, seed);
        expect(drawn).toHaveLength(20);
        expect(new Set(drawn.map((settings) => JSON.stringify(settings))).size).toBe(20);
        for (const { alpha, factors, weighting } of drawn) {
          expect(alpha).toBeGreaterThanOrEqual(0.1);
          expect(alpha).toBeLessThanOrEqual(40);
          expect([8, 9, 10, 11]).toContain(factors);
          expect(['log', 'binary']).toContain(weighting);
        }
        expect(drawSettings(checkSpace(space), 20, seed)).toEqual(drawn);
      }),
      { numRuns: 30 },
    );
  });

  it('draws uniformly in the exponent on a log scale', () => {
    const drawn = drawSettings(checkSpace({ alpha: { from: 0.01, to: 100, scale: 'log' } }), 2000, 1);
    const belowOne = drawn.filter(({ alpha = 0 }) => alpha < 1).length / drawn.length;
    // Half of them; four standard deviations of a share of 2,000 are 0.045.
    expect(Math.abs(belowOne - 0.5)).toBeLessThan(0.045);
  });

  it('returns a whole small space if more is requested', () => {
    const drawn = drawSettings(checkSpace({ weighting: ['log', 'binary'] }), 9, 1);
    expect(drawn.map(({ weighting }) => weighting).sort()).toEqual(['binary', 'log']);
  });
});

describe('trials', () => {
  it('are shared by settings that differ only in their iterations', () => {
    const grid = gridOf(checkSpace({ iterations: [16, 4, 8], alpha: [1, 2] }));
    expect(trialsOf(grid)).toEqual([
      { settings: { alpha: 1 }, checkpoints: [4, 8, 16] },
      { settings: { alpha: 2 }, checkpoints: [4, 8, 16] },
    ]);
  });

  it('are checked every few iterations if they may stop early, and at the end', () => {
    const stopping = { every: 3, patience: 2 };
    expect(trialsOf([{ iterations: 10 }], stopping)).toEqual([
      { settings: {}, checkpoints: [3, 6, 9, 10], patience: 2 },
    ]);
    expect(trialsOf([{ iterations: 2 }], stopping)[0].checkpoints).toEqual([2]);
    expect(trialsOf([{}], { every: 10, patience: 1 })[0].checkpoints).toEqual([10, 20]);
  });

  it('form chains along alpha for warm starts', () => {
    const trials = trialsOf(gridOf(checkSpace({ alpha: [40, 1, 15], factors: [8, 16] })));
    const alphas = chainsOf(trials, true).map((chain) => chain.map(({ settings }) => settings));
    expect(alphas).toEqual([
      [
        { alpha: 1, factors: 8 },
        { alpha: 15, factors: 8 },
        { alpha: 40, factors: 8 },
      ],
      [
        { alpha: 1, factors: 16 },
        { alpha: 15, factors: 16 },
        { alpha: 40, factors: 16 },
      ],
    ]);
    expect(chainsOf(trials, false)).toHaveLength(6);
  });
});

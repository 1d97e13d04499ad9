import fc from 'fast-check';
import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import type { AlsOptions } from '#listenlab/engine/als/options.js';
import type { Weighting } from '#listenlab/engine/model/equations/settings.js';
import { builds, type Implementation, implementations, inline, reference } from './implementations.js';
import { groupedInteractions, named } from './matrices.js';
import { largestError } from './oracle.js';

const small = groupedInteractions(30, 20);

/** One half-sweep stored in float32. */
const SINGLE = 1e-5;

const trainers: Implementation[] = [reference, ...builds.map(inline)];

const entries = fc.uniqueArray(
  fc.record({
    user: fc.integer({ min: 0, max: 9 }),
    artist: fc.integer({ min: 0, max: 7 }),
    plays: fc.integer({ min: 1, max: 500 }),
  }),
  { selector: ({ user, artist }) => user * 8 + artist, minLength: 1 },
);

describe.each(implementations)('$name', ({ train }) => {
  it('solves the smallest problem as computed by hand', async () => {
    // One user, one artist, one factor: y starts at 0.5; x is solved first, then y.
    const interactions = named(1, 1, [0], [0], [4]);
    const options = { factors: 1, solver: 'cholesky', iterations: 1, alpha: 2, regularization: 0.5 } as const;
    const start = await train(interactions, options);
    start.artistFactors[0] = 0.5;
    const model = await train(interactions, { ...options, start });
    const x = (8 * 0.5) / (8 * 0.5 ** 2 + 0.5); // c = alpha * plays = 8
    expect(model.userFactors[0]).toBeCloseTo(x, 6);
    expect(model.artistFactors[0]).toBeCloseTo((8 * x) / (8 * x ** 2 + 0.5), 6);
  });

  it('gives users and artists without plays the zero vector', async () => {
    for (const solver of ['cg', 'sor', 'cholesky'] as const) {
      const model = await train(small, { factors: 5, iterations: 2, solver });
      expect([...model.userFactors.subarray(9 * 5, 10 * 5)]).toEqual([0, 0, 0, 0, 0]);
      expect([...model.artistFactors.subarray(19 * 5, 20 * 5)]).toEqual([0, 0, 0, 0, 0]);
      expect(model.userFactors.subarray(0, 5).some((value) => value !== 0)).toBe(true);
    }
  });

  it('continues from a model, matching rows by name', async () => {
    const options = { factors: 4, solver: 'cholesky' } as const;
    const five = await train(small, { ...options, iterations: 5 });
    const two = await train(small, { ...options, iterations: 2 });
    const three = await train(small, { ...options, iterations: 3, start: two });
    expect(largestError(three.userFactors, five.userFactors)).toBeLessThan(1e-4);
  });
});

describe.each(trainers)('$name', ({ train }) => {
  it('never increases the loss with exact solves', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.integer({ min: 1, max: 6 }), async (triplets, factors) => {
        const interactions = named(
          10,
          8,
          triplets.map(({ user }) => user),
          triplets.map(({ artist }) => artist),
          triplets.map(({ plays }) => plays),
        );
        const options = { factors, solver: 'cholesky', iterations: 6, computeLoss: true, alpha: 2 } as const;
        const { losses = [] } = await train(interactions, options);
        for (let i = 1; i < losses.length; i++) {
          // Factors are rounded to float32 after the solve.
          expect(losses[i]).toBeLessThanOrEqual(losses[i - 1] * (1 + 1e-5));
        }
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it.each(settingsToTry())('solves the dense equations with %o', async (options) => {
    const start = await train(small, { factors: 3, iterations: 1, seed: 5 });
    const model = await train(small, { ...options, iterations: 1, solver: 'cholesky', start });
    const expected = denseUsers(options, new Matrix(rowsOf(start.artistFactors, 3)));
    expect(largestError(model.userFactors, expected)).toBeLessThan(SINGLE);
  });
});

function settingsToTry(): AlsOptions[] {
  const weightings: Weighting[] = ['linear', 'log', 'binary', 'bm25', 'tfidf'];
  return weightings.flatMap((weighting) => [
    { weighting, confidence: 'scaled', alpha: 3, regularization: 0.2 },
    {
      weighting,
      confidence: 'added',
      alpha: 3,
      unobservedWeight: 0.3,
      regularizationExponent: 0.7,
      regularization: 0.02,
    },
  ]);
}

/** Every user's factors by brute force: all pairs, played or not, in one weighted least squares problem. */
function denseUsers(options: AlsOptions, artists: Matrix): number[] {
  const { alpha = 0, unobservedWeight = 1, regularizationExponent = 0, regularization = 0 } = options;
  const weights = denseWeights(options.weighting as Weighting);
  return weights.flatMap((row) => {
    const played = row.filter((weight) => weight !== 0).length;
    if (played === 0) return [0, 0, 0];
    const added = options.confidence === 'added' ? unobservedWeight : 0;
    const confidences = row.map((weight) => (weight === 0 ? unobservedWeight : added + alpha * weight));
    const preferences = row.map((weight) => (weight === 0 ? 0 : 1));
    const weighted = Matrix.diag(confidences).mmul(artists);
    const lambda = regularization * (played + unobservedWeight * row.length) ** regularizationExponent;
    const A = artists.transpose().mmul(weighted).add(Matrix.eye(3).mul(lambda));
    return solve(A, weighted.transpose().mmul(Matrix.columnVector(preferences))).to1DArray();
  });
}

/** (users x artists) weights r, zero for pairs without plays. */
function denseWeights(weighting: Weighting): number[][] {
  const { rows, columns, indptr, indices, values } = small.byUser;
  const plays = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  for (let user = 0; user < rows; user++) {
    for (let i = indptr[user]; i < indptr[user + 1]; i++) plays[user][indices[i]] = values[i];
  }
  const total = (row: number[]) => row.reduce((sum, count) => sum + count, 0);
  const mean = total(plays.map(total)) / rows;
  const rarity = plays[0].map((_, artist) => {
    return Math.log(rows / (1 + plays.filter((row) => row[artist] > 0).length));
  });
  const weigh: Record<Weighting, (count: number, row: number[], artist: number) => number> = {
    linear: (count) => count,
    log: (count) => Math.log(1 + count),
    binary: () => 1,
    tfidf: (count, _, artist) => Math.sqrt(count) * rarity[artist],
    bm25: (count, row, artist) =>
      ((count * 101) / (100 * (0.2 + (0.8 * total(row)) / mean) + count)) * rarity[artist],
  };
  return plays.map((row) =>
    row.map((count, artist) => (count > 0 ? weigh[weighting](count, row, artist) : 0)),
  );
}

function rowsOf(factors: Float32Array, width: number): number[][] {
  return Array.from({ length: factors.length / width }, (_, row) => [
    ...factors.subarray(row * width, (row + 1) * width),
  ]);
}

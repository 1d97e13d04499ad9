import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlsOptions } from '#listenlab/engine/als/options.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { builds, type Implementation, inline, reference } from './implementations.js';
import { named } from './matrices.js';

const implementations = [reference, ...builds.map(inline)];

/** 20 users and 15 artists: the plays of each user as `artist:plays`. */
const FEW_PLAYS =
  '1:200 0:183,11:114,12:187 6:99,12:144 4:112,8:141,9:134,11:78 0:97,6:35,11:151,14:162 ' +
  '0:174,2:91,3:189,5:156,10:181 3:152,5:117,12:95,14:161 3:97,4:77,7:153,10:95 2:69,7:62 ' +
  '2:83,4:173,10:27 1:58 9:151,10:22 0:112,6:127,7:56 3:150,5:90,11:150 0:179,2:42,8:172,10:179 ' +
  '5:69,14:147 1:76,2:39,5:106,6:6,10:110 11:12,14:151 0:138,5:9,6:28,9:20,13:2 4:93,7:36,8:177';

function fewPlays(): Interactions {
  const entries = FEW_PLAYS.split(' ').flatMap((list, user) =>
    list.split(',').map((entry) => [user, ...entry.split(':').map(Number)]),
  );
  const column = (index: number) => entries.map((entry) => entry[index]);
  return named(20, 15, column(0), column(1), column(2));
}

function twoPairs(): Interactions {
  return named(2, 2, [0, 1], [0, 1], [50, 37]);
}

describe.each(implementations)('$name with conjugate gradients', (implementation) => {
  it.each<{ data: string; interactions: Interactions; options: AlsOptions }>([
    {
      data: '62 plays with 64 factors',
      interactions: fewPlays(),
      options: {
        factors: 64,
        regularization: 0.227,
        iterations: 8,
        alpha: 0.0185,
        weighting: 'bm25',
        confidence: 'added',
        unobservedWeight: 0.06,
        regularizationExponent: 1,
      },
    },
    { data: 'two plays with 64 factors', interactions: twoPairs(), options: { factors: 64 } },
    { data: 'two plays with the default settings', interactions: twoPairs(), options: {} },
  ])('converges like exact solves on $data', async ({ interactions, options }) => {
    const lossOf = async (solver: 'cg' | 'cholesky') => {
      const model = await implementation.train(interactions, { ...options, solver, computeLoss: true });
      return model.losses?.at(-1) as number;
    };
    // Rows are solved in a few steps: only float32 rounding remains.
    expect((await lossOf('cg')) / (await lossOf('cholesky'))).toBeCloseTo(1, 4);
  });

  it('solves every small problem that exact solves can', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async ({ interactions, options }) => {
        const failure = await failureOf(implementation, interactions, { ...options, solver: 'cg' });
        if (failure === undefined) return;
        const exact = await failureOf(implementation, interactions, { ...options, solver: 'cholesky' });
        expect(exact, `only conjugate gradients fail: ${failure}`).toBeDefined();
      }),
      { numRuns: 20 },
    );
  });
});

async function failureOf(
  { train }: Implementation,
  interactions: Interactions,
  options: AlsOptions,
): Promise<string | undefined> {
  try {
    await train(interactions, options);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const matrices = fc
  .record({ users: fc.integer({ min: 1, max: 30 }), artists: fc.integer({ min: 1, max: 30 }) })
  .chain(({ users, artists }) => {
    const entry = fc.record({
      user: fc.nat(users - 1),
      artist: fc.nat(artists - 1),
      plays: fc.integer({ min: 1, max: 50_000 }),
    });
    const selector = ({ user, artist }: { user: number; artist: number }) => user * artists + artist;
    return fc.uniqueArray(entry, { minLength: 1, maxLength: users * artists, selector }).map((entries) => {
      const column = (name: 'user' | 'artist' | 'plays') => entries.map((found) => found[name]);
      return named(users, artists, column('user'), column('artist'), column('plays'));
    });
  });

/** 10 to a power in this range. */
function power(from: number, to: number) {
  return fc.double({ min: from, max: to, noNaN: true }).map((exponent) => 10 ** exponent);
}

const problems = fc.record({
  interactions: matrices,
  options: fc.record({
    factors: power(0, Math.log10(256)).map(Math.round),
    regularization: power(-6, 3),
    alpha: power(-3, 3),
    weighting: fc.constantFrom('linear', 'log', 'binary', 'bm25', 'tfidf'),
    confidence: fc.constantFrom('scaled', 'added'),
    unobservedWeight: fc.oneof(fc.constantFrom(0, 1), power(-3, 1)),
    regularizationExponent: fc.constantFrom(0, 0.5, 1),
    iterations: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat(1000),
  }),
});

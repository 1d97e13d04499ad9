import { describe, expect, it } from 'vitest';
import { layOutMemory } from '#listenlab/engine/als/layout.js';
import { implementations } from './implementations.js';
import { named } from './matrices.js';

/** Two users who both play one artist; the second count is the one under test. */
function withPlays(plays: number) {
  return named(2, 1, [0, 1], [0, 0], [3, plays]);
}

describe.each(implementations)('$name refuses', ({ train }) => {
  it.each([
    [-5, '-5'],
    [0, '0'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('%d plays', async (plays, shown) => {
    await expect(train(withPlays(plays), {})).rejects.toThrow(
      `user 'user 1' has ${shown} plays of artist 'artist 0'; expected a finite number above 0: ` +
        'clean the dataset with clean() before training',
    );
  });

  it('an empty matrix', async () => {
    await expect(train(named(0, 0, [], [], []), {})).rejects.toThrow(
      'nothing to train on: 0 users, 0 artists and no plays; open a dataset with at least one row',
    );
    await expect(train(named(4, 2, [], [], []), {})).rejects.toThrow('4 users, 2 artists and no plays');
  });

  it('unknown or invalid options', async () => {
    await expect(train(withPlays(1), { factors: 0 })).rejects.toThrow(
      'factors is 0; expected a whole number',
    );
  });

  it('equations without a unique solution', async () => {
    // Two factors for one user and one artist, unregularized: any vector along y is as good as another.
    const options = {
      factors: 2,
      regularization: 0,
      solver: 'cholesky',
      alpha: 1,
      unobservedWeight: 0,
    } as const;
    const start = await train(named(1, 1, [0], [0], [1]), { ...options, regularization: 1, iterations: 1 });
    start.artistFactors.set([1, 0]);
    await expect(train(named(1, 1, [0], [0], [1]), { ...options, start })).rejects.toThrow(
      "the factors of user 'user 0' are not finite numbers in iteration 1; raise regularization (now 0)",
    );
  });
});

describe.each(implementations.slice(1))('$name refuses', ({ train }) => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'a start model with artist factors of %d',
    async (value) => {
      for (const solver of ['cg', 'cholesky'] as const) {
        const start = await train(withPlays(1), { factors: 3, iterations: 1 });
        start.artistFactors.fill(value);
        await expect(train(withPlays(1), { factors: 3, iterations: 1, solver, start })).rejects.toThrow(
          "the factors of user 'user 0' are not finite numbers in iteration 1",
        );
      }
    },
  );

  it.each(['cg', 'cholesky'] as const)('factors that become non-finite, with %s', async (solver) => {
    // Confidences exceed float32; row 70 is in the second block, so that two threads reach it in any order.
    const users = Array.from({ length: 80 }, (_, i) => i);
    const plays = users.map((user) => (user >= 70 ? 1e38 : 1));
    const interactions = named(
      80,
      1,
      users,
      users.map(() => 0),
      plays,
    );
    await expect(train(interactions, { factors: 2, alpha: 1e6, solver })).rejects.toThrow(
      "the factors of user 'user 70' are not finite numbers in iteration 1; raise regularization (now 0.1), " +
        "lower alpha (now 1000000) or weight plays by 'log' (now 'linear')",
    );
    await expect(train(interactions, { factors: 2, alpha: 1e38, weighting: 'log', solver })).rejects.toThrow(
      /; raise regularization \(now 0\.1\) or lower alpha \(now 1e\+38\)$/,
    );
  });
});

describe('the memory layout', () => {
  const sizes = { users: 358_868, artists: 292_364, entries: 19_470_000, threads: 2 };

  it('fits Last.fm 360K with 512 factors and refuses ten times as many users, stating what would fit', () => {
    expect(layOutMemory({ ...sizes, factors: 512 }).totalBytes).toBeLessThan(2 ** 32);
    expect(() => layOutMemory({ ...sizes, users: 3_588_680, factors: 512 })).toThrow(
      /^training 3,588,680 users and 292,364 artists with 512 factors needs 7\.\d GiB and WebAssembly memory ends at 4\.0 GiB; at most \d+ factors fit$/,
    );
  });

  it('states the largest number of factors that fits', () => {
    const large = { ...sizes, users: 3_588_680 };
    let most = 0;
    try {
      layOutMemory({ ...large, factors: 512 });
    } catch (error) {
      most = Number(/at most (\d+) factors/.exec((error as Error).message)?.[1]);
    }
    expect(layOutMemory({ ...large, factors: most }).totalBytes).toBeLessThanOrEqual(2 ** 32);
    expect(() => layOutMemory({ ...large, factors: most + 1 })).toThrow('factors fit');
  });

  it('says if nothing fits', () => {
    expect(() => layOutMemory({ ...sizes, entries: 400_000_000, factors: 20 })).toThrow(
      'not even 1 factor fits with 400,000,000 entries: train on fewer users',
    );
  });

  // This many users make two stretches, so that artists can be popular.
  it.each([
    { users: 5, entries: 7 },
    { users: 40_000, entries: 500 },
  ])('places all arrays aligned and without overlap: $users users', ({ users, entries }) => {
    const layout = layOutMemory({ users, artists: 3, entries, factors: 6, threads: 2 });
    const { byUser, byArtist, stride } = layout;
    const sideOf = (side: typeof byUser) => [
      [side.indptr, (side.rows + 1) * 4],
      [side.indices, entries * 4],
      [side.values, entries * 4],
      [side.regularization, side.rows * 4],
      [side.factors, side.rows * stride * 4],
    ];
    const arrays = [
      [layout.counter, 4],
      [layout.totalConfidence, 8],
      [layout.gram, stride * stride * 8],
      [layout.eigenvalues, stride * 8],
      [layout.rotation, stride * stride * 8],
      [layout.basis, stride * stride * 8],
      [layout.popular.count, 4],
      [layout.popular.artists, layout.popular.mostPopular * 4],
      [layout.popular.isPopular, 3],
      [layout.popular.visits, (layout.popular.stretches * layout.popular.mostPopular + 1) * 4],
      [layout.popular.states, layout.popular.mostPopular * (16 + 36 * stride)],
      [layout.partials, 32 * stride * stride * 8],
      [layout.losses, layout.lossBlocks * 8],
      [layout.scratch, 2 * layout.scratchBytes],
      ...sideOf(byUser),
      ...sideOf(byArtist),
    ].sort(([a], [b]) => a - b);
    expect(stride).toBe(8);
    expect(layout.popular.mostPopular > 0).toBe(users > 5);
    arrays.forEach(([start, bytes], i) => {
      expect(start % 64).toBe(0);
      expect(start + bytes).toBeLessThanOrEqual(arrays[i + 1]?.[0] ?? layout.totalBytes);
    });
  });
});

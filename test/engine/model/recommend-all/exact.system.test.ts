import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { Model } from '#listenlab/engine/model/model.js';
import { recommendAll } from '#listenlab/engine/model/node/recommend-all.js';
import { byFallingNorm } from '#listenlab/engine/ranking/all-users/layout.js';
import { testFolder } from '../../../data/dataset/support.js';
import { sharedFile } from '../../../support/shared.js';
import { anyModel, numberedNames, smallModel } from '../models.js';
import { oneByOne, recommended } from './support.js';

/** Shapes that leave partial vectors, strips of 8, groups of 4, tiles of 256 and blocks of 256; and kinds of numbers. */
const anyShape = fc.record({
  users: fc.constantFrom(1, 3, 5, 9, 300),
  artists: fc.constantFrom(1, 7, 8, 9, 255, 257, 600),
  factors: fc.constantFrom(1, 3, 5, 20, 64, 130),
  seed: fc.integer({ min: 1, max: 2 ** 31 }),
  // Whole numbers make ties; the others range from denormal to large.
  numbers: fc.constantFrom('whole', 'uniform', 'negative', 'tiny', 'huge', 'skewed' as const),
  played: fc.constantFrom(0, 0.2, 1),
});

/** A model with the numbers of a linear congruential generator; every fifth vector is zero or one seen before. */
function modelOf({ users, artists, factors, seed, numbers, played }: Shape): Model {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const draw: Record<string, (row: number, factor: number, kind: 'artist' | 'user') => number> = {
    // 64 signs are exact in 16 bits. Artists differ only in factors where users are below the resolution of 16 bits.
    signs: (_, factor, kind) => {
      if (kind === 'artist') return factor % 2 ? Math.sign(uniform() - 0.5) : 1;
      return (uniform() - 0.5) * (factor % 2 ? 2e-4 : 1);
    },
    whole: () => Math.floor(uniform() * 5) - 2,
    uniform: () => uniform() * 2 - 1,
    negative: () => -uniform(),
    tiny: () => (uniform() - 0.5) * 1e-40,
    huge: () => (uniform() - 0.5) * 1e38,
    skewed: (row) => (uniform() - 0.3) / (row + 1),
  };
  const matrix = (rows: number, kind: 'artist' | 'user') => {
    const values = Float32Array.from({ length: rows * factors }, (_, i) =>
      draw[numbers](Math.floor(i / factors), i % factors, kind),
    );
    for (let row = 4; row < rows; row += 5) {
      if (row % 2) values.fill(0, row * factors, (row + 1) * factors);
      else values.copyWithin(row * factors, (row >> 1) * factors, ((row >> 1) + 1) * factors);
    }
    return values;
  };
  const pairs = Array.from({ length: users * artists }, (_, i) => i).filter(() => uniform() < played);
  return new Model({
    users: numberedNames('user', users),
    artists: numberedNames('artist', artists),
    factors,
    userFactors: matrix(users, 'user'),
    artistFactors: matrix(artists, 'artist'),
    plays: csrFromTriplets(
      users,
      artists,
      pairs.map((pair) => Math.floor(pair / artists)),
      pairs.map((pair) => pair % artists),
      new Float32Array(pairs.length).fill(1),
    ),
    training: {},
  });
}

type Shape = Omit<typeof anyShape extends fc.Arbitrary<infer T> ? T : never, 'numbers'> & { numbers: string };

describe('recommendations for all users', () => {
  it('match a case computed by hand', async () => {
    expect(await recommended(smallModel(), { count: 2 })).toEqual([
      { user: 0, artists: [2, 4], scores: [1, 0.25] },
      { user: 1, artists: [0, 4], scores: [6, 0.75] },
      { user: 2, artists: [], scores: [] },
    ]);
  });

  it('equal those of each user alone, bit for bit', async () => {
    const counts = fc.constantFrom(1, 2, 20, 1000);
    await fc.assert(
      fc.asyncProperty(anyShape, counts, fc.boolean(), async (shape, count, includePlayed) => {
        const model = modelOf(shape);
        const answers = await recommended(model, { count, includePlayed, threads: 1 });
        expect(answers).toEqual(oneByOne(model, { count, includePlayed }));
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('equal them with small integers, where most scores tie', async () => {
    await fc.assert(
      fc.asyncProperty(anyModel, fc.integer({ min: 1, max: 15 }), async (model, count) => {
        expect(await recommended(model, { count, threads: 1 })).toEqual(oneByOne(model, { count }));
      }),
      { seed: 4, numRuns: 40 },
    );
  });

  it('equal them if only rounding decides which artists are scanned', async () => {
    const shape = { users: 300, artists: 600, factors: 64, seed: 7, numbers: 'signs', played: 0 } as const;
    const model = modelOf(shape);
    for (const count of [20, 300]) {
      expect(await recommended(model, { count })).toEqual(oneByOne(model, { count }));
    }
  });

  it('do not depend on threads, and users may come in any order, repeatedly', async () => {
    const shape = {
      users: 300,
      artists: 600,
      factors: 20,
      seed: 5,
      numbers: 'uniform',
      played: 0.2,
    } as const;
    const model = modelOf(shape);
    const expected = oneByOne(model);
    for (const threads of [1, 2, 4]) expect(await recommended(model, { threads })).toEqual(expected);
    const users = [299, 0, 7, 7];
    expect(await recommended(model, { users })).toEqual(users.map((user) => expected[user]));
    expect(await recommended(model, { users: { from: 250, to: 300 } })).toEqual(expected.slice(250));
    expect(await recommended(model, { users: { from: 3, to: 3 } })).toEqual([]);
  });

  it('come in blocks that never hold all users', async () => {
    const model = modelOf({ users: 300, artists: 600, factors: 3, seed: 6, numbers: 'uniform', played: 0 });
    const sizes: number[] = [];
    await recommendAll(model, ({ users }) => void sizes.push(users.length), { threads: 1 });
    expect(sizes).toEqual([256, 44]);
  });

  it('scan artists approximately by descending norm', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e30, noNaN: true })), (norms) => {
        const order = byFallingNorm(Float64Array.from(norms));
        expect([...order].sort((a, b) => a - b)).toEqual([...norms.keys()]);
        for (let i = 1; i < order.length; i++) {
          // Float32 numbers whose upper halves are equal differ by less than one part in 128, denormal ones by 2^-133.
          expect(norms[order[i]]).toBeLessThanOrEqual(norms[order[i - 1]] * (1 + 1 / 127) + 2 ** -133);
        }
      }),
    );
  });
});

const folder = testFolder();
const lastfm2k = sharedFile('data/lastfm-2k');

describe.skipIf(!lastfm2k)('recommendations for all listeners of Last.fm 2K (../shared/data)', () => {
  it.each([
    { weighting: 'linear', alpha: 15, factors: 20 },
    { weighting: 'log', alpha: 1, factors: 64 },
  ] as const)('equal those of each listener alone: %j', async (options) => {
    const dataset = await folder.clean(await folder.open(String(lastfm2k)));
    const model = await trainAls(await dataset.interactions(), { ...options, iterations: 5 });
    const answers = await recommended(model);
    const some = answers.filter(({ user }) => user % 7 === 0);
    expect(some).toEqual(
      oneByOne(
        model,
        {},
        some.map(({ user }) => user),
      ),
    );
  });
});

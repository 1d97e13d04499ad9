import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainOnThreads } from '#listenlab/engine/als/node/train.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { named } from './matrices.js';
import { everything, useModelCache } from './use-model-cache.js';

const { folder, once } = useModelCache();

/** Plays of up to 6 users and 6 artists, with names of any characters. */
const anyPlays: fc.Arbitrary<Interactions> = fc
  .record({ users: fc.integer({ min: 1, max: 6 }), artists: fc.integer({ min: 1, max: 6 }) })
  .chain(({ users, artists }) =>
    fc.record({
      users: fc.uniqueArray(fc.string({ unit: 'binary' }), { minLength: users, maxLength: users }),
      artists: fc.uniqueArray(fc.string(), { minLength: artists, maxLength: artists }),
      pairs: fc.uniqueArray(fc.integer({ min: 0, max: users * artists - 1 }), { minLength: 1 }),
      counts: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 36, maxLength: 36 }),
    }),
  )
  .map(({ users, artists, pairs, counts }) => {
    const { byUser } = named(
      users.length,
      artists.length,
      pairs.map((pair) => Math.floor(pair / artists.length)),
      pairs.map((pair) => pair % artists.length),
      counts.slice(0, pairs.length),
    );
    return new Interactions(new IdMap('user', users), new IdMap('artist', artists), byUser);
  });

const anyOptions = fc.record({
  factors: fc.integer({ min: 1, max: 9 }),
  iterations: fc.integer({ min: 1, max: 3 }),
  alpha: fc.constantFrom(1, 2.5, 15),
  weighting: fc.constantFrom('linear', 'log', 'binary', 'bm25', 'tfidf'),
  confidence: fc.constantFrom('scaled', 'added'),
  solver: fc.constantFrom('cg', 'cholesky'),
  seed: fc.nat(),
  threads: fc.constantFrom(1, 2),
  computeLoss: fc.boolean(),
});

describe('trainOnce', () => {
  it('gives the model of a training on threads to the bit, trained and from the cache, on any number of threads', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlays, anyOptions, async (interactions, options) => {
        const expected = everything(await trainOnThreads(interactions, options, {}));
        const first = await once(interactions, options);
        const again = await once(interactions, { ...options, threads: 3 - options.threads });
        expect(everything(first.model)).toEqual(expected);
        expect(everything(again.model)).toEqual(expected);
        expect(again.source).toMatch(/^a model trained before, from the cache, [\d.]+ s$/);
        expect(again.model.users).toBe(interactions.users);
        expect(again.model.plays).toBe(interactions.byUser);
        await rm(folder.data, { recursive: true });
      }),
      { numRuns: 20 },
    );
  });
});

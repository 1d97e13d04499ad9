import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentTrainer, modelKey, type Trainer } from '#listenlab/engine/als/node/model-key.js';
import { readAlsOptions } from '#listenlab/engine/als/options.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import type { AlsOptions } from '#listenlab/index.js';
import { groupedInteractions, named } from './matrices.js';

const TRAINER: Trainer = { build: 'abc', kernel: 'simd', machine: ['v20.19.0', 'x64', 'a processor'] };
const plays = groupedInteractions(12, 8);

const keyOf = (interactions: Interactions, options: AlsOptions = {}, trainer = TRAINER) =>
  modelKey(interactions, readAlsOptions(options), trainer);

/** What a key is made of, with few values for each part, so that equal inputs are common. */
const anyInput = fc.record({
  users: fc.uniqueArray(fc.constantFrom('a', 'b', 'ab', '","', '\ud800', '\ud801', ''), {
    minLength: 2,
    maxLength: 2,
  }),
  artists: fc.uniqueArray(fc.constantFrom('a', 'b', 'ab'), { minLength: 2, maxLength: 2 }),
  columns: fc.constantFrom<number[][]>([0, 0], [0, 1], [1, 0]),
  counts: fc.constantFrom<number[][]>([1, 2], [2, 1]),
  options: fc.record(
    { alpha: fc.constantFrom(1, 15), factors: fc.constantFrom(15, 20), seed: fc.constantFrom(1, 42) },
    { requiredKeys: [] },
  ),
  kernel: fc.constantFrom('simd', 'relaxed'),
});

describe('the key of a model', () => {
  it('is the same for the same plays, names, settings and trainer, and for no others', async () => {
    const keys = new Map<string, string>();
    await fc.assert(
      fc.asyncProperty(anyInput, async ({ users, artists, columns, counts, options, kernel }) => {
        const { byUser } = named(2, 2, [0, 1], columns, counts);
        const interactions = new Interactions(new IdMap('user', users), new IdMap('artist', artists), byUser);
        const key = await keyOf(interactions, options, { ...TRAINER, kernel });
        const { alpha = 15, factors = 20, seed = 42 } = options;
        const content = JSON.stringify([users, artists, columns, counts, alpha, factors, seed, kernel]);
        expect(keys.get(key) ?? content).toBe(content);
        keys.set(key, content);
        expect(new Set(keys.values()).size).toBe(keys.size);
      }),
      { numRuns: 2000 },
    );
  });

  it('does not depend on threads, losses and who listens', async () => {
    const key = await keyOf(plays);
    expect(key).toMatch(/^[\da-f]{64}$/);
    for (const options of [{ threads: 7 }, { computeLoss: true }, { onProgress: () => {} }, { alpha: 15 }]) {
      expect(await keyOf(plays, options)).toBe(key);
    }
  });

  it('depends on the build of listenlab, the kernel, Node.js and the processor', async () => {
    const others: Partial<Trainer>[] = [
      {},
      { build: 'abd' },
      { kernel: 'relaxed' },
      { machine: ['v22.0.0', 'x64', 'a processor'] },
      { machine: ['v20.19.0', 'x64', 'another'] },
    ];
    const keys = await Promise.all(others.map((other) => keyOf(plays, {}, { ...TRAINER, ...other })));
    expect(new Set(keys).size).toBe(others.length);
  });

  it('depends on every byte of a matrix that is hashed in several pieces, and on its last names', async () => {
    const users = Array.from({ length: 60_000 }, (_, i) => `user ${i}`);
    const { indptr } = plays.byUser;
    const large = (last: number, name: string) => {
      const [indices, values] = [new Int32Array(2), new Float32Array(5_000_000)];
      values[values.length - 1] = last;
      const matrix = { rows: users.length, columns: 8, indptr, indices, values };
      return new Interactions(new IdMap('user', [...users.slice(0, -1), name]), plays.artists, matrix);
    };
    const keys = await Promise.all([large(1, 'x'), large(2, 'x'), large(1, 'y')].map((each) => keyOf(each)));
    expect(new Set(keys).size).toBe(3);
  });

  it('is stopped by a signal, and reports progress while it takes long', async () => {
    const reports: object[] = [];
    const abort = new AbortController();
    const users = Array.from({ length: 2_000_000 }, (_, i) => `user ${i}`);
    const matrix = { ...plays.byUser, rows: users.length };
    const many = new Interactions(new IdMap('user', users), plays.artists, matrix);
    const key = modelKey(many, readAlsOptions({}), TRAINER, {
      signal: abort.signal,
      onProgress: (progress) => {
        reports.push(progress);
        abort.abort(new Error('enough'));
      },
    });
    await expect(key).rejects.toThrow('enough');
    expect(reports).toEqual([{ task: 'training', done: 0, total: 20, note: 'looking in the cache' }]);
  });

  it('is made with the trainer of this process', () => {
    expect(currentTrainer()).toEqual({
      build: expect.stringMatching(/^[\da-f]{64}$/),
      kernel: expect.stringMatching(/^(relaxed|simd)$/),
      machine: [process.version, process.arch, expect.any(String)],
    });
  });
});

import { readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Model } from '#listenlab/engine/model/model.js';
import { recommendAll } from '#listenlab/engine/model/node/recommend-all.js';
import { numberedNames, smallModel, smallParts } from '../models.js';
import { recommended } from './support.js';

/** The number of threads of this process, if the system reports it. */
function threads(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/task').length : 0;
}

/** So many users that no test runs to the end. */
function manyUsers(): Model {
  const users = 50_000;
  return new Model({
    ...smallParts(),
    users: numberedNames('user', users),
    userFactors: new Float32Array(2 * users).fill(1),
    plays: { ...smallParts().plays, rows: users, indptr: new Int32Array(users + 1) },
  });
}

describe('recommending for all users', () => {
  let before = 0;

  beforeAll(async () => {
    await recommended(smallModel());
    // Node.js starts its own pool of threads with the first such call, and keeps it.
    await stat('.');
    before = threads();
  });

  afterEach(async () => {
    await expect.poll(threads).toBe(before);
  });

  it('ends its threads when aborted', async () => {
    const aborting = new AbortController();
    let blocks = 0;
    const take = () => {
      blocks++;
      if (blocks === 2) aborting.abort(new Error('enough'));
    };
    await expect(recommendAll(manyUsers(), take, { signal: aborting.signal })).rejects.toThrow('enough');
    expect(blocks).toBeLessThan(50_000 / 256);
  });

  it('does not start if already aborted', async () => {
    const signal = AbortSignal.abort();
    await expect(recommendAll(smallModel(), () => {}, { signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('ends its threads if the consumer of the blocks fails, now or later', async () => {
    const fail = () => {
      throw new Error('listener');
    };
    await expect(recommendAll(manyUsers(), fail)).rejects.toThrow('listener');
    await expect(recommendAll(manyUsers(), async () => fail())).rejects.toThrow('listener');
    await expect(recommendAll(manyUsers(), () => {}, { onProgress: fail })).rejects.toThrow('listener');
  });

  it('waits for the consumer of the blocks', async () => {
    let busy = 0;
    await recommendAll(manyUsers(), async () => {
      busy++;
      expect(busy).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      busy--;
    });
  });

  it('reports after each block how many users are done', async () => {
    const told: number[] = [];
    await recommendAll(manyUsers(), () => {}, {
      users: { from: 0, to: 600 },
      threads: 2,
      onProgress: ({ task, done, total }) => {
        expect({ task, total }).toEqual({ task: 'recommending', total: 600 });
        told.push(done);
      },
    });
    expect(told).toEqual([256, 512, 600]);
  });

  it.each([
    [{ count: 0 }, 'count is 0; expected a whole number of 1 or more'],
    [{ threads: 0 }, 'threads is 0; expected a whole number from 1 to 256, or leave it out for one per core'],
    [{ users: [0, 3] }, 'user index is 3; expected a row from 0 to 2'],
    [
      { users: { from: 0, to: 4 } },
      'users is from 0 to 4; expected whole numbers, from 0 or more and to at most 3',
    ],
  ])('refuses %j', async (options, message) => {
    await expect(recommendAll(smallModel(), () => {}, options)).rejects.toThrow(message);
  });

  it('refuses non-finite factors, with the name of the row', async () => {
    const parts = smallParts();
    parts.artistFactors[3] = Number.NaN;
    await expect(recommendAll(new Model(parts), () => {})).rejects.toThrow(
      "the factors of artist 'die Ärzte' are not finite; expected finite numbers: train the model again",
    );
    const others = smallParts();
    others.userFactors[2] = Number.POSITIVE_INFINITY;
    await expect(recommendAll(new Model(others), () => {})).rejects.toThrow("the factors of user 'bob' are");
  });
});

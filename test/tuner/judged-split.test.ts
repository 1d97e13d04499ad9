import { describe, expect, it } from 'vitest';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { judgedSplit } from '#listenlab/tuner/session/judged-split.js';
import { seededRandom } from '#listenlab/util/random.js';
import { tastefulPlays } from './plays.js';

/** Users with 0 to 14 artists. */
function manyUsers(count: number): Interactions {
  const random = seededRandom(7);
  const [rows, columns, plays]: number[][] = [[], [], []];
  for (let user = 0; user < count; user++) {
    for (const artist of random.shuffle(Array.from({ length: 40 }, (_, i) => i)).slice(0, user % 15)) {
      rows.push(user);
      columns.push(artist);
      plays.push(1 + random.integer(50));
    }
  }
  const names = (length: number) => Array.from({ length }, (_, i) => `name ${i}`);
  const matrix = csrFromTriplets(count, 40, rows, columns, plays);
  return new Interactions(new IdMap('user', names(count)), new IdMap('artist', names(40)), matrix);
}

/** `artist: plays` of a user. */
function listOf({ byUser }: Interactions, user: number): string[] {
  const { indptr, indices, values } = byUser;
  const list: string[] = [];
  for (let i = indptr[user]; i < indptr[user + 1]; i++) list.push(`${indices[i]}: ${values[i]}`);
  return list;
}

describe('plays to judge models by', () => {
  it('are a fifth of all where all users can be judged', async () => {
    const interactions = tastefulPlays();
    expect(await judgedSplit(interactions)).toEqual(randomSplit(interactions, { fraction: 0.2, seed: 42 }));
  });

  it('are a fifth of those of 2,000 users where there are many', async () => {
    const all = manyUsers(9000);
    const { train, known, test } = await judgedSplit(all);
    expect(known).toBe(train);
    let judged = 0;
    for (let user = 0; user < 9000; user++) {
      const [list, kept, held] = [all, train, test].map((each) => listOf(each, user));
      expect([...kept, ...held].sort()).toEqual(list.sort());
      if (held.length === 0) continue;
      judged++;
      expect(held).toHaveLength(Math.max(1, Math.round(list.length / 5)));
      expect(kept.length).toBeGreaterThan(0);
    }
    expect(judged).toBe(2000);
    for (const { byUser } of [train, test]) {
      for (let user = 0; user < 9000; user++) {
        const row = byUser.indices.subarray(byUser.indptr[user], byUser.indptr[user + 1]);
        expect([...row]).toEqual([...new Set(row)].sort((a, b) => a - b));
      }
    }
    expect((await judgedSplit(all)).test.byUser).toEqual(test.byUser);
  });
});

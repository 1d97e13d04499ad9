import { expect, it } from 'vitest';
import { blocksFor } from '#listenlab/engine/baselines/factorization/bpr-layout.js';
import { rowOfEntries } from '#listenlab/engine/matrix/csr.js';
import { seededRandom } from '#listenlab/util/random.js';
import { randomInteractions } from '../support.js';
import { bprInMemory } from './in-memory.js';

const [users, artists] = [50, 40];
const blocks = { users: 2, artists: 6 };
const plays = randomInteractions(users, artists, 0.2, 3).byUser;
const random = seededRandom(5);
const blockOf = Array.from({ length: artists }, () => random.integer(blocks.artists));
const settings = { build: 'simd', factors: 3, learningRate: 0.1, regularization: 0.1 } as const;
const before = Float32Array.from({ length: (users + artists) * 4 }, (_, i) =>
  i < users * 4 && i % 4 === 3 ? 1 : random.normal(),
);

const ascending = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

it('each entry is in the stratum of its user and its artist, and each pool has the artists of a block', () => {
  const fit = bprInMemory(plays, settings, before, blockOf, blocks);
  fit.arrange();
  const [entryUsers, entryArtists] = fit.entries();
  const pairs = entryUsers.map((user, i) => user * artists + entryArtists[i]);
  const rows = rowOfEntries(plays);
  expect(ascending(pairs)).toEqual(Array.from(plays.indices, (artist, i) => rows[i] * artists + artist));
  const starts = fit.starts();
  for (let stratum = 0; stratum + 1 < starts.length; stratum++) {
    for (let i = starts[stratum]; i < starts[stratum + 1]; i++) {
      expect(Math.floor((entryUsers[i] * blocks.users) / users)).toBe(Math.floor(stratum / blocks.artists));
      expect(blockOf[entryArtists[i]]).toBe(stratum % blocks.artists);
    }
  }
  const pool = fit.pool();
  expect(ascending(pool)).toEqual(ascending(plays.indices));
  expect(pool.map((artist) => blockOf[artist])).toEqual(ascending(pool.map((artist) => blockOf[artist])));
});

it('an iteration moves nearly every vector, and no bias of a user', () => {
  const fit = bprInMemory(plays, settings, before, blockOf, blocks);
  fit.reset();
  fit.learn(1);
  const after = fit.vectors();
  expect(after.every(Number.isFinite)).toBe(true);
  const moved = Array.from({ length: users + artists }, (_, row) => after[row * 4] !== before[row * 4]);
  expect(moved.filter(Boolean).length).toBeGreaterThan(0.9 * moved.length);
  for (let user = 0; user < users; user++) expect(after[user * 4 + 3]).toBe(1);
});

it('few plays or few artists are one block; at full size there are 64 for 8 of users', () => {
  expect(blocksFor(17_632, 92_834)).toEqual({ users: 1, artists: 1 });
  expect(blocksFor(2_500, 20_000_000)).toEqual({ users: 1, artists: 1 });
  expect(blocksFor(292_000, 18_300_000)).toEqual({ users: 8, artists: 64 });
  expect(blocksFor(50_000, 5_000_000)).toEqual({ users: 8, artists: 16 });
  expect(blocksFor(9_000, 18_300_000)).toEqual({ users: 4, artists: 4 });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { droppedRows, lines360K, rowsOf, testFolder } from '../support.js';

const { write, open, clean } = testFolder();

const rows = fc.array(
  fc.tuple(
    fc.constantFrom('ann', 'bob', 'Ünal', '9', '10'),
    fc.constantFrom('kent', 'Kent', 'die Ärzte', 'NA', '', 'くるり'),
    fc.oneof(fc.integer({ min: -2, max: 2000 }).map(String), fc.constantFrom('abc', '', '1e12')),
  ),
  { minLength: 1, maxLength: 60 },
);

/** A plain implementation of the same cleaning. */
function expected(source: readonly (readonly [string, string, string])[]) {
  const pairs = new Map<string, number>();
  let good = 0;
  for (const [user, artist, plays] of source) {
    if (artist === '' || !/^\d+$/.test(plays) || Number(plays) < 1) continue;
    good++;
    const pair = `${user}\t${artist}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + Number(plays));
  }
  return { pairs, good };
}

describe('cleaning', () => {
  it('preserves total plays, and kept + dropped + merged rows add up to the rows read', async () => {
    let file = 0;
    await fc.assert(
      fc.asyncProperty(rows, async (source) => {
        const raw = await open(write(`random-${file++}.tsv`, lines360K(source)));
        const cleaned = await clean(raw);
        const { pairs, good } = expected(source);
        const kept = await rowsOf(cleaned, `SELECT "user" || chr(9) || artist, plays FROM plays`);
        expect(new Map(kept as [string, number][])).toEqual(pairs);
        const counts = await droppedRows(cleaned);
        const lost = Object.values(counts).reduce((sum, [count]) => sum + count, 0);
        expect(kept.length + lost).toBe(source.length);
        const merged = counts['repeated pair, plays added to the first']?.[0] ?? 0;
        expect(merged).toBe(good - pairs.size);
        const { byUser, users, artists } = await cleaned.interactions();
        const matrix = new Map<string, number>();
        for (let user = 0; user < byUser.rows; user++) {
          for (let i = byUser.indptr[user]; i < byUser.indptr[user + 1]; i++) {
            matrix.set(`${users.names[user]}\t${artists.names[byUser.indices[i]]}`, byUser.values[i]);
          }
        }
        expect(matrix).toEqual(pairs);
        cleaned.close();
        raw.close();
      }),
      { numRuns: 8, seed: 7 },
    );
  });

  it('names the lines of repeated pairs and adds sums beyond 32 bits', async () => {
    const source = lines360K([
      ['ann', 'kent', 2_147_483_647],
      ['ann', 'muse', 1],
      ['ann', 'kent', 2_147_483_647],
      ['bob', 'kent', 5],
      ['ann', 'kent', 1],
    ]);
    const cleaned = await clean(await open(write('repeated.tsv', source)));
    expect(await droppedRows(cleaned)).toEqual({ 'repeated pair, plays added to the first': [2, '3, 5'] });
    expect(await rowsOf(cleaned, `SELECT plays FROM plays WHERE "user" = 'ann' AND artist = 'kent'`)).toEqual(
      [[4_294_967_295]],
    );
  });

  it('numbers users and artists from 0 in byte order and entries in row order', async () => {
    const source = lines360K([
      ['b', 'die Ärzte', 1],
      ['b', 'Zebra', 2],
      ['B', 'abba', 3],
      ['b', 'abba', 4],
    ]);
    const cleaned = await clean(await open(write('order.tsv', source)));
    expect(await rowsOf(cleaned, 'FROM users')).toEqual([
      [0, 'B'],
      [1, 'b'],
    ]);
    expect(await rowsOf(cleaned, 'FROM artists')).toEqual([
      [0, 'Zebra'],
      [1, 'abba'],
      [2, 'die Ärzte'],
    ]);
    expect(await rowsOf(cleaned, 'SELECT user_index, artist_index, plays FROM entries')).toEqual([
      [0, 1, 3],
      [1, 0, 2],
      [1, 1, 4],
      [1, 2, 1],
    ]);
  });

  it('returns the same frame of dropped rows when called again', async () => {
    const raw = await open(
      write(
        'frame.tsv',
        lines360K([
          ['ann', '', 3],
          ['ann', 'kent', 3],
        ]),
      ),
    );
    const { dataset, dropped } = await raw.clean();
    const again = await dataset.clean();
    expect(again.dataset).toBe(dataset);
    expect(dropped.columns).toEqual(['reason', 'rows', 'first lines']);
    expect(again.dropped.values).toEqual(dropped.values);
    expect(dropped.values[2]).toEqual(['no artist', 1, '1']);
    dataset.close();
  });

  it('is required before building the matrix', async () => {
    const raw = await open(write('raw.tsv', lines360K([['ann', 'kent', 3]])));
    await expect(raw.interactions()).rejects.toThrow(
      "dataset 'raw.tsv' is not cleaned; expected a cleaned one: const { dataset } = await raw.clean()",
    );
  });
});

it('placeholders for missing values are noted if they are read as names', async () => {
  const text = 'user,artist,plays\nu1,NULL,3\nu2,\\N,4\nu3,Low,3\n';
  const { dataset, notes } = await (await open(write('null.csv', text))).clean();
  dataset.close();
  expect(notes).toEqual([
    "'NULL' and '\\N' are read as the name of a user or artist: check that it does not stand for a missing value",
  ]);
});

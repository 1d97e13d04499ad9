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

  it('numbers names in byte order across many blocks of rows, without names that have only bad rows', async () => {
    // Names of seven digits, so that byte order is numeric order; every thousandth has only a bad row, and one row has no user.
    const name = (i: number) => String(1_000_000 + i);
    const isLost = (i: number) => i % 1000 === 7;
    const source = Array.from({ length: 150_000 }, (_, i) => [name(i), name(i), isLost(i) ? 0 : 1] as const);
    const shuffled = source.map((_, i) => source[(i * 7919) % source.length]);
    const cleaned = await clean(await open(write('many.tsv', lines360K([...shuffled, ['', 'kent', 3]]))));
    const expected = source.filter((_, i) => !isLost(i)).map(([user]) => user);
    for (const kind of ['user', 'artist']) {
      const { columns } = await cleaned.query(`FROM ${kind}s ORDER BY ${kind}_index`);
      expect(columns[`${kind}_index`]).toEqual(expected.map((_, i) => i));
      expect(columns[kind]).toEqual(expected);
    }
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

it.each<[what: string, names: string[], note: string]>([
  [
    'letters of another encoding',
    ['BjÃ¶rk', 'Low'],
    "1 name with symbols in place of letters, as when UTF-8 text is decoded in another encoding: 'BjÃ¶rk'; it is read as written: if that is wrong, export the table again in UTF-8",
  ],
  [
    'letters of HTML',
    ['Simon &amp; Garfunkel', 'Bj&#246;rk'],
    "2 names with HTML entities in place of characters: 'Bj&#246;rk', 'Simon &amp; Garfunkel'; they are read as written: if that is wrong, export the table as plain text",
  ],
  [
    'errors of spreadsheets',
    ['#NAME?'],
    "'#NAME?' is read as the name of a user or artist: check that it does not stand for a missing value",
  ],
])('names that were altered by another program are noted: %s', async (_, names, note) => {
  const rows = names.map((name) => `ann,${name},3\n`).join('');
  const { dataset, notes } = await (await open(write('odd.csv', `user,artist,plays\n${rows}`))).clean();
  dataset.close();
  expect(notes).toEqual([note]);
});

it('names with similar but harmless characters are not noted', async () => {
  const text = 'user,artist,plays\nann,=Low,3\nann,Earth & Fire;,3\nann,SÃO PAULO,3\nann,Â,3\nann,R&B;,3\n';
  const { dataset, notes } = await (await open(write('fine.csv', text))).clean();
  dataset.close();
  expect(notes).toEqual([]);
});

it('a last row with the sum of all plays is noted', async () => {
  const notesOf = async (rows: string) => {
    const { dataset, notes } = await (await open(write('totals.csv', `user,artist,plays\n${rows}`))).clean();
    dataset.close();
    return notes;
  };
  expect(await notesOf('ann,Low,3\nbob,Low,4\n\nTotal,Total,7\n')).toEqual([
    'line 5 has 7 plays, as many as all other rows together: if it is a row of totals, remove it from the file',
  ]);
  expect(await notesOf('ann,Low,3\nbob,Low,4\nTotal,Total,8\n')).toEqual([]);
  expect(await notesOf('ann,Low,3\nbob,Low,3\n')).toEqual([]);
});

it('a column of plays without numbers is noted with an example', async () => {
  const notesOf = async (cells: string[]) => {
    const rows = cells.map((cell) => `ann,Low,${cell}\n`).join('');
    const { dataset, notes } = await (await open(write('none.csv', `user,artist,plays\n${rows}`))).clean();
    dataset.close();
    return notes;
  };
  const said = (cell: string) =>
    `no row has a whole number of plays from 1, the first is '${cell}' in line 2: check that the right column was read as plays`;
  for (const cell of ['2024-01-02', '12%', '$12', '1:23', '1e400', '-3'])
    expect(await notesOf([cell, cell])).toEqual([said(cell)]);
  expect(await notesOf(['2024-01-02', '3'])).toEqual([]);
});

it('plays as large as timestamps are noted, as the wrong column may have been used', async () => {
  const notesOf = async (name: string, plays: number[]) => {
    const rows = plays.map((count, i) => `ann,artist ${i},${count}\n`).join('');
    const { dataset, notes } = await (await open(write(name, `user,artist,plays\n${rows}`))).clean();
    dataset.close();
    return notes;
  };
  expect(await notesOf('times.csv', [881250949, 881250950, 3])).toEqual([
    'most plays are above 100,000,000, like times in seconds: check that the right column was read as plays',
  ]);
  expect(await notesOf('plays.csv', [881250949, 4, 3])).toEqual([]);
});

it('placeholders for missing values are noted if they are read as names', async () => {
  const text = 'user,artist,plays\nu1,NULL,3\nu2,\\N,4\nu3,Low,3\n';
  const { dataset, notes } = await (await open(write('null.csv', text))).clean();
  dataset.close();
  expect(notes).toEqual([
    "'NULL' and '\\N' are read as the name of a user or artist: check that it does not stand for a missing value",
  ]);
});

it('backslashes in names are noted, as a database may have written them as escapes', async () => {
  const text = 'user\tartist\tplays\nann\tA\\tB\t3\nbob\tAC\\DC\t4\ncat\t\\\\o/\t4\n';
  const { dataset, notes } = await (await open(write('backslashes.tsv', text))).clean();
  dataset.close();
  expect(notes).toEqual([
    "2 names with a backslash before a character, as databases write tabs, line ends and quotes: 'A\\tB', " +
      "'\\\\o/'; they are read as written: if that is wrong, export the table as CSV without backslashes",
  ]);
});

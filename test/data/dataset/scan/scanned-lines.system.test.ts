import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { cleanInto } from '#listenlab/data/dataset/clean/clean.js';
import type { Source } from '#listenlab/data/dataset/detect/source.js';
import { importSource } from '#listenlab/data/dataset/read/import.js';
import { type CleanedScan, cleanScanned } from '#listenlab/data/dataset/scan/clean/clean-scanned.js';
import type { ScanOptions } from '#listenlab/data/dataset/scan/threads/scan-threads.js';
import { Database } from '#listenlab/duckdb/database.js';
import type { QueryResult } from '#listenlab/duckdb/results.js';
import { transpose } from '#listenlab/engine/matrix/csr.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'listenlab-scan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SOURCE_FILE = 'usersha1-artmbid-artname-plays.tsv';
/** Everything that both ways of reading must agree on; keys of names are their own affair. */
const RAW = [
  'SELECT "user", artist, plays, line FROM plays ORDER BY line',
  'SELECT "user" FROM source_users ORDER BY rowid',
  'SELECT artist, mbid::VARCHAR AS mbid FROM source_artists ORDER BY rowid',
  'SELECT count(*) AS rows, count(*) FILTER (flaw IS NULL) AS good FROM source_rows',
  'FROM source_info',
];
const CLEANED = [
  'FROM users',
  'FROM artists',
  'FROM artist_mbids',
  'FROM entries',
  'SELECT "user", artist, plays FROM plays ORDER BY ALL',
  'FROM dropped',
  'FROM notes',
];

let files = 0;

async function withDatabase<T>(use: (database: Database, file: string) => Promise<T>): Promise<T> {
  const file = path.join(folder, `${files++}.duckdb`);
  const database = await Database.open(file, 'READ_WRITE', 'a test');
  try {
    return await use(database, file);
  } finally {
    database.close();
    rmSync(file, { force: true });
  }
}

function sourceOf(file: string): Source {
  return {
    name: SOURCE_FILE,
    title: 'a test',
    simulated: false,
    format: 'lastfm-360k',
    plays: file,
    table: {},
  };
}

interface Answers {
  readonly raw: QueryResult['columns'][];
  readonly cleaned: QueryResult['columns'][];
  readonly scan?: CleanedScan;
}

/** What tables hold that were read by DuckDB, or by a scan with these options where it does not leave the file to DuckDB. */
async function read(content: Uint8Array | string, options?: ScanOptions): Promise<Answers> {
  const file = path.join(folder, SOURCE_FILE);
  writeFileSync(file, content);
  const source = sourceOf(file);
  let scan: CleanedScan | undefined;
  return await withDatabase(async (database, rawFile) => {
    await importSource(
      database,
      source,
      {},
      options && {
        options,
        async found(scanned) {
          scan = cleanScanned(scanned);
          return {};
        },
      },
    );
    // Made on the threads that read; files that are divided at will try any number of them.
    if (scan) expect(await scan.byArtist).toEqual(transpose(scan.matrix));
    const raw = await answers(database, RAW);
    await database.run('CHECKPOINT');
    database.close();
    return await withDatabase(async (empty) => {
      await cleanInto(empty, rawFile, {}, {}, scan);
      return { raw, cleaned: await answers(empty, CLEANED), scan };
    });
  });
}

async function answers(database: Database, queries: readonly string[]): Promise<QueryResult['columns'][]> {
  const found: QueryResult['columns'][] = [];
  for (const query of queries) found.push((await database.query(query)).columns);
  return found;
}

async function expectSame(content: Uint8Array | string, options: ScanOptions): Promise<CleanedScan> {
  const { scan, ...scanned } = await read(content, options);
  const { raw, cleaned } = await read(content);
  expect(scanned).toEqual({ raw, cleaned });
  if (scan === undefined) throw new Error('the file was left to DuckDB');
  expect(scan.users).toEqual(cleaned[0].user);
  expect(scan.artists).toEqual(cleaned[1].artist);
  return scan;
}

const SHARED = '3bd73256-3905-4f3a-97e2-8b341527f805';
const user = fc.constantFrom(
  ...[
    'ann',
    'bob',
    'bo',
    'bob ',
    'zoë',
    'a\u0001',
    'a',
    'NULL',
    '',
    '\u00a0',
    'user-of-forty-letters-0123456789abcdefgh',
  ],
);
const id = fc.constantFrom(
  ...[
    '',
    '',
    SHARED,
    SHARED.toUpperCase(),
    'fe9f37c0-d3bc-4c9f-9b4c-0df06a4ad7b4',
    `{${SHARED}}`,
    'none',
    '0',
  ],
);
const artist = fc.constantFrom(
  ...[
    'kent',
    'Kent',
    'the the',
    'the thin',
    'the thin lizzy',
    'a',
    'ab',
    'AC\\nDC',
    'Ã¶',
    '&amp; co',
    '"quoted"',
    'nan',
  ],
  ...['\u200b', '', ' kent', 'kent\u0001', '小沢健二', '🎸', 'x'.repeat(70), `${'x'.repeat(70)}y`],
);
const plays = fc.constantFrom(
  ...[
    '1',
    '2',
    '17',
    '007',
    '12.0',
    '0',
    '-3',
    '2147483647',
    '2147483648',
    '99999999999',
    '16777217',
    '1e3',
    ' 5',
    '',
    'many',
    '1.5',
  ],
);
const row = fc.tuple(user, id, artist, plays).map((cells) => cells.join('\t'));
const line = fc.oneof(
  { weight: 20, arbitrary: row },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'ann', 'ann\tx', `ann\t\tkent\t3\tmore`, '\t\t\t', ' ', 'ann\t\tkent'),
  },
);
const good = fc.constant('ann\t\tkent\t3');

describe('a file of Last.fm 360K scanned by its bytes', () => {
  it('has the rows, names, ids, flaws and notes that DuckDB reads, however it is divided', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        good,
        fc.boolean(),
        fc.record({
          threads: fc.integer({ min: 1, max: 3 }),
          rangeBytes: fc.integer({ min: 1, max: 400 }),
          windowBytes: fc.integer({ min: 4096, max: 4200 }),
        }),
        async (lines, last, ends, options) => {
          await expectSame([...lines, last].join('\n') + (ends ? '\n' : ''), options);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same when it is divided at any byte', async () => {
    const content = `ann\t${SHARED}\tkent\t3\n\nbob\t\tkent\tx\nann\t\t小沢\t2\nann\t${SHARED}\tkent\t4`;
    const whole = await expectSame(content, { threads: 1 });
    // The window holds a line or two, and ranges begin everywhere.
    for (let rangeBytes = 1; rangeBytes < 40; rangeBytes += 3) {
      const options = { threads: 8, rangeBytes, windowBytes: 128 };
      expect((await read(content, options)).scan).toEqual(whole);
    }
  });

  it('keeps plays exactly, also where their sum is no 32-bit float or needs more than 32 bits', async () => {
    const content = 'ann\t\tkent\t2147483647\nann\t\tkent\t2147483646\nann\t\tmuse\t16777217\n';
    const scan = await expectSame(content, { threads: 1 });
    expect([...scan.large]).toEqual([
      [0, 4_294_967_293],
      [1, 16_777_217],
    ]);
  });

  it('is the same with users whose rows lie apart, for any number of threads', async () => {
    const rows = Array.from(
      { length: 3000 },
      (_, i) => `user ${i % 7}\t\tartist ${(i * 31) % 400}\t${1 + (i % 5)}\n`,
    );
    const scan = await expectSame(rows.join(''), { threads: 1 });
    for (const threads of [2, 5]) {
      expect((await read(rows.join(''), { threads, rangeBytes: 1000, windowBytes: 4096 })).scan).toEqual(
        scan,
      );
    }
  });

  const odd: Record<string, Uint8Array | string> = {
    'a byte order mark': '\ufeffann\t\tkent\t3\n',
    'carriage returns in names': 'ann\t\tke\rnt\t3\n',
    'bytes that are no UTF-8': Buffer.from('ann\t\tm\xf6tley\t3\n', 'latin1'),
  };
  for (const [what, content] of Object.entries(odd)) {
    it(`is left to DuckDB if it has ${what}`, async () => {
      const outcome = (options?: ScanOptions) =>
        read(content, options).catch((error: Error) => error.message);
      const scanned = await outcome({ threads: 1 });
      expect(scanned).toEqual(await outcome());
      expect(scanned).not.toHaveProperty('scan.users');
    });
  }

  it('is left to DuckDB if a line is longer than what is read at once', async () => {
    const content = `ann\t\t${'x'.repeat(5000)}\t3\n`;
    const { scan, raw } = await read(content, { threads: 1, windowBytes: 4096 });
    expect(scan).toBeUndefined();
    expect(raw[0].plays).toEqual([3]);
  });

  it('ends when it is stopped', async () => {
    const file = path.join(folder, SOURCE_FILE);
    writeFileSync(file, 'ann\t\tkent\t3\n'.repeat(200_000));
    const source = sourceOf(file);
    const stop = new AbortController();
    await withDatabase(async (database) => {
      const found = () => Promise.reject(new Error('it was not stopped'));
      const reading = importSource(database, source, { signal: stop.signal }, { found });
      stop.abort();
      await expect(reading).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    });
  });
});

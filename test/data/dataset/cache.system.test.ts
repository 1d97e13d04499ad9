import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPlays } from '#listenlab/data/dataset/open.js';
import { lines360K, rowsOf, testFolder } from './support.js';

const { folder, dataDirectory, write, open, clean } = testFolder();
const OPEN = path.resolve(import.meta.dirname, '../../../dist/data/dataset/open.js');

/** A source file with its own cache folder, so that each test sees only its own caches. */
function source(name: string, rows = 20_000) {
  const lines = lines360K(Array.from({ length: rows }, (_, i) => [`user ${i % 500}`, `artist ${i}`, i + 1]));
  const own = path.join(folder, `data-${name}`);
  const cached = () => readdirSync(path.join(own, 'cache')).sort();
  return { file: write(`${name}.tsv`, lines), own, cached };
}

/** Work options that interrupt the work as soon as it reports this task. */
function stopAt(stop: string) {
  const controller = new AbortController();
  const onProgress = ({ task }: { task: string }) => {
    if (task === stop) controller.abort();
  };
  return { signal: controller.signal, onProgress };
}

/** What another process finds that opens, cleans and reads a dataset: its exit code and the number of entries. */
async function importInProcess(dataset: string, own: string): Promise<string> {
  const script = `
    import { openPlays } from ${JSON.stringify(OPEN)};
    const raw = await openPlays(${JSON.stringify(dataset)}, { dataDirectory: ${JSON.stringify(own)} });
    const { dataset } = await raw.clean();
    const { size } = await dataset.interactions();
    console.log(size);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  const [code] = await once(child, 'close');
  return `${code}: ${text.trim()}`;
}

describe('the dataset cache', () => {
  it('is built once and reused without reading the source', async () => {
    const { file, own, cached } = source('twice');
    const tasks: string[] = [];
    const onProgress = ({ task }: { task: string }) => tasks.push(task);
    const first = await open(file, { dataDirectory: own, onProgress });
    expect(tasks).toContain('reading plays');
    const [name] = cached();
    const { mtimeMs } = statSync(path.join(own, 'cache', name));
    tasks.length = 0;
    const second = await open(file, { dataDirectory: own, onProgress });
    expect(tasks).toEqual([]);
    expect(statSync(path.join(own, 'cache', name)).mtimeMs).toBe(mtimeMs);
    expect(await rowsOf(second, 'SELECT sum(plays) FROM plays')).toEqual(
      await rowsOf(first, 'SELECT sum(plays) FROM plays'),
    );
  });

  it('is rebuilt when the source changes, and the old file is deleted', async () => {
    const { file, own, cached } = source('changing', 10);
    (await clean(await open(file, { dataDirectory: own }))).close();
    const before = cached();
    expect(before).toHaveLength(2);
    writeFileSync(file, lines360K([['ann', 'kent', 3]]));
    const changed = await clean(await open(file, { dataDirectory: own }));
    expect(await rowsOf(changed, 'SELECT count(*) FROM plays')).toEqual([[1]]);
    expect(cached()).toHaveLength(2);
    expect(cached().filter((name) => before.includes(name))).toEqual([]);
  });

  it('deletes files that were not opened for a month and keeps the others', async () => {
    const { file, own, cached } = source('unused', 10);
    (await clean(await open(file, { dataDirectory: own }))).close();
    const old = cached();
    const [table, other] = ['table.csv', 'other.csv'].map((name) =>
      write(name, 'user,artist,plays\nann,kent,3\n'),
    );
    (await open(table, { dataDirectory: own })).close();
    const used = cached().filter((name) => !old.includes(name));
    const monthAgo = new Date(Date.now() - 31 * 24 * 3600 * 1000);
    for (const name of cached()) utimesSync(path.join(own, 'cache', name), monthAgo, monthAgo);
    (await open(table, { dataDirectory: own })).close();
    (await open(other, { dataDirectory: own })).close();
    expect(cached().filter((name) => name.startsWith('unused'))).toEqual([]);
    expect(cached()).toEqual(expect.arrayContaining(used));
    expect(cached()).toHaveLength(2);
    // A deleted cache is built again.
    expect(await rowsOf(await open(file, { dataDirectory: own }), 'SELECT count(*) FROM plays')).toEqual([
      [10],
    ]);
  });

  it('detects changed contents with the same size and modification time', async () => {
    const { file, own } = source('alike', 1);
    const playsNow = async () => rowsOf(await open(file, { dataDirectory: own }), 'SELECT plays FROM plays');
    const time = new Date('2024-01-01');
    writeFileSync(file, lines360K([['ann', 'kent', 3]]));
    utimesSync(file, time, time);
    expect(await playsNow()).toEqual([[3]]);
    writeFileSync(file, lines360K([['ann', 'kent', 7]]));
    utimesSync(file, time, time);
    expect(await playsNow()).toEqual([[7]]);
  });

  it('detects a change of the modification time alone', async () => {
    const { file, own, cached } = source('touched', 10);
    await open(file, { dataDirectory: own });
    const [before] = cached();
    utimesSync(file, new Date(), new Date(Date.now() - 60_000));
    await open(file, { dataDirectory: own });
    expect(cached()).not.toContain(before);
  });

  it.each([
    ['cut in half', (file: string) => truncateSync(file, statSync(file).size >> 1)],
    ['cut to nothing', (file: string) => truncateSync(file, 0)],
    ['short of its last bytes', (file: string) => truncateSync(file, statSync(file).size - 4096)],
    ['overwritten', (file: string) => writeFileSync(file, 'not a database'.repeat(5000))],
    [
      'with its header destroyed',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(7, 0, 12_288);
        writeFileSync(file, bytes);
      },
    ],
  ])('is rebuilt when it is %s', async (name, damage) => {
    const { file, own, cached } = source(name.replaceAll(' ', '-'), 5000);
    const sound = await open(file, { dataDirectory: own });
    (await sound.clean()).dataset.close();
    sound.close();
    for (const cache of cached()) damage(path.join(own, 'cache', cache));
    const mended = await open(file, { dataDirectory: own });
    expect(await rowsOf(mended, 'SELECT count(*), sum(plays) FROM plays')).toEqual([[5000, 12_502_500]]);
    expect((await (await clean(mended)).interactions()).size).toBe(5000);
  });

  it('survives three processes importing the same file at once', async () => {
    const { file, own, cached } = source('shared', 50_000);
    const run = () => importInProcess(file, own);
    expect(await Promise.all([run(), run(), run()])).toEqual(Array(3).fill('0: 50000'));
    expect(cached()).toHaveLength(2);
  });

  it.each([1, 2, 3])('survives three processes making the sample at once, in round %i', async (round) => {
    const own = path.join(folder, `data-sample-${round}`);
    const run = () => importInProcess('sample', own);
    const [first, ...others] = await Promise.all([run(), run(), run()]);
    expect(first).toMatch(/^0: \d+$/);
    expect(others).toEqual([first, first]);
    expect(readdirSync(own).sort()).toEqual(['cache', 'sample']);
    expect(readdirSync(path.join(own, 'cache'))).toHaveLength(2);
  });

  it('is rebuilt when blocks inside it are damaged, whichever they are', async () => {
    const { file, own, cached } = source('damaged', 20_000);
    const readAll = async () => {
      const raw = await openPlays(file, { dataDirectory: own });
      try {
        await raw.query('SELECT max("user"), max(artist), sum(plays), max(line) FROM plays');
        const { dataset } = await raw.clean();
        try {
          await dataset.query('SELECT max("user"), max(artist) FROM plays');
          return (await dataset.interactions()).size;
        } finally {
          dataset.close();
        }
      } finally {
        raw.close();
      }
    };
    expect(await readAll()).toBe(20_000);
    const [cleaned, raw] = cached().map((name) => path.join(own, 'cache', name));
    const sound = { cleaned: readFileSync(cleaned), raw: readFileSync(raw) };
    const readDamaged = async (target: string, whole: Buffer, at: number) => {
      writeFileSync(target, Buffer.from(whole).fill(7, at, at + 2000));
      expect(await readAll()).toBe(20_000);
    };
    for (let at = 3 * 4096; at < sound.raw.length; at += 2 ** 18) {
      // The cleaned file is made from the damaged one.
      rmSync(cleaned, { force: true });
      await readDamaged(raw, sound.raw, at);
    }
    writeFileSync(raw, sound.raw);
    for (let at = 3 * 4096; at < sound.cleaned.length; at += 2 ** 18) {
      await readDamaged(cleaned, sound.cleaned, at);
    }
    // The files that were built anew are sound.
    expect(cached()).toHaveLength(2);
    expect(await readAll()).toBe(20_000);
  });

  it('is rebuilt when the raw and the cleaned file are swapped', async () => {
    const { file, own, cached } = source('swapped', 100);
    (await clean(await open(file, { dataDirectory: own }))).close();
    const [cleaned, raw] = cached().map((name) => path.join(own, 'cache', name));
    const contents = [readFileSync(cleaned), readFileSync(raw)];
    writeFileSync(raw, contents[0]);
    writeFileSync(cleaned, contents[1]);
    const mended = await clean(await open(file, { dataDirectory: own }));
    expect((await mended.interactions()).size).toBe(100);
  });

  it('is rebuilt when an empty folder is at its path, or it is deleted before it is cleaned', async () => {
    const { file, own, cached } = source('folder', 100);
    (await open(file, { dataDirectory: own })).close();
    const target = path.join(own, 'cache', cached()[0]);
    rmSync(target);
    mkdirSync(target);
    const raw = await open(file, { dataDirectory: own });
    rmSync(target);
    expect((await (await clean(raw)).interactions()).size).toBe(100);
  });

  it('names the data directory that is not writable', async () => {
    const { file } = source('unwritable', 1);
    const blocked = path.join(write('a-file', 'in the way'), 'data');
    await expect(open(file, { dataDirectory: blocked })).rejects.toThrow(
      `cannot write to the data directory ${blocked} (ENOTDIR); make it writable, or set the environment ` +
        'variable LISTENLAB_DATA to a folder that is',
    );
    await expect(open('sample', { dataDirectory: blocked })).rejects.toThrow(
      `cannot write to the data directory ${blocked} (ENOTDIR)`,
    );
  });

  it('says what to do when something else is at its path', async () => {
    const { file, own, cached } = source('in-the-way', 1);
    (await open(file, { dataDirectory: own })).close();
    const target = path.join(own, 'cache', cached()[0]);
    const elsewhere = path.join(folder, 'data-other');
    mkdirSync(path.join(elsewhere, 'cache', path.basename(target)), { recursive: true });
    writeFileSync(path.join(elsewhere, 'cache', path.basename(target), 'keep'), '');
    await expect(open(file, { dataDirectory: elsewhere })).rejects.toThrow(
      /^cannot put the cache file .* in its place \(\w+\); delete what is there and try again$/,
    );
  });

  it('leaves no partial file after an interrupted import', async () => {
    const { file, own, cached } = source('interrupted', 300_000);
    const controller = new AbortController();
    const opening = open(file, { dataDirectory: own, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(opening).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(cached()).toEqual([]);
    const whole = await open(file, { dataDirectory: own });
    expect(await rowsOf(whole, 'SELECT count(*) FROM plays')).toEqual([[300_000]]);
  });

  it.each(['numbering users', 'sorting plays', 'merging repeated rows', 'counting dropped rows'])(
    'leaves no partial file when cleaning is interrupted while %s',
    async (task) => {
      const { file, own, cached } = source('interrupted-cleaning');
      const raw = await open(file, { dataDirectory: own, ...stopAt(task) });
      const before = cached();
      await expect(raw.clean()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
      expect(cached()).toEqual(before);
    },
  );

  it.each(['reading users', 'reading artists', 'reading the matrix'])(
    'is readable again after an interruption while %s',
    async (task) => {
      const { file, own } = source('interrupted-reading');
      const stopped = await clean(await open(file, { dataDirectory: own, ...stopAt(task) }));
      await expect(stopped.interactions()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
      const again = await clean(await open(file, { dataDirectory: own }));
      expect((await again.interactions()).size).toBe(20_000);
    },
  );

  it('is stored under LISTENLAB_DATA by default', async () => {
    const { file } = source('environment', 1);
    const before = process.env.LISTENLAB_DATA;
    process.env.LISTENLAB_DATA = path.join(dataDirectory, 'chosen');
    try {
      await open(file, { dataDirectory: undefined });
    } finally {
      if (before === undefined) delete process.env.LISTENLAB_DATA;
      else process.env.LISTENLAB_DATA = before;
    }
    expect(readdirSync(path.join(dataDirectory, 'chosen', 'cache'))).toHaveLength(1);
  });
});

describe('dataset queries', () => {
  it('return plain values: numbers, text, dates as text', async () => {
    const dataset = await open(source('values', 1).file);
    const { columns } = await dataset.query(
      `SELECT 9007199254740991::BIGINT AS big, sum(plays)::HUGEINT AS huge, DATE '2007-02-01' AS day, NULL AS none,
        true AS yes, $1 AS given FROM plays`,
      ['Ärzte'],
    );
    expect(columns).toEqual({
      big: [9007199254740991],
      huge: [1],
      day: ['2007-02-01'],
      none: [null],
      yes: [true],
      given: ['Ärzte'],
    });
  });

  it('return integers beyond the exact range of a number as bigint', async () => {
    const dataset = await open(source('large', 1).file);
    const { columns } = await dataset.query(
      'SELECT unnest([9007199254740993::BIGINT, 5]) AS big, -170141183460469231731687303715884105727::HUGEINT AS huge',
    );
    expect(columns.big).toEqual([9007199254740993n, 5]);
    expect(columns.huge[0]).toBe(-170141183460469231731687303715884105727n);
  });

  it('name the dataset and the SQL when they fail', async () => {
    const dataset = await open(source('wrong', 1).file);
    await expect(dataset.query('SELECT nonsense FROM plays')).rejects.toThrow(
      /^wrong\.tsv: Binder Error: .*nonsense.*; in the query: SELECT nonsense FROM plays$/,
    );
  });

  it('must be a single statement', async () => {
    const dataset = await open(source('several', 1).file);
    await expect(dataset.query('SELECT 1 AS a; SELECT 2 AS b')).rejects.toThrow(
      'several.tsv got 2 queries at once; run them one by one',
    );
    expect((await dataset.query('SELECT 1 AS a; -- and no more')).columns).toEqual({ a: [1] });
  });

  it('cannot modify the cache', async () => {
    const dataset = await open(source('locked', 1).file);
    await expect(dataset.query('DROP VIEW plays')).rejects.toThrow('read-only');
  });

  it('can run concurrently', async () => {
    const dataset = await clean(await open(source('parallel').file));
    const [a, b, interactions] = await Promise.all([
      dataset.query('SELECT count(*) AS n FROM plays'),
      dataset.query('SELECT count(*) AS n FROM users'),
      dataset.interactions(),
    ]);
    expect([a.columns.n[0], b.columns.n[0], interactions.size]).toEqual([20_000, 500, 20_000]);
  });
});

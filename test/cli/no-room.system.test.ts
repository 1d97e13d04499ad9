import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../e2e/listenlab.js';

const MAIN = path.resolve(import.meta.dirname, '../../dist/cli/main.js');

let folder: string;
let environment: Record<string, string>;
const at = (...names: string[]) => path.join(folder, ...names);
const files = async (name: string) =>
  (await readdir(at(name), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'listenlab-room-'));
  environment = { LISTENLAB_DATA: at('data') };
  const rows = Array.from(
    { length: 4000 },
    (_, i) => `user ${i % 97},artist ${(i * i) % 211},${1 + (i % 40)}`,
  );
  await writeFile(at('plays.csv'), ['user,artist,plays', ...rows].join('\n'));
  const trained = await command('train', '--dataset', at('plays.csv'), '--factors', '2', '--model', at('m'));
  expect(trained.stderr).not.toContain('error');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const command = (...args: string[]) => run(process.execPath, [MAIN, ...args], environment);

/** Limits the files a command writes to this many KB (twice that in some shells), as on a full disk. */
function limited(kilobytes: number, ...args: string[]) {
  const script = `ulimit -f ${2 * kilobytes}; exec "$@"`;
  return run('sh', ['-c', script, 'sh', process.execPath, MAIN, ...args], environment);
}

describe.skipIf(process.platform === 'win32')('when the disk is full', () => {
  it.each([0, 8])('an import says so and leaves nothing behind (%i KB)', async (kilobytes) => {
    environment = { LISTENLAB_DATA: at('other') };
    const { code, stderr } = await limited(
      kilobytes,
      'train',
      '--dataset',
      at('plays.csv'),
      '--model',
      at('n'),
    );
    environment = { LISTENLAB_DATA: at('data') };
    expect(stderr).toBe(
      `error: no space left for the cache in ${at('other', 'cache')}; free some, or set LISTENLAB_DATA to another folder\n`,
    );
    expect(code).toBe(1);
    expect(await files('other')).toEqual([]);
  });

  it('recommend-all leaves nothing behind', async () => {
    await mkdir(at('all'));
    const { code, stderr } = await limited(
      2,
      'recommend-all',
      '--model',
      at('m'),
      '--output',
      at('all', 'r.csv'),
    );
    expect(stderr).toMatch(
      /^error: cannot write the recommendations to '.*r\.csv' \(.*\); choose a writable path/,
    );
    expect(code).toBe(1);
    expect(await files('all')).toEqual([]);
  });

  it('tune --resume says that its results are in two files, and continues from there', async () => {
    await mkdir(at('tune'));
    const args = ['tune', '--dataset', at('plays.csv'), '--seconds', '1', '--resume', at('tune', 'r.duckdb')];
    const { code, stderr } = await limited(60, ...args);
    expect(stderr).toMatch(/error: the results in .*r\.duckdb could not be merged \(.*\); free some space/);
    expect(code).toBe(1);
    const again = await command(...args);
    expect([again.code, again.stderr]).toEqual([0, expect.not.stringContaining('error')]);
    expect(await files('tune')).toEqual(['r.duckdb']);
  });

  it('run names the report that could not be written, and leaves no part of it', async () => {
    const notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    await writeFile(at('empty.ipynb'), JSON.stringify(notebook));
    await mkdir(at('reports'));
    const report = at('reports', 'r.html');
    const { code, stderr } = await limited(8, 'run', at('empty.ipynb'), '--report', report);
    expect(stderr).toContain(`error: not enough space for ${report} (EFBIG)`);
    expect(code).toBe(1);
    expect(await files('reports')).toEqual(['empty.ipynb']);
  });

  it('a kernel that cannot start leaves no folder behind', async () => {
    await mkdir(at('temporary'));
    environment = { ...environment, TMPDIR: at('temporary') };
    const { code } = await limited(0, 'run', at('empty.ipynb'), '--output', at('copies'));
    expect(code).toBe(1);
    expect(await readdir(at('temporary'))).toEqual([]);
    environment.TMPDIR = at('missing');
    const missing = await command('run', at('empty.ipynb'), '--output', at('copies'));
    expect(missing.stderr).toContain(
      `error: cannot create temporary files in ${at('missing')} (ENOENT); create that folder, or set TMPDIR`,
    );
  });
});

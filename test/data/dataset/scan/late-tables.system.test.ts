import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { droppedRows, rowsOf, testFolder } from '../support.js';

const { folder, write, open, clean } = testFolder();

/** Made up, and just large enough to be scanned: 500,000 lines of 70 bytes. */
function writeLarge(): string {
  const users = 5000;
  const lines: string[] = [];
  for (let user = 0; user < users; user++) {
    const name = `${(user * 2654435761) % 4294967296}`.padStart(40, '0');
    for (let i = 0; i < 100; i++)
      lines.push(`${name}\t\tan artist called ${(user * 7 + i * i * 31) % 9000}\t${1 + ((user + i) % 50)}\n`);
  }
  lines.splice(77, 0, `${'x'.repeat(40)}\t\t\t3\n`);
  return write('large.tsv', lines.join(''));
}

const file = writeLarge();
const cacheOf = (own: string) => path.join(own, 'cache');
const cached = (own: string) => (existsSync(cacheOf(own)) ? readdirSync(cacheOf(own)).sort() : []);

async function untilCached(own: string, files: number): Promise<string[]> {
  for (;;) {
    const found = cached(own).filter((name) => name.endsWith('.duckdb'));
    if (found.length === files && cached(own).length === files) return found;
    await sleep(20);
  }
}

describe('tables of a large file', () => {
  it('hold what was in memory before them, and are read the next time', async () => {
    const own = path.join(folder, 'equal');
    const raw = await open(file, { dataDirectory: own });
    const cleaned = await clean(raw);
    const scanned = await cleaned.interactions();
    expect(cached(own).every((name) => !name.endsWith('.duckdb'))).toBe(true);
    const counts = 'SELECT count(*) AS rows, sum(plays) AS plays, max(line) AS line FROM plays';
    const [[rows, plays, line]] = await rowsOf(raw, counts);
    expect([rows, line]).toEqual([500_001, 500_001]);
    await untilCached(own, 2);
    const again = await open(file, { dataDirectory: own });
    const fromTables = await (await clean(again)).interactions();
    expect(fromTables.users.names).toEqual(scanned.users.names);
    expect(fromTables.artists.names).toEqual(scanned.artists.names);
    expect(fromTables.byUser).toEqual(scanned.byUser);
    expect(await rowsOf(again, counts)).toEqual([[rows, plays, line]]);
    expect((await droppedRows(cleaned))['no artist']).toEqual([1, '78']);
  });

  it('answer a question before and after cleaning, and tell how far they are', async () => {
    const own = path.join(folder, 'asked');
    const tasks = new Set<string>();
    const raw = await open(file, { dataDirectory: own, onProgress: ({ task }) => tasks.add(task) });
    expect(await rowsOf(raw, 'SELECT count(DISTINCT "user") FROM plays')).toEqual([[5001]]);
    const { dataset, dropped, notes } = await raw.clean();
    const twice = await raw.clean();
    expect(twice.dropped).toEqual(dropped);
    expect(twice.notes).toEqual(notes);
    expect(await rowsOf(dataset, 'SELECT count(*) FROM users')).toEqual([[5000]]);
    expect((await twice.dataset.interactions()).byUser).toEqual((await dataset.interactions()).byUser);
    expect(tasks).toContain('reading plays');
    for (const each of [dataset, twice.dataset]) each.close();
  });

  it('are written also if the datasets are closed before', async () => {
    const own = path.join(folder, 'closed');
    const raw = await open(file, { dataDirectory: own });
    const cleaned = await clean(raw);
    raw.close();
    cleaned.close();
    expect(await untilCached(own, 2)).toHaveLength(2);
  });

  it('are written also if the signal that opening heeded comes later', async () => {
    const stop = new AbortController();
    const raw = await open(file, { dataDirectory: path.join(folder, 'stopped'), signal: stop.signal });
    stop.abort();
    expect(await rowsOf(raw, 'SELECT count(*) FROM plays')).toEqual([[500_001]]);
  });

  it('that cannot be written are told with the first question, and the matrix is there', async () => {
    const own = path.join(folder, 'failing');
    const raw = await open(file, { dataDirectory: own });
    // As when somebody empties the folder of caches.
    rmSync(cacheOf(own), { recursive: true, force: true });
    const cleaned = await clean(raw);
    await expect(cleaned.query('SELECT 1')).rejects.toThrow();
    expect((await cleaned.interactions()).users.size).toBe(5000);
  });

  it('are left out if closing is stopped, and nothing of them stays', async () => {
    const own = path.join(folder, 'left-out');
    for (const begun of [false, true]) {
      const raw = await open(file, { dataDirectory: own });
      const cleaned = await clean(raw);
      const stop = new AbortController();
      if (!begun) stop.abort();
      const work = { signal: stop.signal, onProgress: () => stop.abort() };
      await Promise.all([raw.closed(work), cleaned.closed(work)]);
      expect(cached(own)).toEqual([]);
      await expect(rowsOf(cleaned, 'SELECT 1')).rejects.toThrow(
        expect.objectContaining({ name: 'AbortError' }),
      );
    }
  });
});

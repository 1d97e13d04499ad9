import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Database } from '#listenlab/duckdb/database.js';
import { testFolder } from '../data/dataset/support.js';

const { folder } = testFolder();
/** Takes minutes. */
const ENDLESS = 'SELECT count(DISTINCT a.range * b.range) FROM range(1000000) a, range(100000) b';

describe('closing a database during a query', () => {
  it('cancels the query', async () => {
    const database = await Database.open(path.join(folder, 'asked.duckdb'), 'READ_WRITE', 'plays.tsv');
    const asking = database.run(ENDLESS);
    setTimeout(() => database.close(), 100);
    await expect(asking).rejects.toThrow('plays.tsv is closed; open it again to run more queries');
  });

  it('cancels a query that is interrupted at the same time', async () => {
    const database = await Database.open(path.join(folder, 'stopped.duckdb'), 'READ_WRITE', 'plays.tsv');
    const stop = new AbortController();
    const asking = database.run(ENDLESS, { signal: stop.signal });
    setTimeout(() => {
      stop.abort();
      database.close();
    }, 100);
    await expect(asking).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

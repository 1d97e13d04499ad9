import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { LateTables } from '#listenlab/data/dataset/late-tables.js';
import type { Work } from '#listenlab/duckdb/database.js';

describe('tables that are written behind', () => {
  it('tell who asks how far they are in the cell that asks, and not in the one that began them', async () => {
    const cells = new AsyncLocalStorage<string>();
    let write: (work: Work) => void = () => {};
    const writing = new Promise<Work>((resolve) => {
      write = resolve;
    });
    let fail: (error: Error) => void = () => {};
    const tables = LateTables.behind((work) => {
      write(work);
      return new Promise((_, reject) => {
        fail = reject;
      });
    });
    cells.run('the first', () => tables.begin());
    const told: (string | undefined)[] = [];
    const asking = cells.run('the second', () =>
      tables.ready({ onProgress: ({ task }) => told.push(`${task} in ${cells.getStore()}`) }),
    );
    const { onProgress } = await writing;
    cells.run('the first', () => onProgress?.({ task: 'keeping plays', done: 1, total: 2 }));
    expect(told).toEqual(['keeping plays in the second']);
    fail(new Error('no space left'));
    await expect(asking).rejects.toThrow('no space left');
    await expect(tables.closed({})).rejects.toThrow('no space left');
  });
});

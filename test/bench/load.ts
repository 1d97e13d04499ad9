import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Benchmark } from './harness/context.js';
import { compare, seconds } from './harness/measure.js';
import { interactionsOf } from './interactions.js';

/** TSV to a trained-ready matrix, against pandas and scipy; and the same from the cache. */
export const load: Benchmark = {
  title: 'Load',
  about:
    'From the stand-in to the users x artists matrix: open, clean, encode, here with names, line numbers and ' +
    'a cache on disk; the peer does what the original notebook does (read_csv, dropna, categories, coo to csr).',
  async run({ dataDirectory: shared, standIn, startPeer, runs, say }) {
    // Its cache is deleted again and again: not the one that other benchmarks use.
    const dataDirectory = path.join(shared, 'load');
    const file = await standIn();
    const peer = startPeer('load.py');
    const fresh = await compare('TSV to interactions', 's', {
      runs,
      warmUp: 0,
      ours: async () => {
        await removeCache(dataDirectory);
        const elapsed = await seconds(() => interactionsOf(file, dataDirectory));
        say(`ours ${elapsed.toFixed(2)} s`);
        return elapsed;
      },
      peer: peer && (async () => (await peer.ask<{ seconds: number }>({ path: file })).seconds),
    });
    const cached = await compare('cache to interactions', 's', {
      runs,
      ours: () => seconds(() => interactionsOf(file, dataDirectory)),
    });
    return [fresh, cached];
  },
};

async function removeCache(dataDirectory: string): Promise<void> {
  await rm(path.join(dataDirectory, 'cache'), { recursive: true, force: true });
}

import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Benchmark } from './harness/context.js';
import { row, sampleOf } from './harness/measure.js';
import { runInNode } from './harness/node.js';

/** A program that loads a file into a matrix in a fresh process and prints its peak memory in KiB. */
const LOAD = `
  const [file, dataDirectory, open] = process.argv.slice(1);
  const { openPlays } = await import(open);
  const raw = await openPlays(file, { dataDirectory });
  const { dataset } = await raw.clean();
  const interactions = await dataset.interactions();
  if (interactions.size === 0) throw new Error('nothing was loaded');
  console.log(process.resourceUsage().maxRSS);
`;

/** Peak resident memory of the load, each in a process of its own. */
export const memory: Benchmark = {
  title: 'Memory',
  about:
    'Peak resident memory of a whole process that loads the stand-in into a matrix: here a Node.js process ' +
    '(from the file, then from the cache), there the peer of the benchmark of loading.',
  async run({ dataDirectory: shared, standIn, startPeer }) {
    const dataDirectory = path.join(shared, 'memory');
    const file = await standIn();
    await rm(dataDirectory, { recursive: true, force: true });
    const fresh = sampleOf([await peakMegabytes(file, dataDirectory)]);
    const cached = sampleOf([await peakMegabytes(file, dataDirectory)]);
    const answer = await startPeer('load.py')?.ask<{ peakBytes: number }>({ path: file });
    await rm(dataDirectory, { recursive: true });
    return [
      row('TSV to interactions', 'MB', fresh, answer && sampleOf([answer.peakBytes / 1e6])),
      row('cache to interactions', 'MB', cached),
    ];
  },
};

async function peakMegabytes(file: string, dataDirectory: string): Promise<number> {
  const open = import.meta.resolve('#listenlab/data/dataset/open.js');
  return ((await runInNode<number>(LOAD, [file, dataDirectory, open])) * 1024) / 1e6;
}

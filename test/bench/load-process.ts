import type { Cost } from './harness/context.js';
import { runInNode } from './harness/node.js';

/** Facts of a matrix, which are the same whoever makes it. */
export const FACTS = ['users', 'artists', 'entries', 'plays'] as const;

/** A load from the call to both matrices. */
export interface Loaded extends Cost {
  readonly peakMegabytes: number;
  readonly matrix: Readonly<Record<(typeof FACTS)[number], number>>;
}

/** Ours, in a process of its own. */
export interface LoadedHere extends Loaded {
  /** From the call to the end of the process, with its cache complete. */
  readonly complete: Cost;
  /** From the call to the plays by user. */
  readonly byUser: Cost;
}

/**
 * Loads a file into plays by user and by artist in a new process, whose modules are imported before the clock starts.
 *
 * @param dataDirectory folder of the cache, which is used if it is there
 */
export function loadInProcess(file: string, dataDirectory: string): Promise<LoadedHere> {
  const open = import.meta.resolve('#listenlab/data/dataset/open.js');
  return runInNode<LoadedHere>(LOAD, [file, dataDirectory, open]);
}

const LOAD = `
  const [file, dataDirectory, url] = process.argv.slice(1);
  const { openPlays } = await import(url);
  const start = performance.now();
  const before = process.cpuUsage();
  const sinceStart = () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
  const raw = await openPlays(file, { dataDirectory });
  const { dataset } = await raw.clean();
  const interactions = await dataset.interactions();
  const one = sinceStart();
  const { users, artists, byUser, byArtist } = interactions;
  const cost = sinceStart();
  const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  const plays = byUser.values.reduce((sum, count) => sum + count, 0);
  const matrix = { users: users.size, artists: artists.size, entries: byArtist.indices.length, plays };
  raw.close();
  dataset.close();
  process.on('exit', () => {
    console.log(JSON.stringify({ ...cost, peakMegabytes, matrix, byUser: one, complete: sinceStart() }));
  });
`;

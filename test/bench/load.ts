import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BenchContext, Benchmark, BenchRow, Cost } from './harness/context.js';
import { alternate, costRow, row, sampleOf } from './harness/measure.js';
import { runInNode } from './harness/node.js';
import type { PeerPackage } from './harness/peer.js';

/** Who loads the same file: the name in the results, the script of test/bench/peers/, what it needs. */
const PEERS: readonly { name: string; command: readonly string[]; needs: readonly PeerPackage[] }[] = [
  { name: 'pandas', command: ['load_pandas.py', 'plain'], needs: ['pandas', 'scipy'] },
  {
    name: 'pandas with pyarrow',
    command: ['load_pandas.py', 'pyarrow'],
    needs: ['pandas', 'pyarrow', 'scipy'],
  },
  { name: 'pyarrow’s reader', command: ['load_pyarrow.py'], needs: ['pandas', 'pyarrow', 'scipy'] },
  { name: 'polars', command: ['load_polars.py'], needs: ['polars', 'scipy'] },
];

const OURS = 'listenlab';

/** Facts of a matrix, which are the same whoever makes it. */
const FACTS = ['users', 'artists', 'entries', 'plays'] as const;

/** A load from the call to both matrices. */
interface Loaded extends Cost {
  readonly peakMegabytes: number;
  readonly matrix: Readonly<Record<(typeof FACTS)[number], number>>;
  /** Of ours: from the call to the end of the process, with its cache complete. */
  readonly complete?: Cost;
}

/** TSV to a matrix that can be trained on, beside pandas, pyarrow and polars; and the same from the cache. */
export const load: Benchmark = {
  title: 'Load',
  about:
    'From the stand-in to plays by user and by artist (CSR both ways), each time in a new process whose libraries are ' +
    'imported: here open, clean, encode, with names and line numbers; the peers drop rows without an artist, make ' +
    'categories, and let scipy make both matrices, with quoting off: pandas without pyarrow; pandas with pyarrow as its ' +
    'engine and for what it keeps; pyarrow’s own reader with dictionaries; polars with a lazy scan and categoricals. All ' +
    'end with the same users, artists, pairs and sum of plays. Memory is the peak of the process until then. The last ' +
    'rows are ours alone: until the cache on disk is complete and the process has ended, and a load from that cache.',
  async run(context) {
    // Its cache is deleted again and again: not the one that other benchmarks use.
    const dataDirectory = path.join(context.dataDirectory, 'load');
    const file = await context.standIn();
    const load = () => loadHere(file, dataDirectory);
    const fresh = async () => {
      await rm(dataDirectory, { recursive: true, force: true });
      return load();
    };
    try {
      const loaded = await alternate(
        { [OURS]: fresh, ...peersOf(context, file) },
        { runs: context.runs, warmUp: 0 },
      );
      checkSame(loaded);
      const cached = await alternate({ [OURS]: load }, { runs: context.runs });
      const complete = loaded[OURS].flatMap((run) => run.complete ?? []);
      return [
        ...rowsOf('TSV to both matrices', loaded),
        costRow('TSV to the complete cache', 's', complete),
        ...rowsOf('cache to both matrices', cached),
      ];
    } finally {
      await rm(dataDirectory, { recursive: true, force: true });
    }
  },
};

/** Those whose packages are there. */
function peersOf({ findPeer }: BenchContext, file: string): Record<string, () => Promise<Loaded>> {
  const found: Record<string, () => Promise<Loaded>> = {};
  for (const { name, command, needs } of PEERS) {
    const [script, ...args] = command;
    const program = findPeer(script, needs, args);
    if (program) found[name] = () => program.askOnce<Loaded>({ path: file });
  }
  return found;
}

/** Ours, in a process of its own. */
async function loadHere(file: string, dataDirectory: string): Promise<Loaded> {
  const open = import.meta.resolve('#listenlab/data/dataset/open.js');
  return runInNode<Loaded>(LOAD, [file, dataDirectory, open]);
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
  const { users, artists, byUser, byArtist } = await dataset.interactions();
  const cost = sinceStart();
  const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  const plays = byUser.values.reduce((sum, count) => sum + count, 0);
  const matrix = { users: users.size, artists: artists.size, entries: byArtist.indices.length, plays };
  raw.close();
  dataset.close();
  process.on('exit', () => {
    console.log(JSON.stringify({ ...cost, peakMegabytes, matrix, complete: sinceStart() }));
  });
`;

/** @throws Error where somebody's matrix is another */
function checkSame(loaded: Readonly<Record<string, readonly Loaded[]>>): void {
  const [expected] = loaded[OURS];
  for (const [name, runs] of Object.entries(loaded)) {
    for (const { matrix } of runs) {
      if (FACTS.every((fact) => matrix[fact] === expected.matrix[fact])) continue;
      throw new Error(
        `${name} has ${JSON.stringify(matrix)}; listenlab has ${JSON.stringify(expected.matrix)}`,
      );
    }
  }
}

/** Time and memory beside each peer, or alone where there is none. */
function rowsOf(name: string, loaded: Readonly<Record<string, readonly Loaded[]>>): BenchRow[] {
  const { [OURS]: ours, ...peers } = loaded;
  const besides = Object.keys(peers).length > 0 ? Object.entries(peers) : [[undefined, undefined] as const];
  const peak = (runs: readonly Loaded[]) => sampleOf(runs.map(({ peakMegabytes }) => peakMegabytes));
  return [
    ...besides.map(([beside, theirs]) => ({ ...costRow(name, 's', ours, theirs), beside })),
    ...besides.map(([beside, theirs]) => ({
      ...row(`${name}: peak memory`, 'MB', peak(ours), theirs && peak(theirs)),
      beside,
    })),
  ];
}

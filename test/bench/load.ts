import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BenchContext, Benchmark, BenchRow, Cost } from './harness/context.js';
import { alternate, costRow, row, sampleOf } from './harness/measure.js';
import type { PeerPackage } from './harness/peer.js';
import { FACTS, type Loaded, loadInProcess } from './load-process.js';

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
    const load = () => loadInProcess(file, dataDirectory);
    const complete: Cost[] = [];
    const fresh = async () => {
      await rm(dataDirectory, { recursive: true, force: true });
      const loaded = await load();
      complete.push(loaded.complete);
      return loaded;
    };
    try {
      const loaded = await alternate(
        { [OURS]: fresh, ...peersOf(context, file) },
        { runs: context.runs, warmUp: 0 },
      );
      checkSame(loaded);
      const cached = await alternate({ [OURS]: load }, { runs: context.runs });
      return [
        ...rowsOf('TSV to both matrices', loaded),
        costRow('TSV to the complete cache', 's', complete),
        costRow(
          'cache to one matrix',
          's',
          cached[OURS].map(({ byUser }) => byUser),
        ),
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

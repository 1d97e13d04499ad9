import type { Benchmark } from './harness/context.js';
import { row, sampleOf } from './harness/measure.js';
import { runInNode } from './harness/node.js';

/** What a kernel's process measures, in seconds and MB. */
interface Panel {
  readonly open: number;
  readonly stall: number;
  readonly session: number;
  readonly sessionStall: number;
  readonly firstLoss: number;
  readonly trained: number;
  readonly judged: number;
  readonly judgedUsers: number;
  readonly peakMegabytes: number;
}

/** The panel of the tuner on the whole stand-in, as its kernel sees it. */
export const tuner: Benchmark = {
  title: 'The tuner at full size',
  about:
    'The kernel’s half of the panel on the stand-in, in a process of its own that has the matrix from the cache: from the call of tuner to its ' +
    'panel, which has the subset that the page trains on; then, asked for all of the data with 20 factors, from the ' +
    'request to the opened session, to the first loss and to the quality of the model. A stall is the longest time in ' +
    'which nothing else had its turn. Memory is the peak of the process after loading, reset through /proc (Linux).',
  async run({ dataDirectory, standIn, runs }) {
    const file = await standIn();
    const found: Panel[] = [];
    for (let run = 0; run < runs; run++) {
      const urls = ['index.js', 'tuner/kernel/kernel-sessions.js'].map((name) =>
        import.meta.resolve(`#listenlab/${name}`),
      );
      found.push(await runInNode<Panel>(OPEN, [file, dataDirectory, ...urls]));
    }
    const sample = (value: (panel: Panel) => number) => sampleOf(found.map(value));
    const note = `${found[0].judgedUsers} users judged`;
    return [
      row(
        'open the panel',
        's',
        sample(({ open }) => open),
      ),
      row(
        'longest stall meanwhile',
        's',
        sample(({ stall }) => stall),
      ),
      row(
        'all of the data: session opened',
        's',
        sample(({ session }) => session),
      ),
      row(
        'longest stall meanwhile',
        's',
        sample(({ sessionStall }) => sessionStall),
      ),
      row(
        'all of the data: first loss',
        's',
        sample(({ firstLoss }) => firstLoss),
      ),
      row(
        'all of the data: model',
        's',
        sample(({ trained }) => trained),
      ),
      row(
        'all of the data: quality',
        's',
        sample(({ judged }) => judged),
        undefined,
        note,
      ),
      row(
        'peak memory',
        'MB',
        sample(({ peakMegabytes }) => peakMegabytes),
      ),
    ];
  },
};

const OPEN = `
  const [file, dataDirectory, url, sessionsUrl] = process.argv.slice(1);
  const { openDataset, tuner } = await import(url);
  const { KernelSessions } = await import(sessionsUrl);
  const { readFile, writeFile } = await import('node:fs/promises');
  const raw = await openDataset(file, { dataDirectory });
  const { dataset } = await raw.clean();
  const interactions = await dataset.interactions();
  raw.close();
  dataset.close();
  let last = performance.now();
  let longest = 0;
  const turn = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!ended) setTimeout(turn);
  };
  let ended = false;
  async function stallOf(work) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    last = performance.now();
    longest = 0;
    await work();
    return Math.max(longest, performance.now() - last) / 1000;
  }
  turn();
  const found = {};
  const since = (start) => (performance.now() - start) / 1000;
  let start = performance.now();
  // The peak of what follows, without that of loading.
  await writeFile('/proc/self/clear_refs', '5');
  found.stall = await stallOf(async () => {
    start = performance.now();
    await tuner(interactions);
    found.open = since(start);
  });
  const heard = new Map();
  const reply = (view, { kind, ...rest }) => {
    if (!heard.has(kind) || kind === 'model') heard.set(kind, { at: since(start), ...rest });
    wake();
  };
  let wake = () => {};
  async function until(isHeard) {
    while (!isHeard()) await new Promise((resolve) => { wake = resolve; });
  }
  const sessions = new KernelSessions(interactions, reply);
  const ask = (request) => sessions.take({ kind: 'session', view: 'a', request });
  start = performance.now();
  found.sessionStall = await stallOf(async () => {
    start = performance.now();
    ask({ kind: 'open' });
    ask({ kind: 'train', run: 1, options: { weighting: 'log', alpha: 1 }, warm: false, early: true });
    await until(() => heard.has('opened'));
  });
  await until(() => heard.has('measured'));
  sessions.close();
  ended = true;
  const failed = heard.get('failed');
  if (failed) throw new Error(failed.message);
  console.log(JSON.stringify({
    ...found,
    session: heard.get('opened').at,
    firstLoss: heard.get('progress').at,
    trained: heard.get('model').at,
    judged: heard.get('measured').at,
    judgedUsers: heard.get('measured').quality.users,
    peakMegabytes: (Number(/^VmHWM:\\s+(\\d+) kB/m.exec(await readFile('/proc/self/status', 'utf8'))[1]) * 1024) / 1e6,
  }));
  process.exit();
`;

import type { Benchmark } from './harness/context.js';
import { row, sampleOf } from './harness/measure.js';
import { runInNode } from './harness/node.js';
import { loadInProcess } from './load-process.js';

/** What a kernel's process measures, in seconds and MB. */
interface Panel {
  readonly open: number;
  readonly openBlock: number;
  readonly subsetModel: number;
  readonly subsetPlays: number;
  readonly session: number;
  readonly firstLoss: number;
  readonly fullBlock: number;
  readonly judgedUsers: number;
  readonly loadedMegabytes: number;
  readonly peakMegabytes: number;
}

/** The panel of the tuner on the whole stand-in, as its kernel sees it. */
export const tuner: Benchmark = {
  title: 'The tuner at full size',
  about:
    'The panel on the stand-in, in a process of its own that has the matrix from the cache. From the call of tuner to its panel; ' +
    'from the plays in the panel to the first model on this subset, as the page trains it, here in Node.js on one thread; then, ' +
    'asked for all of the data with 20 factors and 2 iterations, from the request to the opened session and to the first loss. A ' +
    'block is the longest time in which nothing else had its turn. Memory is resident memory beyond that of the process with ' +
    'the plays loaded: its peak (reset through /proc, Linux) until the session has judged its model, the popular artists and the ' +
    'original recipe, and has trained again from another seed.',
  async run({ dataDirectory, standIn, runs, say }) {
    const file = await standIn();
    await loadInProcess(file, dataDirectory);
    const modules = [
      'index.js',
      'tuner/kernel/kernel-sessions.js',
      'tuner/subset/pack.js',
      'tuner/trainer/train-inline.js',
    ];
    const urls = modules.map((name) => import.meta.resolve(`#listenlab/${name}`));
    const found: Panel[] = [];
    for (let run = 0; run < runs; run++) {
      found.push(await runInNode<Panel>(OPEN, [file, dataDirectory, ...urls]));
      say(JSON.stringify(found[run]));
    }
    const [{ subsetPlays, judgedUsers, loadedMegabytes }] = found;
    const seconds = (name: string, value: (panel: Panel) => number, note?: string) =>
      row(name, 's', sampleOf(found.map(value)), undefined, note);
    return [
      seconds('open the panel', ({ open }) => open),
      seconds('longest block meanwhile', ({ openBlock }) => openBlock),
      seconds('first model on the subset', ({ subsetModel }) => subsetModel, `${subsetPlays} plays`),
      seconds('all of the data: session opened', ({ session }) => session, `${judgedUsers} users judged`),
      seconds('all of the data: first loss', ({ firstLoss }) => firstLoss),
      seconds('longest block until then', ({ fullBlock }) => fullBlock),
      row(
        'peak memory beyond the loaded plays',
        'MB',
        sampleOf(found.map(({ peakMegabytes }) => peakMegabytes - loadedMegabytes)),
        undefined,
        `${Math.round(loadedMegabytes)} MB with the plays`,
      ),
    ];
  },
};

const OPEN = `
  const [file, dataDirectory, ...urls] = process.argv.slice(1);
  const [{ openDataset, tuner }, { KernelSessions }, { unpackInteractions }, { trainInline }] = await Promise.all(
    urls.map((url) => import(url)),
  );
  const { readFile, writeFile } = await import('node:fs/promises');
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  const { setTimeout: wait } = await import('node:timers/promises');

  const raw = await openDataset(file, { dataDirectory });
  const { dataset } = await raw.clean();
  const interactions = await dataset.interactions();
  raw.close();
  dataset.close();
  // What loading leaves behind goes first, and the peak of what follows is counted from there.
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  await wait(1000);
  const loadedMegabytes = process.memoryUsage.rss() / 1e6;
  await writeFile('/proc/self/clear_refs', '5');

  let last = performance.now();
  let longest = 0;
  let ended = false;
  const turn = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!ended) setTimeout(turn);
  };
  turn();
  /** What work takes, and the longest time in it without a turn, in seconds. */
  async function timeOf(work) {
    await wait(100);
    const start = last = performance.now();
    longest = 0;
    await work();
    const end = performance.now();
    return { seconds: (end - start) / 1000, block: Math.max(longest, end - last) / 1000 };
  }

  let panel;
  const open = await timeOf(async () => { panel = await tuner(interactions); });
  const packed = panel.model.get('packed');
  let subsetPlays;
  const subsetModel = await timeOf(async () => {
    const subset = await unpackInteractions(packed);
    subsetPlays = subset.size;
    await trainInline(subset);
  });

  const heard = new Map();
  let start;
  let wake = () => {};
  const sessions = new KernelSessions(interactions, (view, { kind, ...rest }) => {
    if (!heard.has(kind)) heard.set(kind, { at: (performance.now() - start) / 1000, ...rest });
    wake();
  });
  async function until(kind) {
    while (!heard.has(kind)) {
      if (heard.has('failed')) throw new Error(heard.get('failed').message);
      await new Promise((resolve) => { wake = resolve; });
    }
  }
  const ask = (request) => sessions.take({ kind: 'session', view: 'a', request });
  const untilLoss = await timeOf(async () => {
    start = performance.now();
    ask({ kind: 'open' });
    ask({ kind: 'train', run: 1, options: { weighting: 'log', alpha: 1, iterations: 2 }, warm: false, early: true });
    await until('progress');
  });
  await until('stability');
  sessions.close();
  ended = true;
  const status = await readFile('/proc/self/status', 'utf8');
  console.log(JSON.stringify({
    open: open.seconds,
    openBlock: open.block,
    subsetModel: subsetModel.seconds,
    subsetPlays,
    session: heard.get('opened').at,
    firstLoss: heard.get('progress').at,
    fullBlock: untilLoss.block,
    judgedUsers: heard.get('measured').quality.users,
    loadedMegabytes,
    peakMegabytes: (Number(/^VmHWM:\\s+(\\d+) kB/m.exec(status)[1]) * 1024) / 1e6,
  }));
  process.exit();
`;

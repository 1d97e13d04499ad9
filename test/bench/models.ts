import type { Benchmark, BenchRow } from './harness/context.js';
import { row, sampleOf } from './harness/measure.js';
import { runInNode } from './harness/node.js';

const USERS = 100_000;
const ARTISTS = 50_000;

/** Calls of the interface, each a program's text: what a model is called with, as a reader would write it. */
const MODELS = [
  'baselines.popularity()',
  "baselines.itemNeighbours({ weighting: 'bm25' })",
  'baselines.rp3beta()',
  'baselines.userNeighbours()',
  'baselines.bpr()',
  'baselines.logisticMatrixFactorization()',
  'baselines.ease()',
  'baselines.sparseEase()',
  "als({ weighting: 'log', alpha: 1 })",
  "als({ weighting: 'log', alpha: 1, factors: 128 })",
  "als({ weighting: 'log', alpha: 1, seeds: 3 })",
] as const;

/** Of a fit at full size that takes longer, the rest is estimated. */
const MOST_SECONDS = 15;

/** A fit at full size, stopped where it takes too long. */
interface FullFit {
  /** With what was left of the last task, at its pace; what comes after that is not in it. */
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly isEstimate: boolean;
  /** The last task. */
  readonly task: string;
  /** Until it had stopped; 0 where it was not stopped. */
  readonly millisecondsToStop: number;
}

/** What a fit took, and what an answer took after it. */
interface Fit {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  readonly millisecondsAUser: number;
}

/** What each model costs where catalogues are large: time and memory of a fit, in a process of its own. */
export const models: Benchmark = {
  title: 'Models',
  about:
    'A fit of each model, once, in a process of its own: the first 100,000 users of the stand-in and their 50,000 most ' +
    'played artists. Memory is the peak of the whole process, of which the plays take the part that popularity needs; ' +
    'the last number is the mean of ten recommendations for each of 100 users. Then, with all of the stand-in, each model ' +
    'for 15 seconds at most: what it takes longer is estimated from the pace of the task that was stopped.',
  async run({ dataDirectory, standIn, say }) {
    const file = await standIn(USERS);
    const rows: BenchRow[] = [];
    for (const model of MODELS) {
      const fit = await runInNode<Fit>(FIT, [
        file,
        dataDirectory,
        model,
        String(ARTISTS),
        import.meta.resolve('#listenlab/index.js'),
      ]);
      const note =
        `${fit.peakMegabytes.toFixed(0)} MB, ${fit.processorSeconds.toFixed(1)} s of processors, ` +
        `${fit.millisecondsAUser.toFixed(2)} ms a user`;
      say(`${model}: ${fit.seconds.toFixed(1)} s, ${note}`);
      rows.push(row(model, 's', sampleOf([fit.seconds]), undefined, note));
    }
    const full = await standIn();
    for (const model of MODELS.filter((each) => each.startsWith('baselines'))) {
      rows.push(await fullRow(model, full, dataDirectory, say));
    }
    return rows;
  },
};

async function fullRow(
  model: string,
  file: string,
  dataDirectory: string,
  say: (line: string) => void,
): Promise<BenchRow> {
  const library = import.meta.resolve('#listenlab/index.js');
  const fit = await runInNode<FullFit>(FULL_FIT, [file, dataDirectory, model, String(MOST_SECONDS), library]);
  const processors = `${fit.processorSeconds.toFixed(0)} s of processors`;
  const note = fit.isEstimate
    ? `estimated, with ${processors}; stopped while ${fit.task}, within ${fit.millisecondsToStop.toFixed(0)} ms`
    : processors;
  say(`${model}, all plays: ${fit.seconds.toFixed(0)} s, ${note}`);
  return row(`${model}, all plays`, 's', sampleOf([fit.seconds]), undefined, note);
}

const FULL_FIT = `
  const [file, dataDirectory, model, most, url] = process.argv.slice(1);
  const { als, baselines, openDataset } = await import(url);
  const raw = await openDataset(file, { dataDirectory });
  const { dataset } = await raw.clean();
  const interactions = await dataset.interactions();
  raw.close();
  dataset.close();
  const before = process.cpuUsage();
  const start = performance.now();
  const taken = () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - start) / 1000, processorSeconds: (user + system) / 1e6 };
  };
  const stop = new AbortController();
  let stoppedAt = 0;
  setTimeout(() => { stoppedAt = performance.now(); stop.abort(); }, 1000 * Number(most)).unref();
  let first = { task: 'fitting', done: 0, total: 1, ...taken() };
  let last = first;
  const onProgress = ({ task, done, total }) => {
    last = { task, done, total, ...taken() };
    if (task !== first.task) first = last;
  };
  const algorithm = new Function('als', 'baselines', 'return ' + model)(als, baselines);
  let isEstimate = false;
  await algorithm.fit(interactions, { signal: stop.signal, onProgress }).catch((error) => {
    if (!stop.signal.aborted) throw error;
    isEstimate = true;
  });
  const ended = { ...taken(), isEstimate, task: last.task, millisecondsToStop: 0 };
  if (isEstimate) {
    ended.millisecondsToStop = performance.now() - stoppedAt;
    const times = (last.total - last.done) / (last.done - first.done);
    for (const of of ['seconds', 'processorSeconds']) ended[of] += times * (last[of] - first[of]);
  }
  console.log(JSON.stringify(ended));
`;

const FIT = `
  const [file, dataDirectory, model, artistsKept, url] = process.argv.slice(1);
  const { als, baselines, openDataset, IdMap, Interactions } = await import(url);
  const raw = await openDataset(file, { dataDirectory });
  const { dataset } = await raw.clean();
  const interactions = mostPlayed(await dataset.interactions(), Number(artistsKept));
  raw.close();
  dataset.close();
  const algorithm = new Function('als', 'baselines', 'return ' + model)(als, baselines);
  const before = process.cpuUsage();
  const start = performance.now();
  const fitted = await algorithm.fit(interactions, { onProgress: () => {} });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const asked = performance.now();
  for (let user = 0; user < 100; user++) fitted.recommendByIndex(user * 999, { count: 10 });
  console.log(JSON.stringify({
    seconds,
    processorSeconds: (user + system) / 1e6,
    peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
    millisecondsAUser: (performance.now() - asked) / 100,
  }));

  function mostPlayed({ users, artists, byUser }, count) {
    const listeners = new Int32Array(artists.size);
    for (const artist of byUser.indices) listeners[artist]++;
    const kept = Array.from(listeners.keys()).sort((a, b) => listeners[b] - listeners[a]).slice(0, count);
    const number = new Int32Array(artists.size).fill(-1);
    kept.sort((a, b) => a - b).forEach((artist, at) => { number[artist] = at; });
    const indptr = new Int32Array(users.size + 1);
    const [indices, values] = [[], []];
    for (let user = 0; user < users.size; user++) {
      for (let i = byUser.indptr[user]; i < byUser.indptr[user + 1]; i++) {
        const column = number[byUser.indices[i]];
        if (column >= 0) { indices.push(column); values.push(byUser.values[i]); }
      }
      indptr[user + 1] = indices.length;
    }
    return new Interactions(users, new IdMap('artist', kept.map((artist) => artists.names[artist])), {
      rows: users.size, columns: kept.length, indptr, indices: Int32Array.from(indices), values: Float32Array.from(values),
    });
  }
`;

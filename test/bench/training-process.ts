import { availableParallelism } from 'node:os';
import type { AlsOptions } from '#listenlab/engine/als/options.js';
import type { Cost } from './harness/context.js';
import { runInNode } from './harness/node.js';

/** The original notebook's settings, which are the defaults of both, and all threads. */
export const RECIPE = { alpha: 15, regularization: 0.1, threads: availableParallelism() } as const;

/** A training: where its matrix comes from, and its options. */
export interface TrainingTask {
  readonly file: string;
  readonly dataDirectory: string;
  readonly options: AlsOptions;
  /** Folder of the first factors, as the peer left them: user_factors and item_factors; default drawn at random. */
  readonly start?: string;
  /** A loss at which it ends. */
  readonly goal?: number;
}

/** The results of a training on either side. */
export interface TrainingTimes {
  /** From the call to the model. */
  readonly wait: Cost;
  /** Each iteration as it reports itself; its CPU time is that since the call or the iteration before it. */
  readonly iterations: Cost[];
  /** After each iteration, where it was asked for. */
  readonly losses: number[];
  readonly entries: number;
}

/** Ours. */
export interface TrainedHere extends TrainingTimes {
  /** Of the process, which has opened the dataset before. */
  readonly peakMegabytes: number;
}

/**
 * Trains in a process of its own, because V8 keeps a kernel that it has compiled: the wait of a first
 * training is what a user has. Opening the dataset is not counted.
 */
export function trainInProcess(task: TrainingTask): Promise<TrainedHere> {
  const modules = ['data/dataset/open.js', 'engine/als/node/train.js', 'engine/model/model.js'];
  const urls = modules.map((name) => import.meta.resolve(`#listenlab/${name}`));
  return runInNode(TRAIN, [JSON.stringify(task), ...urls]);
}

const TRAIN = `
  const { readFileSync } = await import('node:fs');
  const path = await import('node:path');
  const [task, ...urls] = process.argv.slice(1);
  const { file, dataDirectory, options, start: folder, goal } = JSON.parse(task);
  const [{ openPlays }, { trainAls }, { Model }] = await Promise.all(
    urls.map((url) => import(url)),
  );
  const raw = await openPlays(file, { dataDirectory });
  const { dataset } = await raw.clean();
  const interactions = await dataset.interactions();
  raw.close();
  dataset.close();
  const iterations = [];
  if (folder) options.start = startFrom(folder, interactions, options.factors);
  const cpuSeconds = (since) => {
    const { user, system } = process.cpuUsage(since);
    return (user + system) / 1e6;
  };
  const start = performance.now();
  const before = process.cpuUsage();
  let last = before;
  const losses = [];
  const reached = new AbortController();
  const training = trainAls(interactions, {
    ...options,
    signal: reached.signal,
    onIteration: ({ seconds, loss }) => {
      iterations.push({ seconds, cpuSeconds: cpuSeconds(last) });
      last = process.cpuUsage();
      if (loss === undefined) return;
      losses.push(loss);
      if (loss <= goal) reached.abort();
    },
  });
  await training.catch((error) => {
    if (!reached.signal.aborted) throw error;
  });
  const wait = { seconds: (performance.now() - start) / 1000, cpuSeconds: cpuSeconds(before) };
  const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  console.log(
    JSON.stringify({ wait, iterations, losses, entries: interactions.size, peakMegabytes }),
  );

  function startFrom(folder, { users, artists, byUser }, factors) {
    const read = (name) => new Float32Array(readFileSync(path.join(folder, name)).buffer);
    const [userFactors, artistFactors] = ['user_factors', 'item_factors'].map(read);
    return new Model({ users, artists, factors, userFactors, artistFactors, plays: byUser, training: {} });
  }
`;

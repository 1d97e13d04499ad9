import type { AlsOptions } from '#listenlab/engine/als/options.js';
import { interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { browserTrainer } from '#listenlab/tuner/trainer/browser-trainer.js';
import {
  type JoinTask,
  serveThread,
  type WorkerScope,
  workerScope,
} from '#listenlab/tuner/trainer/threads.js';

// A worker that trains like the panel's, and replies with the factors.

/** Options of a training, and whether it continues from the previous one. */
export type Step = AlsOptions & { readonly warm?: boolean };

/** A request to train on these plays, one step after another. */
export interface Task {
  readonly kind: 'train';
  readonly rows: Parameters<typeof interactionsFromRows>[0];
  readonly steps: readonly Step[];
}

/** The result of a training: all factors, or why it failed. */
export type Seen = { readonly factors: readonly number[]; readonly losses: readonly number[] } | string;

workerScope.onmessage = ({ data }) => {
  const first = data as Task | JoinTask;
  if (first.kind === 'join') serveThread(workerScope, first);
  else void trainAll(first).then((seen) => workerScope.postMessage(seen));
};

/** Trains as a worker with this scope would. */
export async function trainAll({ rows, steps }: Task, scope: WorkerScope = workerScope): Promise<Seen[]> {
  const train = await browserTrainer(scope);
  const interactions = interactionsFromRows(rows);
  const { users, artists } = interactions;
  const seen: Seen[] = [];
  let last: AlsOptions['start'];
  for (const { warm, ...options } of steps) {
    try {
      const start = warm ? last : undefined;
      const { settings, factors: found } = await train(interactions, { ...options, start });
      const { userFactors, artistFactors, losses } = found;
      last = { users, artists, factors: settings.factors, userFactors, artistFactors };
      seen.push({ factors: [...userFactors, ...artistFactors], losses });
    } catch (error) {
      seen.push((error as Error).message);
    }
  }
  return seen;
}

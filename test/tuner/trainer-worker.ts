import type { AlsOptions } from '#listenlab/engine/als/options.js';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
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

/** Plays as a page can be sent them: names, and a user, an artist and a count for each pair. */
export interface Plays {
  readonly users: readonly string[];
  readonly artists: readonly string[];
  readonly triplets: readonly [users: number[], artists: number[], plays: number[]];
}

/** A request to train on these plays, one step after another. */
export interface Task {
  readonly kind: 'train';
  readonly plays: Plays;
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
export async function trainAll({ plays, steps }: Task, scope: WorkerScope = workerScope): Promise<Seen[]> {
  const train = await browserTrainer(scope);
  const users = new IdMap('user', plays.users);
  const artists = new IdMap('artist', plays.artists);
  const matrix = csrFromTriplets(users.size, artists.size, ...plays.triplets);
  const interactions = new Interactions(users, artists, matrix);
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

import { availableParallelism } from 'node:os';
import { checkThreads } from '../../util/checks.js';
import { type TaskProgress, type Watch, watched } from '../../util/work.js';
import { checkInteractions } from '../matrix/check-interactions.js';
import type { Interactions } from '../matrix/interactions.js';
import type { FitOptions } from './algorithm.js';

/** How a checked fit runs. */
export interface Fitting extends Watch<TaskProgress> {
  readonly threads: number;
}

/** Lets an abort come through between passes over all entries, each of which takes up to a second at full size. */
export async function pause({ signal }: Fitting): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
}

/**
 * Checks what an algorithm is to be fitted to, and watches it doing so.
 *
 * @param title the work, for a notebook's line: `comparing artists`
 * @throws InputError for an impossible number of threads, or interactions that cannot be trained on
 */
export function fitWatched<T>(
  title: string,
  interactions: Interactions,
  options: FitOptions,
  run: (fitting: Fitting) => Promise<T>,
): Promise<T> {
  return watched(
    title,
    options,
    (progress) => progress,
    async (watch) => {
      const { threads = availableParallelism() } = options;
      checkThreads(threads);
      watch.signal?.throwIfAborted();
      checkInteractions(interactions);
      return await run({ ...watch, threads });
    },
  );
}

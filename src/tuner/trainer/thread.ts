import type { Phase } from '../../engine/als/phases.js';
import { joinTraining, type ThreadTask, takeAllUnits } from '../../engine/als/units.js';
import type { WorkerScope } from './web-worker.js';

/** Makes a thread take part in a training from now on. */
export interface JoinTask extends ThreadTask {
  readonly kind: 'join';
}

/** Makes a worker one of the threads of a training: it answers each phase with the first row that is not finite, or -1. */
export function serveThread(scope: WorkerScope, first: JoinTask): void {
  let context = joinTraining(first);
  scope.onmessage = ({ data }) => {
    const message = data as JoinTask | Phase;
    if (message.kind === 'join') context = joinTraining(message);
    else scope.postMessage(takeAllUnits(context, message));
  };
}

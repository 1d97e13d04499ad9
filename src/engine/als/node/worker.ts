import { parentPort, workerData } from 'node:worker_threads';
import type { Phase, PhaseContext } from '../phases.js';
import { joinTraining, type TrainingTask, takeAllUnits } from '../thread.js';

// A thread of Node.js that takes part in one training after the other: it answers each phase with the first row that is
// not finite, or -1.
const { thread } = workerData as { readonly thread: number };
const joined: { training?: PhaseContext } = {};

parentPort?.on('message', (message: TrainingTask | Phase) => {
  if (message.kind !== 'join') return parentPort?.postMessage(takeAllUnits(joined.training!, message));
  joined.training = joinTraining({ ...message, thread });
  parentPort?.postMessage(-1);
});

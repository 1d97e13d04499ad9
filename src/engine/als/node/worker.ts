import { parentPort, workerData } from 'node:worker_threads';
import type { Phase } from '../phases.js';
import { joinTraining, type ThreadTask, takeAllUnits } from '../thread.js';

// A thread of Node.js that trains: it answers each phase with the first row that is not finite, or -1.
const context = joinTraining(workerData as ThreadTask);

parentPort?.on('message', (phase: Phase) => {
  parentPort?.postMessage(takeAllUnits(context, phase));
});

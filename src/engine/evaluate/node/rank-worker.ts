import { parentPort, workerData } from 'node:worker_threads';
import { type RankingJob, userRanker } from '../rank-users.js';

const rankUser = userRanker(workerData as RankingJob);

parentPort?.on('message', ({ from, to }: { from: number; to: number }) => {
  for (let i = from; i < to; i++) rankUser(i);
  parentPort?.postMessage(to - from);
});

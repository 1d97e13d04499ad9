import { formatSeconds } from '../util/format.js';
import type { Progress } from './progress.js';

/** So often the seconds are counted on. */
const INTERVAL_MS = 1000;

/** Shows that a task goes on which cannot say how far it is, by the seconds it has taken. */
export async function waiting<T>(task: string, progress: Progress, work: Promise<T>): Promise<T> {
  const started = performance.now();
  const tell = () =>
    progress.update({ task, done: 0, total: 0, note: formatSeconds((performance.now() - started) / 1000) });
  tell();
  const timer = setInterval(tell, INTERVAL_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    progress.stop();
  }
}

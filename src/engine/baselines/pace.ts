import { formatRoughly } from '../../util/format.js';
import type { Watch } from '../../util/work.js';

/** Of a shorter beginning, which compiles and waits for memory, nobody can tell how long the whole takes. */
const LEAST_MILLISECONDS = 200;

/** Work that takes less in all is over before its length has been read. */
const LEAST_SECONDS = 5;

/**
 * Reports the progress of one long task, and from its first slices on how long it takes in all at the pace so far.
 *
 * @example
 * const tell = paced('ranking pairs', 60, onProgress);
 * tell(0.05); // { task: 'ranking pairs', done: 0.05, total: 60, note: 'about 4 min in all' }
 * @param now a clock, in milliseconds
 */
export function paced(
  task: string,
  total: number,
  onProgress: Watch['onProgress'],
  now: () => number = () => performance.now(),
): (done: number) => void {
  const started = now();
  return (done) => {
    const passed = now() - started;
    const seconds = (passed / 1000) * (total / done);
    const isKnown = passed >= LEAST_MILLISECONDS && seconds >= LEAST_SECONDS;
    onProgress?.({ task, done, total, ...(isKnown && { note: `about ${formatRoughly(seconds)} in all` }) });
  };
}

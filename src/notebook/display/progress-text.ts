import { formatSeconds } from '../../util/format.js';

const BAR_WIDTH = 20;

/** A bar of blocks, filled to `done` of `total`; empty when the total is 0. */
export function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const filled = Math.round(share * BAR_WIDTH);
  return '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
}

/** The seconds passed, and those left if the work goes on as it did: `3.00 s, 9.00 s left`. */
export function timeLeft(seconds: number, done: number, total: number): string {
  if (done <= 0 || done >= total) return formatSeconds(seconds);
  return `${formatSeconds(seconds)}, ${formatSeconds((seconds / done) * (total - done))} left`;
}

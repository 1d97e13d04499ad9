import { showValue } from './checks.js';
import { InputError } from './errors.js';

/** @throws InputError unless the value is a whole number from `least` to `most` */
export function checkWhole(
  name: string,
  value: number,
  least: number,
  most = Number.POSITIVE_INFINITY,
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.POSITIVE_INFINITY ? `of ${least} or more` : `from ${least} to ${most}`;
  throw new InputError(`${name} is ${showValue(value)}; expected a whole number ${range}`);
}

/** Beyond it a number of threads is a slip of the keyboard. */
const MOST_THREADS = 256;

/** @throws InputError unless so many worker threads can be started */
export function checkThreads(threads: number): void {
  if (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS) return;
  throw new InputError(
    `threads is ${threads}; expected a whole number from 1 to ${MOST_THREADS}, or leave it out for one a core`,
  );
}

/** @throws InputError unless it is a whole number of 32 bits, which is what seeded numbers tell apart */
export function checkSeed(seed: number): void {
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
}

/** A bigint as a number where that is exact; any other value as it is. */
export function exactNumber<T>(value: T): T | number {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

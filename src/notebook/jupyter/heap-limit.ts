import { totalmem } from 'node:os';

const OPTION = /(?:^|\s)--max[-_]old[-_]space[-_]size[= ](\d+)/;

/** Bytes of memory that this process may count on: the machine's, or its container's when that is less. */
export function machineMemory(): number {
  // 0, or more than any machine has, where nothing limits the process.
  const constrained = process.constrainedMemory?.() || Number.POSITIVE_INFINITY;
  return Math.min(totalmem(), constrained);
}

/**
 * Megabytes that the JavaScript objects of a kernel may take: what NODE_OPTIONS says, or half of the memory.
 *
 * Node's own limit is 2 to 4 GB on any machine. Half leaves the other half to typed arrays, models and DuckDB,
 * which lie outside this limit, and to the browser; with a higher one the system would run out first, and
 * kill the kernel without a word.
 *
 * @param nodeOptions value of NODE_OPTIONS
 */
export function heapLimit(nodeOptions = process.env.NODE_OPTIONS): number {
  const chosen = OPTION.exec(nodeOptions ?? '');
  return chosen ? Number(chosen[1]) : Math.floor(machineMemory() / 2 / 2 ** 20);
}

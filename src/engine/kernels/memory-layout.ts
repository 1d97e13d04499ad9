import { InputError } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { MAXIMUM_BYTES } from './memory.js';

/** Gives arrays places in WebAssembly memory, one behind the other. */
interface MemoryPlaces {
  /** Sets bytes aside and returns their byte offset. */
  place(bytes: number): number;
  /** Bytes set aside so far. */
  total(): number;
}

/** A cache line for each array at least: no two share one, and registers are loaded from one. */
export function memoryPlaces(): MemoryPlaces {
  let end = 0;
  const place = (bytes: number) => {
    const start = end;
    end += Math.ceil(bytes / 64) * 64;
    return start;
  };
  return { place, total: () => end };
}

/**
 * @param work what the memory is for: `ranking 7 artists with 20 factors`
 * @param remedy what to do about it
 * @throws InputError where it is more than the 4 GiB that WebAssembly memory can have
 */
export function checkFits(totalBytes: number, work: string, remedy: () => string): void {
  if (totalBytes <= MAXIMUM_BYTES) return;
  throw new InputError(
    `${work} needs ${formatBytes(totalBytes)} and WebAssembly memory ends at ${formatBytes(MAXIMUM_BYTES)}; ${remedy()}`,
  );
}

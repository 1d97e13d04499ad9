import { InputError } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { MAXIMUM_BYTES } from './memory.js';

/** A cache line: no two arrays share one, and registers are loaded from one. */
const LINE_BYTES = 64;

/** Places arrays in WebAssembly memory one behind the other. */
export class MemoryPlaces {
  #end = 0;

  /** Bytes that all arrays take. */
  get totalBytes(): number {
    return this.#end;
  }

  /** Sets bytes aside and returns their byte offset. */
  readonly place = (bytes: number): number => {
    const start = this.#end;
    this.#end += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return start;
  };
}

/**
 * @param work what needs the memory: `ranking 7 artists with 20 factors`
 * @param remedy what to do about it
 * @throws InputError where it is more than the 4 GiB that WebAssembly memory can have
 */
export function checkFits(totalBytes: number, work: () => string, remedy: () => string): void {
  if (totalBytes <= MAXIMUM_BYTES) return;
  throw new InputError(
    `${work()} needs ${formatBytes(totalBytes)} and WebAssembly memory ends at ${formatBytes(MAXIMUM_BYTES)}; ${remedy()}`,
  );
}

import { InputError, messageOf } from '../util/errors.js';
import { formatBytes } from '../util/format.js';
import { type WasmMemory, wasm } from './web-assembly.js';

const PAGE_BYTES = 65536;

/** What WebAssembly's 32-bit addresses reach. */
export const MAXIMUM_BYTES = 65536 * PAGE_BYTES;

/**
 * Zeroed memory that all threads share.
 *
 * @throws InputError where the system has no room for it
 */
export function allocateMemory(bytes: number): WasmMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  try {
    return new wasm.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new InputError(
      `no room for the ${formatBytes(bytes)} that this needs (${messageOf(cause)}); ` +
        'close other programs or use fewer factors',
      { cause },
    );
  }
}

import { InputError, messageOf } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { type OwnWasmMemory, type WasmMemory, wasm } from './web-assembly.js';

const PAGE_BYTES = 65536;

/** What WebAssembly's 32-bit addresses reach. */
export const MAXIMUM_BYTES = 65536 * PAGE_BYTES;

/** So much newly counted memory makes V8 look for garbage. */
const COUNTED_BYTES = 2 ** 27;

/**
 * Zeroed memory that all threads share.
 *
 * @throws InputError where the system has no room for it
 */
export function allocateMemory(bytes: number): WasmMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  // V8 does not count shared memory, so nothing would make it collect what earlier trainings or rankings left
  // behind, gigabytes of it. A plain buffer is counted; as nobody writes to it, it takes no room.
  if (bytes > COUNTED_BYTES / 16) new ArrayBuffer(COUNTED_BYTES);
  return orSayNoRoom(bytes, () => new wasm.Memory({ initial: pages, maximum: pages, shared: true }));
}

/**
 * Zeroed memory of the calling thread alone. V8 counts it, so it needs no help to be collected.
 *
 * @throws InputError where the system has no room for it
 */
export function allocateOwnMemory(bytes: number): OwnWasmMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  return orSayNoRoom(bytes, () => new wasm.Memory({ initial: pages, maximum: pages }));
}

function orSayNoRoom<Memory>(bytes: number, allocate: () => Memory): Memory {
  try {
    return allocate();
  } catch (cause) {
    throw new InputError(
      `no room for the ${formatBytes(bytes)} that this needs (${messageOf(cause)}); ` +
        'close other programs or use fewer factors',
      { cause },
    );
  }
}

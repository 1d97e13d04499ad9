import { InputError, messageOf } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { type AnyWasmMemory, type OwnWasmMemory, type WasmMemory, wasm } from './web-assembly.js';

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

/**
 * Memory for one job after another. A browser sets gigabytes of addresses aside for every WebAssembly memory,
 * however small, and gives them back late: some hundreds made within seconds, and it refuses the next.
 */
export class ReusedMemory<Memory extends AnyWasmMemory> {
  readonly #allocate: (bytes: number) => Memory;
  #memory: Memory | undefined;

  /** @param allocate makes zeroed memory: `allocateMemory` or `allocateOwnMemory` */
  constructor(allocate: (bytes: number) => Memory) {
    this.#allocate = allocate;
  }

  /**
   * Zeroed memory of at least so many bytes. Whoever took it before must be done with it.
   *
   * @throws InputError where the system has no room for it
   */
  take(bytes: number): Memory {
    if (this.#memory && this.#memory.buffer.byteLength >= bytes) {
      new Uint8Array(this.#memory.buffer, 0, bytes).fill(0);
      return this.#memory;
    }
    // Powers of two: jobs that grow little by little still make few memories. What is beyond the maximum is for
    // the allocator to refuse.
    const roomy = Math.min(2 ** Math.ceil(Math.log2(bytes)), MAXIMUM_BYTES);
    this.#memory = this.#allocate(Math.max(bytes, roomy));
    return this.#memory;
  }
}

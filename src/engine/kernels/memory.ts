import { InputError, messageOf } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { type AnyWasmMemory, type OwnWasmMemory, type WasmMemory, wasm } from '../../util/web-assembly.js';

const PAGE_BYTES = 65536;

/** All that WebAssembly's 32-bit addresses can reach. */
export const MAXIMUM_BYTES = 65536 * PAGE_BYTES;

/** Allocating this much memory that V8 counts makes it collect garbage. */
const COUNTED_BYTES = 2 ** 27;

/**
 * Zeroed memory that all threads share.
 *
 * @throws InputError where the system has no room for it
 */
export function allocateMemory(bytes: number): WasmMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  // V8 does not count shared memory, so it would never collect the gigabytes that earlier trainings or rankings
  // left behind. A plain buffer is counted; as nothing is written to it, it takes no memory.
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
      `not enough memory for the ${formatBytes(bytes)} that this needs (${messageOf(cause)}); ` +
        'close other programs or use fewer factors',
      { cause },
    );
  }
}

/**
 * Memory for one job after another. A browser reserves gigabytes of address space for every WebAssembly memory,
 * however small, and releases it late: after a few hundred within seconds it refuses the next.
 */
export class ReusedMemory<Memory extends AnyWasmMemory> {
  readonly #allocate: (bytes: number) => Memory;
  #memory: Memory | undefined;

  /** @param allocate makes zeroed memory: `allocateMemory` or `allocateOwnMemory` */
  constructor(allocate: (bytes: number) => Memory) {
    this.#allocate = allocate;
  }

  /**
   * Zeroed memory of at least this size. The previous user must have finished with it.
   *
   * @throws InputError where the system has no room for it
   */
  take(bytes: number): Memory {
    if (this.#memory && this.#memory.buffer.byteLength >= bytes) {
      new Uint8Array(this.#memory.buffer, 0, bytes).fill(0);
      return this.#memory;
    }
    // Powers of two, so that jobs which grow little by little need few memories. The allocator refuses what is
    // beyond the maximum.
    const roomy = Math.min(2 ** Math.ceil(Math.log2(bytes)), MAXIMUM_BYTES);
    this.#memory = this.#allocate(Math.max(bytes, roomy));
    return this.#memory;
  }
}

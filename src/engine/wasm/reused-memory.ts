import { MAXIMUM_BYTES } from './memory.js';
import type { AnyWasmMemory } from './web-assembly.js';

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

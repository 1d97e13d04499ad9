import { SIMILAR_BYTES } from '../../kernels/similar-bytes.js';
import { type OwnWasmMemory, wasm } from '../../kernels/web-assembly.js';

/** The functions of the compiled kernel, in pointers and sizes; `kernels/assembly/similar` says what each does. */
export interface SimilarKernel {
  quantiseRows(vectors: number, strips: number, rows: number, factors: number): void;
  findCandidates(
    strips: number,
    end: number,
    query: number,
    queryEnd: number,
    doubt: number,
    floor: number,
    found: number,
  ): number;
}

/**
 * The kernel on a memory. Compiling it takes a fraction of a millisecond, and V8 knows the bytes again; browsers
 * allow it on the main thread because it is smaller than 4 KB.
 */
export function bindSimilarKernel(memory: OwnWasmMemory): SimilarKernel {
  return new wasm.Instance(new wasm.Module(SIMILAR_BYTES), { env: { memory } }).exports as SimilarKernel;
}

import { type WasmMemory, type WasmModule, wasm } from '../../kernels/web-assembly.js';

/** The functions of the compiled kernel, in pointers to its records; `kernels/assembly/ranking` says what each does. */
export interface RankingKernel {
  quantiseTile(catalogue: number, tile: number): void;
  startBlock(catalogue: number, block: number): void;
  rankTiles(catalogue: number, block: number, from: number, to: number): number;
  finishBlock(block: number): void;
}

/** The kernel on a ranking's memory. */
export function bindRankingKernel(module: WasmModule, memory: WasmMemory): RankingKernel {
  return new wasm.Instance(module, { env: { memory } }).exports as RankingKernel;
}

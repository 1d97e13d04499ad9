import type { Interactions } from '../matrix/interactions.js';
import type { Model } from '../model/model.js';
import { allocateMemory } from '../wasm/memory.js';
import { type AnyWasmMemory, type WasmModule, wasm } from '../wasm/web-assembly.js';
import { trainFactorsInline } from './inline.js';
import { type AlsOptions, readAlsOptions } from './options.js';
import { trainedModel } from './trained-model.js';

/**
 * Trains on the thread that calls it: what a browser uses, where there are no worker threads of Node. The
 * thread is given back every few milliseconds. The result has the same bits as that of `trainAls` on the same
 * build of the kernel.
 *
 * @example
 * const bytes = new Uint8Array(await (await fetch('als-own-simd.wasm')).arrayBuffer());
 * const model = await trainInline(interactions, { factors: 20 }, bytes, allocateOwnMemory);
 * @param kernel the compiled kernel or its bytes: `als-simd.wasm`, or `als-relaxed.wasm` where
 * `WebAssembly.validate` accepts it; where there is no SharedArrayBuffer, as in pages opened from disk,
 * `als-own-simd.wasm` or `als-own-relaxed.wasm`
 * @param options as for `trainAls`; `threads` does not count
 * @param allocate where the memory comes from: shared by default, `allocateOwnMemory` for the builds named `own`
 * @throws as `trainAls` does
 */
export async function trainInline(
  interactions: Interactions,
  options: AlsOptions,
  kernel: WasmModule | Uint8Array,
  allocate: (bytes: number) => AnyWasmMemory = allocateMemory,
): Promise<Model> {
  const checked = readAlsOptions(options);
  const module = kernel instanceof Uint8Array ? new wasm.Module(kernel) : kernel;
  return trainedModel(
    interactions,
    checked.settings,
    await trainFactorsInline(interactions, checked, { module, allocate }),
  );
}

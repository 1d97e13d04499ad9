import type { Interactions } from '../matrix/interactions.js';
import type { Model } from '../model/model.js';
import { abortError } from '../util/errors.js';
import { allocateMemory } from '../wasm/memory.js';
import { type WasmModule, wasm } from '../wasm/web-assembly.js';
import { checkInteractions } from './check-interactions.js';
import { bindKernel } from './kernel.js';
import { layOutMemory } from './layout.js';
import { type AlsOptions, readAlsOptions } from './options.js';
import type { Phase, PhaseContext } from './phases.js';
import { runTraining } from './run-training.js';
import { takeUnits } from './take-units.js';

/** How long the thread is kept before timers, clicks and aborts get their turn: a frame and a half. */
const SLICE_MILLISECONDS = 25;

/**
 * Trains on the thread that calls it: what a browser uses, where there are no worker threads of Node. The
 * thread is given back every few milliseconds. The result has the same bits as that of `trainAls`.
 *
 * @example
 * const bytes = new Uint8Array(await (await fetch('als-simd.wasm')).arrayBuffer());
 * const model = await trainInline(interactions, { factors: 20 }, bytes);
 * @param kernel the compiled kernel or its bytes: `als-simd.wasm`, or `als-relaxed.wasm` where
 * `WebAssembly.validate` accepts it
 * @param options as for `trainAls`; `threads` does not count
 */
export async function trainInline(
  interactions: Interactions,
  options: AlsOptions,
  kernel: WasmModule | Uint8Array,
): Promise<Model> {
  const checked = readAlsOptions(options);
  checkInteractions(interactions);
  const { settings, signal } = checked;
  const layout = layOutMemory({
    users: interactions.users.size,
    artists: interactions.artists.size,
    entries: interactions.size,
    factors: settings.factors,
    threads: 1,
  });
  const memory = allocateMemory(layout.totalBytes);
  const module = kernel instanceof Uint8Array ? new wasm.Module(kernel) : kernel;
  const { buffer } = memory;
  const context = { kernel: bindKernel(module, memory), buffer, layout, settings, thread: 0 };
  const run = (phase: Phase) => runInSlices(context, phase, signal);
  return runTraining({ interactions, options: checked, layout, buffer, run });
}

async function runInSlices(context: PhaseContext, phase: Phase, signal?: AbortSignal): Promise<number> {
  const units = takeUnits(context, phase);
  let sliceEnd = performance.now() + SLICE_MILLISECONDS;
  for (;;) {
    if (signal?.aborted) throw abortError(signal);
    const step = units.next();
    if (step.done) return step.value;
    if (performance.now() < sliceEnd) continue;
    await new Promise((resolve) => setTimeout(resolve));
    sliceEnd = performance.now() + SLICE_MILLISECONDS;
  }
}

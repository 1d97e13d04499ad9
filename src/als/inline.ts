import type { Interactions } from '../matrix/interactions.js';
import { abortError } from '../util/errors.js';
import type { AnyWasmMemory, WasmModule } from '../wasm/web-assembly.js';
import { checkInteractions } from './check-interactions.js';
import { bindKernel } from './kernel.js';
import { layOutMemory } from './layout.js';
import type { CheckedAlsOptions } from './options.js';
import type { Phase, PhaseContext } from './phases.js';
import { runTraining, type Training } from './run-training.js';
import { sizesOf } from './sizes-of.js';
import { takeUnits } from './take-units.js';
import type { TrainedFactors } from './trained-factors.js';

/** How long the thread is kept before timers, clicks and aborts get their turn: a frame and a half. */
const SLICE_MILLISECONDS = 25;

/** What an inline training runs on. */
export interface InlineParts {
  readonly module: WasmModule;
  /** Makes the sort of memory that the build of the kernel takes. */
  readonly allocate: (bytes: number) => AnyWasmMemory;
  /** See {@link Training}. */
  readonly onFactors?: Training['onFactors'];
}

/** Trains on the calling thread, which is given back every few milliseconds; `settings.threads` does not count. */
export function trainFactorsInline(
  interactions: Interactions,
  options: CheckedAlsOptions,
  { module, allocate, onFactors }: InlineParts,
): Promise<TrainedFactors> {
  checkInteractions(interactions);
  const { settings, signal } = options;
  const layout = layOutMemory(sizesOf(interactions, { ...settings, threads: 1 }));
  const memory = allocate(layout.totalBytes);
  const { buffer } = memory;
  const context = { kernel: bindKernel(module, memory), buffer, layout, settings, thread: 0 };
  const turns = new Turns();
  const run = (phase: Phase) => runInSlices(context, phase, turns, signal);
  return runTraining({ interactions, options, layout, buffer, run, onFactors });
}

/** Says when the thread is to be given back: a slice goes on over phases that are shorter than it. */
class Turns {
  #sliceEnd = performance.now() + SLICE_MILLISECONDS;

  get isOver(): boolean {
    return performance.now() >= this.#sliceEnd;
  }

  async giveBack(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.#sliceEnd = performance.now() + SLICE_MILLISECONDS;
  }
}

async function runInSlices(
  context: PhaseContext,
  phase: Phase,
  turns: Turns,
  signal?: AbortSignal,
): Promise<number> {
  const units = takeUnits(context, phase);
  for (;;) {
    if (signal?.aborted) throw abortError(signal);
    const step = units.next();
    if (step.done) return step.value;
    if (turns.isOver) await turns.giveBack();
  }
}

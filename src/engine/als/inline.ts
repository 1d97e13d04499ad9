import { takingTurns } from '../../util/work.js';
import { checkInteractions } from '../matrix/check-interactions.js';
import type { Interactions } from '../matrix/interactions.js';
import type { AnyWasmMemory, WasmModule } from '../wasm/web-assembly.js';
import { bindKernel } from './kernel.js';
import { layOutMemory } from './layout.js';
import type { CheckedAlsOptions } from './options.js';
import type { Phase, PhaseContext } from './phases.js';
import { runTraining, type Training } from './run-training.js';
import { sizesOf } from './sizes-of.js';
import { takeUnits } from './take-units.js';
import type { TrainedFactors } from './trained-factors.js';

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
  const turn = takingTurns(signal);
  const run = (phase: Phase) => runInSlices(context, phase, turn);
  return runTraining({ interactions, options, layout, buffer, run, onFactors });
}

/** Runs a phase; a slice goes on over phases that are shorter than it. */
async function runInSlices(
  context: PhaseContext,
  phase: Phase,
  turn: ReturnType<typeof takingTurns>,
): Promise<number> {
  const units = takeUnits(context, phase);
  for (;;) {
    const pause = turn();
    if (pause) await pause;
    const step = units.next();
    if (step.done) return step.value;
  }
}

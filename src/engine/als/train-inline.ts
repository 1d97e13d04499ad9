import type { AnyWasmMemory, WasmModule } from '../../util/web-assembly.js';
import { takingTurns } from '../../util/work.js';
import { checkInteractions } from '../matrix/check-interactions.js';
import type { Interactions } from '../matrix/interactions.js';
import { layOutMemory, sizesOf } from './layout.js';
import type { CheckedAlsOptions } from './options.js';
import type { Phase, PhaseContext } from './phases.js';
import { joinTraining, takeUnits } from './thread.js';
import type { TrainedFactors } from './trained-model.js';
import { runTraining, type Training } from './training.js';

/** What an inline training runs on. */
interface InlineParts {
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
  const sizes = sizesOf(interactions, { ...settings, threads: 1 });
  const memory = allocate(layOutMemory(sizes).totalBytes);
  const context = joinTraining({ module, memory, sizes, settings, thread: 0 });
  const { buffer, layout } = context;
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

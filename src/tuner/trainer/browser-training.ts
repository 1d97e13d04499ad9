import { trainFactorsInline } from '../../als/inline.js';
import type { CheckedAlsOptions } from '../../als/options.js';
import type { Training } from '../../als/run-training.js';
import type { TrainedFactors } from '../../als/trained-factors.js';
import type { Interactions } from '../../matrix/interactions.js';
import { allocateOwnMemory } from '../../wasm/memory.js';
import { ReusedMemory } from '../../wasm/reused-memory.js';
import type { TrainerKernel } from './kernels.js';
import type { ThreadPool } from './thread-pool.js';

/** What trainings in a browser run on. */
export interface TrainingParts {
  readonly kernel: TrainerKernel;
  /** The threads, where memory can be shared; else the worker trains on its own. */
  readonly pool?: ThreadPool;
}

/** One training after the other in the same memory. Whoever begins another has aborted the one before. */
export class BrowserTraining {
  readonly #parts: TrainingParts;
  readonly #memory = new ReusedMemory(allocateOwnMemory);

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  /** @param onFactors see {@link Training} */
  run(
    interactions: Interactions,
    options: CheckedAlsOptions,
    onFactors: NonNullable<Training['onFactors']>,
  ): Promise<TrainedFactors> {
    const { kernel, pool } = this.#parts;
    const { module } = kernel;
    if (pool) return pool.train(interactions, options, { module, onFactors });
    // A run that was dropped does not touch its memory again: it looks at its signal first.
    const allocate = (bytes: number) => this.#memory.take(bytes);
    return trainFactorsInline(interactions, options, { module, allocate, onFactors });
  }
}

import { abortError } from '../../../util/errors.js';
import type { WasmMemory, WasmModule } from '../../../util/web-assembly.js';
import { allocateMemory } from '../../kernels/memory.js';
import { loadKernel } from '../../kernels/node/load-kernel.js';
import { WorkerPool } from '../../kernels/node/worker-pool.js';
import { checkInteractions } from '../../matrix/check-interactions.js';
import type { Interactions } from '../../matrix/interactions.js';
import { layOutMemory, sizesOf, type TrainingSizes } from '../layout.js';
import type { CheckedAlsOptions } from '../options.js';
import type { Phase } from '../phases.js';
import { preparationKey } from '../prepare.js';
import type { TrainingTask } from '../thread.js';
import type { TrainedFactors } from '../trained-model.js';
import { endPhase, firstBroken, runTraining } from '../training.js';
import { IdleSlot } from './idle-slot.js';

/** What tests and benchmarks may choose; what is left out is what `trainAls` uses. */
export interface WorkshopParts {
  readonly kernel?: WasmModule;
  readonly script?: URL;
}

/**
 * How long threads and memory wait for another training: some times what it costs to begin anew, 1.4 s of processors for
 * 18 million entries. Longer, and what comes after a training could lack the memory.
 */
const IDLE_MILLISECONDS = 20_000;

/** Plays in memory, ready for the kernel. */
interface LaidOut {
  readonly sizes: TrainingSizes;
  readonly memory: WasmMemory;
  /** What they are prepared for, see preparationKey; undefined before. */
  preparedFor?: string;
}

/**
 * Threads that train, with the compiled kernel, and the memory that holds the plays: the next training on the same plays
 * finds them as the last one left them. Between trainings they are kept with the plays ({@link Interactions}); they belong
 * to one training at a time, and others that run meanwhile have their own.
 */
export class Workshop {
  readonly #parts: WorkshopParts;
  readonly #threads: number;
  readonly #module: WasmModule;
  readonly #pool: WorkerPool;
  #laidOut: LaidOut | undefined;
  /** After an abort: when every thread has ended the unit it was at, and leaves the memory alone. */
  #settled: Promise<unknown> = Promise.resolve();

  private constructor(threads: number, parts: WorkshopParts) {
    this.#parts = parts;
    this.#threads = threads;
    this.#module = parts.kernel ?? loadKernel('als');
    const script = parts.script ?? new URL('./worker.js', import.meta.url);
    const data = Array.from({ length: threads }, (_, thread) => ({ thread }));
    this.#pool = new WorkerPool('training', script, data);
  }

  /** Trains in the workshop that is kept with the plays, if it suits, else in a new one, which is kept afterwards. */
  static async train(
    interactions: Interactions,
    options: CheckedAlsOptions,
    parts: WorkshopParts,
  ): Promise<TrainedFactors> {
    const { threads } = options.settings;
    const slot = slotOf(interactions);
    const kept = slot.take();
    const suits = kept instanceof Workshop && kept.#suits(threads, parts);
    if (!suits) {
      await kept?.close();
      checkInteractions(interactions);
    }
    const workshop = suits ? kept : new Workshop(threads, parts);
    const keep = () => {
      workshop.#pool.keepAlive(false);
      slot.keep(workshop, IDLE_MILLISECONDS);
    };
    try {
      const trained = await workshop.#train(interactions, options);
      keep();
      return trained;
    } catch (error) {
      // Whoever turns a knob stops a training for the next one.
      if (options.signal?.aborted && !workshop.#pool.isBroken) keep();
      else await workshop.close();
      throw error;
    }
  }

  #suits(threads: number, { kernel, script }: WorkshopParts): boolean {
    const { kernel: own, script: ownScript } = this.#parts;
    return threads === this.#threads && kernel === own && script === ownScript && !this.#pool.isBroken;
  }

  async #train(interactions: Interactions, options: CheckedAlsOptions): Promise<TrainedFactors> {
    this.#pool.keepAlive(true);
    await this.#settled;
    const { settings, signal } = options;
    const { sizes, memory, preparedFor } = this.#layOut(sizesOf(interactions, settings));
    const layout = layOutMemory(sizes);
    const task: TrainingTask = { kind: 'join', module: this.#module, memory, sizes, settings };
    // Threads answer in order, so that the first phase waits for this; where it fails, all that follows fails, too.
    let running = this.#pool.run(task);
    running.catch(() => {});
    const key = preparationKey(settings);
    let isPrepared = preparedFor === key;
    const aborted = whenAborted(signal);
    try {
      return await runTraining({
        interactions,
        options,
        layout,
        buffer: memory.buffer,
        isPrepared,
        run: async (phase: Phase) => {
          isPrepared ||= phase.kind !== 'prepare';
          running = this.#pool.run(phase);
          return firstBroken(await Promise.race([running, aborted.promise]));
        },
      });
    } finally {
      aborted.release();
      endPhase(memory.buffer, layout);
      this.#settled = running.catch(() => {});
      this.#laidOut = { sizes, memory, preparedFor: isPrepared ? key : undefined };
    }
  }

  /** The memory of the training before where it has the same sizes, else new memory. */
  #layOut(sizes: TrainingSizes): LaidOut {
    const before = this.#laidOut;
    // It may be collected while other memory takes its place.
    this.#laidOut = undefined;
    if (before && isEqual(before.sizes, sizes)) return before;
    return { sizes, memory: allocateMemory(layOutMemory(sizes).totalBytes) };
  }

  /** Ends the threads, also in the middle of their work, and waits until they are gone. */
  async close(): Promise<void> {
    this.#laidOut = undefined;
    await this.#pool.close();
  }
}

/** Where plays keep a workshop; one of another copy of this package, which plays can come from, is left alone. */
function slotOf(interactions: Interactions): IdleSlot {
  const { idle } = interactions;
  if (idle instanceof IdleSlot) return idle;
  const slot = new IdleSlot();
  interactions.idle ??= slot;
  return slot;
}

function isEqual(a: TrainingSizes, b: TrainingSizes): boolean {
  return (Object.keys(a) as (keyof TrainingSizes)[]).every((key) => a[key] === b[key]);
}

/** A promise that fails when a signal aborts, until it is released. */
function whenAborted(signal: AbortSignal | undefined): { promise: Promise<never>; release(): void } {
  let abort = () => {};
  const promise = new Promise<never>((_, reject) => {
    abort = () => reject(abortError(signal as AbortSignal));
  });
  promise.catch(() => {});
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  return { promise, release: () => signal?.removeEventListener('abort', abort) };
}

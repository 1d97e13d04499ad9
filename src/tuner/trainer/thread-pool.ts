import { checkInteractions } from '../../als/check-interactions.js';
import { layOutMemory } from '../../als/layout.js';
import type { CheckedAlsOptions } from '../../als/options.js';
import type { Phase } from '../../als/phases.js';
import { firstBroken, runTraining, type Training } from '../../als/run-training.js';
import { sizesOf } from '../../als/sizes-of.js';
import type { TrainedFactors } from '../../als/trained-factors.js';
import type { Interactions } from '../../matrix/interactions.js';
import { abortError } from '../../util/errors.js';
import { allocateMemory } from '../../wasm/memory.js';
import { ReusedMemory } from '../../wasm/reused-memory.js';
import type { WasmModule } from '../../wasm/web-assembly.js';
import type { ThreadTask } from './thread.js';
import { startWorker, type WebWorker } from './web-worker.js';

/** A thread, and who waits for its answers: they come in the order of the phases. */
interface Thread {
  readonly worker: WebWorker;
  readonly waiting: { answer(row: number): void; fail(error: Error): void }[];
}

/** What a training on threads runs on. */
export interface ThreadParts {
  readonly module: WasmModule;
  /** See {@link Training}. */
  readonly onFactors?: Training['onFactors'];
}

/**
 * Web Workers that train together on shared memory, which browsers allow in pages that are cross-origin isolated.
 * They are started as they are needed and wait for the next training: starting one takes as long as many an
 * iteration.
 */
export class ThreadPool {
  readonly #script: string;
  readonly #threads: Thread[] = [];
  readonly #memory = new ReusedMemory(allocateMemory);
  /** Settles when no thread is in the middle of a phase. */
  #quiet: Promise<unknown> = Promise.resolve();

  /** @param script address of the script that calls `serveThread` */
  constructor(script: string) {
    this.#script = script;
  }

  /** Trains with `settings.threads` workers; the result has the same bits with any number of them. */
  async train(
    interactions: Interactions,
    options: CheckedAlsOptions,
    { module, onFactors }: ThreadParts,
  ): Promise<TrainedFactors> {
    checkInteractions(interactions);
    const { settings, signal } = options;
    const sizes = sizesOf(interactions, settings);
    const layout = layOutMemory(sizes);
    // The threads of a run that was dropped go on to the end of their phase.
    await this.#quiet;
    if (signal?.aborted) throw abortError(signal);
    const memory = this.#memory.take(layout.totalBytes);
    while (this.#threads.length < settings.threads) this.#threads.push(startThread(this.#script));
    const used = this.#threads.slice(0, settings.threads);
    used.forEach(({ worker }, thread) => {
      worker.postMessage({ kind: 'join', module, memory, sizes, settings, thread } satisfies ThreadTask);
    });
    const run = async (phase: Phase) => {
      if (signal?.aborted) throw abortError(signal);
      const answers = Promise.all(used.map((thread) => ask(thread, phase)));
      this.#quiet = answers.catch(() => {});
      const row = firstBroken(await answers);
      if (signal?.aborted) throw abortError(signal);
      return row;
    };
    return runTraining({ interactions, options, layout, buffer: memory.buffer, run, onFactors });
  }
}

function startThread(script: string): Thread {
  const worker = startWorker(script);
  const waiting: Thread['waiting'] = [];
  worker.onmessage = ({ data }) => waiting.shift()?.answer(data as number);
  worker.onerror = ({ message = 'it could not be started' }) => {
    for (const { fail } of waiting.splice(0)) fail(new Error(`a training thread failed: ${message}`));
  };
  return { worker, waiting };
}

function ask({ worker, waiting }: Thread, phase: Phase): Promise<number> {
  const answered = new Promise<number>((answer, fail) => waiting.push({ answer, fail }));
  worker.postMessage(phase);
  return answered;
}

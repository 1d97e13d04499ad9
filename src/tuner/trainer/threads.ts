import { layOutMemory, sizesOf } from '../../engine/als/layout.js';
import type { CheckedAlsOptions } from '../../engine/als/options.js';
import type { Phase } from '../../engine/als/phases.js';
import { joinTraining, type ThreadTask, type TrainingTask, takeAllUnits } from '../../engine/als/thread.js';
import type { TrainedFactors } from '../../engine/als/trained-model.js';
import { firstBroken, runTraining, type Training } from '../../engine/als/training.js';
import { allocateMemory, ReusedMemory } from '../../engine/kernels/memory.js';
import { checkInteractions } from '../../engine/matrix/check-interactions.js';
import type { Interactions } from '../../engine/matrix/interactions.js';
import { abortError } from '../../util/errors.js';
import type { WasmModule } from '../../util/web-assembly.js';

/** What a training on threads runs on. */
interface ThreadParts {
  readonly module: WasmModule;
  /** See {@link Training}. */
  readonly onFactors?: Training['onFactors'];
}

/**
 * Web Workers that train together on shared memory, which browsers allow in pages that are cross-origin isolated.
 * They are started on demand and reused: starting one takes about as long as an iteration.
 */
export class ThreadPool {
  readonly #script: string;
  #threads: PoolThread[] = [];
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
    // The threads of a cancelled run continue to the end of their phase.
    await this.#quiet;
    if (signal?.aborted) throw abortError(signal);
    const memory = this.#memory.take(layout.totalBytes);
    this.#threads = this.#threads.filter(({ hasFailed }) => !hasFailed);
    while (this.#threads.length < settings.threads) this.#threads.push(new PoolThread(this.#script));
    const used = this.#threads.slice(0, settings.threads);
    used.forEach((each, thread) => {
      each.join({ kind: 'join', module, memory, sizes, settings, thread });
    });
    const run = async (phase: Phase) => {
      if (signal?.aborted) throw abortError(signal);
      const answers = used.map((thread) => thread.run(phase));
      this.#quiet = Promise.allSettled(answers);
      const row = firstBroken(await Promise.all(answers));
      if (signal?.aborted) throw abortError(signal);
      return row;
    };
    return runTraining({ interactions, options, layout, buffer: memory.buffer, run, onFactors });
  }
}

/** A worker and its pending answers, which arrive in the order of the phases. */
class PoolThread {
  readonly #worker: WebWorker;
  readonly #waiting: { answer(row: number): void; fail(error: Error): void }[] = [];
  #failure: Error | undefined;

  constructor(script: string) {
    this.#worker = startWorker(script);
    this.#worker.onmessage = ({ data }) => this.#waiting.shift()?.answer(data as number);
    this.#worker.onerror = ({ message }) => {
      this.#failure = new Error(`a training thread failed: ${message || 'it could not be started'}`);
      this.#worker.terminate();
      for (const { fail } of this.#waiting.splice(0)) fail(this.#failure);
    };
  }

  /** Whether it has failed and will not answer any more. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  join(task: JoinTask): void {
    this.#worker.postMessage(task);
  }

  /** Resolves with the first row that is not finite, or -1. */
  run(phase: Phase): Promise<number> {
    if (this.#failure) return Promise.reject(this.#failure);
    const answered = new Promise<number>((answer, fail) => this.#waiting.push({ answer, fail }));
    this.#worker.postMessage(phase);
    return answered;
  }
}

/** Makes a thread take part in a training from now on. */
export type JoinTask = TrainingTask & ThreadTask;

/** Makes a worker one of the threads of a training: it answers each phase with the first row that is not finite, or -1. */
export function serveThread(scope: WorkerScope, first: JoinTask): void {
  let context = joinTraining(first);
  scope.onmessage = ({ data }) => {
    const message = data as JoinTask | Phase;
    if (message.kind === 'join') context = joinTraining(message);
    else scope.postMessage(takeAllUnits(context, message));
  };
}

// The part of Web Workers that the trainer uses, for type checking without the browser's library.

/** A worker, seen from the thread that started it. */
interface WebWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
}

/** A worker's own global scope. */
export interface WorkerScope {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  /** Whether memory can be shared with other workers. */
  readonly crossOriginIsolated?: boolean;
  readonly location: { readonly href: string };
  readonly navigator: { readonly hardwareConcurrency: number };
}

/** The global scope, in a worker. */
export const workerScope = globalThis as unknown as WorkerScope;

/** Starts a worker from the address of its script. */
function startWorker(address: string): WebWorker {
  const { Worker } = globalThis as unknown as { Worker: new (address: string) => WebWorker };
  return new Worker(address);
}

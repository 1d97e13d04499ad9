import { Worker } from 'node:worker_threads';
import { abortError, messageOf } from '../util/errors.js';

/**
 * Worker threads that answer each message with one number. The first that fails, and an abort, fail
 * whatever is running; `close` ends them all.
 */
export class WorkerPool {
  readonly #workers: Worker[];
  readonly #failure: Promise<never>;
  readonly #signal: AbortSignal | undefined;
  readonly #work: string;
  #fail: (error: Error) => void = () => {};
  readonly #abort = () => this.#fail(abortError(this.#signal as AbortSignal));

  /**
   * @param work what the threads are for, for errors: `training`
   * @param script the workers' module
   * @param data (threads) what each worker is started with
   */
  constructor(work: string, script: URL, data: readonly object[], signal?: AbortSignal) {
    this.#failure = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // Whoever waits gets the failure from `run`; when nobody does, it is not an unhandled rejection.
    this.#failure.catch(() => {});
    this.#signal = signal;
    this.#work = work;
    signal?.addEventListener('abort', this.#abort, { once: true });
    if (signal?.aborted) this.#abort();
    this.#workers = data.map((workerData, index) =>
      this.#start(script, workerData, `${index + 1} of ${data.length}`),
    );
  }

  #start(script: URL, workerData: object, which: string): Worker {
    // The flags of the caller's process are not the worker's: some, such as --input-type, break it.
    const worker = new Worker(script, { workerData, execArgv: [] });
    worker.on('error', (cause) => {
      this.#fail(new Error(`${this.#work} thread ${which} failed: ${messageOf(cause)}`, { cause }));
    });
    worker.on('exit', (code) => {
      this.#fail(
        new Error(`${this.#work} thread ${which} ended before its work was done, with exit code ${code}`),
      );
    });
    return worker;
  }

  /** Sends every worker the message and waits for all answers. */
  run(message: unknown): Promise<number[]> {
    const answers = this.#workers.map((worker) => {
      const answer = new Promise<number>((resolve) => worker.once('message', resolve));
      worker.postMessage(message);
      return answer;
    });
    return Promise.race([Promise.all(answers), this.#failure]);
  }

  /** Ends all workers, also in the middle of their work, and waits until they are gone. */
  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#abort);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

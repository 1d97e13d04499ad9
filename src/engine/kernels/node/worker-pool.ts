import { Worker } from 'node:worker_threads';
import { abortError, messageOf } from '../../../util/errors.js';

/** A thread and the callers that wait for its answers, which come in the order of the messages. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: ((answer: number) => void)[];
}

/**
 * Worker threads that answer each message with one number. The first failure, or an abort, fails
 * everything that is running; `close` ends all threads.
 */
export class WorkerPool {
  readonly #threads: Thread[];
  readonly #failure: Promise<never>;
  readonly #signal: AbortSignal | undefined;
  readonly #work: string;
  #isBroken = false;
  #fail: (error: Error) => void = () => {};
  readonly #abort = () => this.#fail(abortError(this.#signal as AbortSignal));

  /**
   * @param work what the threads are for, for errors: `training`
   * @param script the workers' module
   * @param data (threads) what each worker is started with
   */
  constructor(work: string, script: URL, data: readonly object[], signal?: AbortSignal) {
    this.#failure = new Promise((_, reject) => {
      this.#fail = (error) => {
        this.#isBroken = true;
        reject(error);
      };
    });
    // `run` and `ask` pass the failure on; without a caller that waits it must not be an unhandled rejection.
    this.#failure.catch(() => {});
    this.#signal = signal;
    this.#work = work;
    signal?.addEventListener('abort', this.#abort, { once: true });
    if (signal?.aborted) this.#abort();
    this.#threads = data.map((workerData, index) =>
      this.#start(script, workerData, `${index + 1} of ${data.length}`),
    );
  }

  #start(script: URL, workerData: object, which: string): Thread {
    const waiting: Thread['waiting'] = [];
    // Workers must not inherit the flags of the process: some, such as --input-type, break them.
    const worker = new Worker(script, { workerData, execArgv: [] });
    worker.on('message', (answer) => waiting.shift()?.(answer));
    worker.on('error', (cause) => {
      this.#fail(new Error(`${this.#work} thread ${which} failed: ${messageOf(cause)}`, { cause }));
    });
    worker.on('exit', (code) => {
      this.#fail(
        new Error(`${this.#work} thread ${which} ended before its work was done, with exit code ${code}`),
      );
    });
    return { worker, waiting };
  }

  /** Whether a thread has failed or ended: then nothing is answered any more. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Whether the threads keep the process alive, as they do at first. */
  keepAlive(isWanted: boolean): void {
    for (const { worker } of this.#threads) {
      if (isWanted) worker.ref();
      else worker.unref();
    }
  }

  /** Sends every worker the message and waits for all answers. */
  run(message: unknown): Promise<number[]> {
    const answers = this.#threads.map((thread) => send(thread, message));
    return Promise.race([Promise.all(answers), this.#failure]);
  }

  /** Sends the message to the worker with the fewest still to answer, and waits for its answer. */
  ask(message: unknown): Promise<number> {
    const idlest = this.#threads.reduce((best, thread) =>
      thread.waiting.length < best.waiting.length ? thread : best,
    );
    return Promise.race([send(idlest, message), this.#failure]);
  }

  /** Ends all workers, also in the middle of their work, and waits until they are gone. */
  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#abort);
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }
}

function send({ worker, waiting }: Thread, message: unknown): Promise<number> {
  const answer = new Promise<number>((resolve) => waiting.push(resolve));
  worker.postMessage(message);
  return answer;
}

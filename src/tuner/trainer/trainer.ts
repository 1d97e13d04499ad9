import type { AlsSettings } from '../../als/options.js';
import type { Interactions } from '../../matrix/interactions.js';
import { InputError } from '../../util/errors.js';
import type { RunFactors, RunProgress, TrainerReady, TrainerReply, TrainerRequest } from './protocol.js';
import { TRAINER_SCRIPT } from './trainer-script.js';
import { startWorker, type WebWorker } from './web-worker.js';

/** How a run is to go, and who is told. */
export interface RunOptions {
  /** Whether to go on from the last finished run, where that has as many factors. Default false. */
  readonly warm?: boolean;
  /** Told after every iteration. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Told of the factors after the first iteration, to show something at once. */
  readonly onFirst?: (factors: RunFactors) => void;
}

interface Run extends RunOptions {
  readonly number: number;
  resolve(factors: RunFactors | undefined): void;
  reject(error: Error): void;
}

/**
 * Trains in a Web Worker of the page, so that the page stays free; also in a page opened from disk. One run at a
 * time: a newer one drops the one that is running.
 *
 * @example
 * const trainer = new Trainer(interactions);
 * const found = await trainer.train({ factors: 20, alpha: 40, computeLoss: true }, { warm: true, onProgress });
 * if (found) show(found.artistFactors); // undefined where a newer run has dropped this one
 */
export class Trainer {
  /** Settles when the subset is loaded: which build of the kernel runs, and whether it may use threads. */
  readonly ready: Promise<TrainerReady>;
  readonly #worker: WebWorker;
  readonly #address: string;
  #running: Run | undefined;
  #runs = 0;
  #failure: Error | undefined;
  #settleReady: { resolve(ready: TrainerReady): void; reject(error: Error): void } | undefined;

  /**
   * A page with a security policy needs `worker-src blob:` and, for WebAssembly, `script-src 'wasm-unsafe-eval'`.
   *
   * @param interactions (users x artists) plays to train on; they are copied to the worker
   */
  constructor({ users, artists, byUser }: Interactions) {
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    // Who does not ask is told by `train`.
    this.ready.catch(() => {});
    this.#address = URL.createObjectURL(new Blob([TRAINER_SCRIPT], { type: 'text/javascript' }));
    this.#worker = startWorker(this.#address);
    this.#worker.onmessage = ({ data }) => this.#take(data as TrainerReply);
    this.#worker.onerror = ({ message = 'the page does not let it start' }) => {
      this.#fail(new Error(`the training worker failed: ${message}`));
    };
    this.#worker.onmessageerror = () =>
      this.#fail(new Error('a message of the training worker is unreadable'));
    this.#ask({ kind: 'load', subset: { users: users.names, artists: artists.names, byUser } });
  }

  /**
   * Trains with these options.
   *
   * @param options as for `trainAls`; what is left out has its default
   * @returns the factors, or undefined where a newer run, `stop` or `close` has dropped this one
   * @throws InputError with the trainer's sentence for impossible options or factors that are no longer finite;
   * the worker lives on. Error where the worker itself has failed.
   */
  train(options: Partial<AlsSettings>, watch: RunOptions = {}): Promise<RunFactors | undefined> {
    this.#drop();
    if (this.#failure) return Promise.reject(this.#failure);
    const number = ++this.#runs;
    return new Promise((resolve, reject) => {
      this.#running = { ...watch, number, resolve, reject };
      this.#ask({ kind: 'train', run: number, options, warm: watch.warm ?? false });
    });
  }

  /** Drops the run that is training, if there is one. */
  stop(): void {
    this.#drop();
    this.#ask({ kind: 'stop' });
  }

  /** Ends the worker. */
  close(): void {
    this.#drop();
    this.#failure ??= new InputError('the trainer is closed; make a new one');
    this.#worker.terminate();
    URL.revokeObjectURL(this.#address);
  }

  #ask(request: TrainerRequest): void {
    this.#worker.postMessage(request);
  }

  #drop(): void {
    this.#running?.resolve(undefined);
    this.#running = undefined;
  }

  #take(reply: TrainerReply): void {
    if (reply.kind === 'ready') this.#settleReady?.resolve(reply);
    else if (reply.kind === 'failed' && reply.run === undefined) this.#fail(new InputError(reply.message));
    // Else a dropped run said it before it heard of that.
    else if (this.#running && this.#running.number === reply.run) this.#follow(this.#running, reply);
  }

  #follow(run: Run, reply: Exclude<TrainerReply, TrainerReady>): void {
    if (reply.kind === 'progress') {
      run.onProgress?.(reply);
    } else if (reply.kind === 'factors' && !reply.isFinal) {
      run.onFirst?.(reply);
    } else {
      this.#running = undefined;
      if (reply.kind === 'failed') run.reject(new InputError(reply.message));
      else run.resolve(reply);
    }
  }

  #fail(error: Error): void {
    this.#failure = error;
    this.#settleReady?.reject(error);
    this.#running?.reject(error);
    this.#running = undefined;
  }
}

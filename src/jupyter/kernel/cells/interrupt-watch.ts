import { Session } from 'node:inspector';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/**
 * Milliseconds that the main thread has to take an interrupt before what keeps it is terminated: long enough
 * for what the kernel itself does between cells, short enough for an interrupt within a second.
 */
const PATIENCE = 500;

/** Milliseconds between two looks for a signal. */
const LOOK = 50;

/** Places in the memory both threads share. */
const ASKED = 0;
const TAKEN = 1;
const SHIELDED = 2;
/** Never changes: waiting for it is a pause. */
const NOTHING = 3;

/**
 * Sees to it that an interrupt (SIGINT) reaches a kernel that is in a loop: a thread of its own waits for
 * the signal, and terminates what keeps the main thread from taking it.
 */
export class InterruptWatch {
  readonly #shared = new Int32Array(new SharedArrayBuffer(16));
  readonly #onInterrupt: () => void;

  /** @param onInterrupt called once for each interrupt, on the main thread */
  constructor(onInterrupt: () => void) {
    this.#onInterrupt = onInterrupt;
    const watcher = new Worker(new URL(import.meta.url), { workerData: this.#shared, execArgv: [] });
    watcher.on('message', () => this.take());
    watcher.unref();
    // While the watcher starts, the signal comes here.
    process.on('SIGINT', onInterrupt);
  }

  /** Takes interrupts that are asked for and not taken yet. */
  take(): void {
    const asked = Atomics.load(this.#shared, ASKED);
    if (Atomics.exchange(this.#shared, TAKEN, asked) === asked) return;
    Atomics.notify(this.#shared, TAKEN);
    this.#onInterrupt();
  }

  /** Runs work of the kernel itself, such as compiling, that is not to be terminated half-way. */
  shield<T>(work: () => T): T {
    Atomics.add(this.#shared, SHIELDED, 1);
    try {
      return work();
    } finally {
      Atomics.sub(this.#shared, SHIELDED, 1);
    }
  }
}

/** Parts of Node that have no public door. */
const internals = process as unknown as { binding(name: string): unknown };

/** What the thread does: waits for a signal, tells of it, and helps when nobody listens. */
async function watchSignals(shared: Int32Array): Promise<void> {
  const watch = internals.binding('contextify') as SignalWatch;
  // Never stopped: between two watches a signal would end the process.
  watch.startSigintWatchdog();
  for (;;) {
    waitForSignal(watch, shared);
    const asked = Atomics.add(shared, ASKED, 1) + 1;
    parentPort?.postMessage('interrupt');
    await untilTaken(shared, asked);
  }
}

/** What `node:vm` and Node's REPL learn of SIGINT by; other ways need the event loop of the main thread. */
interface SignalWatch {
  startSigintWatchdog(): void;
  /** Whether a signal has come since the last call. */
  stopSigintWatchdog(): boolean;
}

function waitForSignal(watch: SignalWatch, shared: Int32Array): void {
  for (;;) {
    Atomics.wait(shared, NOTHING, 0, LOOK);
    watch.startSigintWatchdog();
    if (watch.stopSigintWatchdog()) return;
  }
}

/** Waits until the main thread has taken an interrupt, and ends what it does when that takes long. */
async function untilTaken(shared: Int32Array, asked: number): Promise<void> {
  let session: Session | undefined;
  for (let taken = Atomics.load(shared, TAKEN); taken < asked; taken = Atomics.load(shared, TAKEN)) {
    const inTime = Atomics.wait(shared, TAKEN, taken, PATIENCE) !== 'timed-out';
    if (!inTime && !session && Atomics.load(shared, SHIELDED) === 0) session = terminate();
  }
  session?.disconnect();
  await nextTurn();
}

/**
 * Ends what the main thread does as soon as it comes out of native code. What is ended runs no `finally`, so
 * Node's stack of asynchronous contexts is emptied first; Node ends the process when something is left on it.
 *
 * @returns the session, to be closed once the interrupt is taken: a process does not end while it is open
 */
function terminate(): Session {
  const session = new Session();
  session.connectToMainThread();
  const expression = "process.binding('async_wrap').clearAsyncIdStack()";
  session.post('Runtime.evaluate', { expression, silent: true });
  session.post('Runtime.terminateExecution');
  return session;
}

if (!isMainThread && workerData instanceof Int32Array) void watchSignals(workerData);

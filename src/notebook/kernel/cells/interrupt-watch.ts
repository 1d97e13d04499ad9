import { createHook } from 'node:async_hooks';
import { Session } from 'node:inspector';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/**
 * Milliseconds the main thread has to take an interrupt before the blocking code is terminated: long enough for the
 * kernel's own work between cells, short enough to interrupt within a second.
 */
const PATIENCE = 500;

/** Milliseconds between checks for a signal. */
const LOOK = 50;

/** Indices in the shared memory of both threads. */
const ASKED = 0;
const TAKEN = 1;
/** Whether the thread waits for signals. */
const WATCHING = 2;
/** Never changes: waiting on it is a pause. */
const NOTHING = 3;

/** Whether Node tolerates that code is terminated before leaving its contexts; see {@link leaveContexts}. */
const ENDS_UNASKED = Number(process.versions.node.split('.')[0]) >= 24;

/** The function the thread calls on the main thread, interrupting its code: `globalThis[Symbol.for(END)]()`. */
const END = 'listenlab.end';

/**
 * Makes sure that an interrupt (SIGINT) reaches a kernel in a busy loop: a separate thread waits for the signal, and
 * terminates the code that keeps the main thread from taking it.
 */
export class InterruptWatch {
  readonly #shared = new Int32Array(new SharedArrayBuffer(16));
  readonly #onInterrupt: () => void;

  /**
   * @param onInterrupt called once for each interrupt, on the main thread
   * @param mayEnd whether the main thread's current code may be terminated
   */
  constructor(onInterrupt: () => void, mayEnd: () => boolean) {
    this.#onInterrupt = onInterrupt;
    const session = new Session();
    session.connect();
    // Checks and terminates in one step: a moment later the main thread may do something else.
    const value = () => {
      if (!this.#isAsked || !mayEnd() || isInContexts(value)) return;
      leaveContexts();
      session.post('Runtime.terminateExecution');
    };
    Object.defineProperty(globalThis, Symbol.for(END), { value });
    const watcher = new Worker(new URL(import.meta.url), { workerData: this.#shared, execArgv: [] });
    watcher.on('message', () => this.take());
    watcher.unref();
    // While the watcher starts, the signal arrives here.
    process.on('SIGINT', onInterrupt);
  }

  get #isAsked(): boolean {
    return Atomics.load(this.#shared, ASKED) > Atomics.load(this.#shared, TAKEN);
  }

  /** Takes an interrupt that has just arrived, and that the thread may not have seen yet. */
  takeLatest(): void {
    // Earlier, checking would reset the signal handling.
    const isWatching = Atomics.load(this.#shared, WATCHING) === 1;
    if (isWatching && hasCome(signalWatch())) Atomics.add(this.#shared, ASKED, 1);
    this.take();
  }

  /** Takes pending interrupts. */
  take(): void {
    const asked = Atomics.load(this.#shared, ASKED);
    if (Atomics.exchange(this.#shared, TAKEN, asked) === asked) return;
    Atomics.notify(this.#shared, TAKEN);
    followPromises();
    this.#onInterrupt();
  }
}

/** Parts of Node without a public API. */
const internals = process as unknown as { binding(name: string): unknown };

/** The thread's loop: waits for a signal, reports it, and terminates code that does not react. */
async function watchSignals(shared: Int32Array): Promise<void> {
  const watch = signalWatch();
  // Never stopped: in between a signal would end the process.
  watch.startSigintWatchdog();
  Atomics.store(shared, WATCHING, 1);
  for (;;) {
    waitForSignal(watch, shared);
    const asked = Atomics.add(shared, ASKED, 1) + 1;
    parentPort?.postMessage('interrupt');
    await untilTaken(shared, asked);
  }
}

/** How `node:vm` and Node's REPL detect SIGINT; other ways need the main thread's event loop. */
interface SignalWatch {
  startSigintWatchdog(): void;
  /** Whether a signal has come since the last call. */
  stopSigintWatchdog(): boolean;
}

function waitForSignal(watch: SignalWatch, shared: Int32Array): void {
  for (;;) {
    Atomics.wait(shared, NOTHING, 0, LOOK);
    if (hasCome(watch)) return;
  }
}

/** Whether a signal has come since the last check, on any thread. */
function hasCome(watch: SignalWatch): boolean {
  watch.startSigintWatchdog();
  return watch.stopSigintWatchdog();
}

function signalWatch(): SignalWatch {
  return internals.binding('contextify') as SignalWatch;
}

/** Waits until the main thread has taken an interrupt, and terminates cell code that prevents it. */
async function untilTaken(shared: Int32Array, asked: number): Promise<void> {
  let session: Session | undefined;
  let patience = PATIENCE;
  for (let taken = Atomics.load(shared, TAKEN); taken < asked; taken = Atomics.load(shared, TAKEN)) {
    if (Atomics.wait(shared, TAKEN, taken, patience) !== 'timed-out') continue;
    patience = LOOK;
    session ??= connectToMainThread();
    await end(session);
  }
  session?.disconnect();
  await nextTurn();
}

/** A session to be closed once the interrupt is taken: a process does not end while one is open. */
function connectToMainThread(): Session {
  const session = new Session();
  session.connectToMainThread();
  return session;
}

/** Terminates the main thread's code as soon as it leaves native code, if allowed there. */
function end(session: Session): Promise<void> {
  const expression = `globalThis[Symbol.for('${END}')]()`;
  return new Promise((resolve) => {
    // The timer also keeps this thread alive, which a session does not.
    const unanswered = setTimeout(resolve, PATIENCE);
    const answered = () => {
      clearTimeout(unanswered);
      resolve();
    };
    session.post('Runtime.evaluate', { expression, silent: true }, (_error, answer) => {
      // The stack is too deep to check: only a cell's code does that.
      if (answer?.exceptionDetails && ENDS_UNASKED) session.post('Runtime.terminateExecution', answered);
      else answered();
    });
  });
}

/**
 * Leaves the asynchronous contexts of code about to be terminated, which cannot do so itself; otherwise Node would
 * abort the process. In Node 20 and 22 their stack is emptied and promises no longer add to it; later versions are told
 * not to check it (kernel-process.ts).
 */
function leaveContexts(): void {
  try {
    const contexts = internals.binding('async_wrap') as AsyncContexts;
    contexts.setPromiseHooks(undefined, undefined, undefined, undefined);
    contexts.clearAsyncIdStack();
  } catch {
    // A later version without this API.
  }
}

/** Whether Node is changing its stack of contexts where the main thread was stopped to call a function. */
function isInContexts(called: () => unknown): boolean {
  const stopped = { stack: '' };
  Error.captureStackTrace(stopped, called);
  const [, , frame = ''] = stopped.stack.split('\n');
  return frame.includes('node:internal/async_hooks');
}

interface AsyncContexts {
  setPromiseHooks(init?: unknown, before?: unknown, after?: unknown, settled?: unknown): void;
  clearAsyncIdStack(): void;
}

/** Follows promises again, which AsyncLocalStorage needs in Node 20 and 22. */
function followPromises(): void {
  createHook({ init() {} })
    .enable()
    .disable();
}

if (!isMainThread && workerData instanceof Int32Array) void watchSignals(workerData);

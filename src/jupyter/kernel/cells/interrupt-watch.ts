import { createHook } from 'node:async_hooks';
import { Session } from 'node:inspector';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/**
 * Milliseconds that the main thread has to be done with an interrupt before the cell's code that keeps it is
 * terminated: long enough for work that heeds its signal, short enough for an interrupt within a second.
 */
const PATIENCE = 500;

/** Milliseconds between two looks at what has come. */
const LOOK = 50;

/** Places in the memory both threads share: how many interrupts have come, and are over. */
const ASKED = 0;
const OVER = 1;
/** Never changes: waiting for it is a pause. */
const NOTHING = 2;

/** What the thread calls on the main thread, in the middle of what that does: `globalThis[Symbol.for(END)]()`. */
const END = 'listenlab.end';

/**
 * Sees to it that interrupts (SIGINT) reach a kernel that is in a loop: a thread of its own waits for the
 * signal, and terminates the cell's code that keeps the main thread from taking it, or goes on and on after
 * it was taken, as loops do that catch every error.
 */
export class InterruptWatch {
  readonly #shared = new Int32Array(new SharedArrayBuffer(12));
  readonly #onInterrupt: () => Promise<void>;
  #taken = 0;

  /**
   * @param onInterrupt called for interrupts, on the main thread; resolves when what they end is left behind
   * @param mayEnd whether the code that is running where this is called may be ended half-way; `isNew` says
   *   that an interrupt has not been taken yet
   */
  constructor(onInterrupt: () => Promise<void>, mayEnd: (isNew: boolean) => boolean) {
    this.#onInterrupt = onInterrupt;
    const isNew = () => Atomics.load(this.#shared, ASKED) > this.#taken;
    const session = new Session();
    session.connect();
    const value = () => {
      if (!isAsked(this.#shared) || !mayEnd(isNew()) || isInContexts(value)) return;
      leaveContexts();
      session.post('Runtime.terminateExecution');
    };
    Object.defineProperty(globalThis, Symbol.for(END), { value });
    const watcher = new Worker(new URL(import.meta.url), { workerData: this.#shared, execArgv: [] });
    watcher.on('message', () => {
      followPromises();
      this.#take();
    });
    watcher.unref();
    // While the watcher starts, the signal comes here.
    process.on('SIGINT', () => this.interrupt());
  }

  /** Interrupts, as a signal does. */
  interrupt(): void {
    Atomics.add(this.#shared, ASKED, 1);
    this.#take();
  }

  /** Takes interrupts that have come and were not taken yet. */
  #take(): void {
    const asked = Atomics.load(this.#shared, ASKED);
    if (asked === this.#taken) return;
    this.#taken = asked;
    // Two turns of the event loop: code that starves it has not been left behind.
    void this.#onInterrupt().then(() => setImmediate(() => setImmediate(() => this.#over(asked))));
  }

  #over(asked: number): void {
    Atomics.store(this.#shared, OVER, asked);
    followPromises();
  }
}

/** Parts of Node that have no public door. */
const internals = process as unknown as { binding(name: string): unknown };

/** What the thread does: waits for signals, tells of them, and ends what keeps them from being over. */
async function watchSignals(shared: Int32Array): Promise<void> {
  const watch = internals.binding('contextify') as SignalWatch;
  // Never stopped: between two watches a signal would end the process.
  watch.startSigintWatchdog();
  for (;;) {
    while (!isAsked(shared)) {
      Atomics.wait(shared, NOTHING, 0, LOOK);
      tellOfSignal(watch, shared);
    }
    const session = new Session();
    session.connectToMainThread();
    await untilOver(session, watch, shared);
    // A process does not end while a session is open.
    session.disconnect();
    // The event loop of this thread, too, has to turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function untilOver(session: Session, watch: SignalWatch, shared: Int32Array): Promise<void> {
  const since = performance.now();
  while (isAsked(shared)) {
    Atomics.wait(shared, NOTHING, 0, LOOK);
    tellOfSignal(watch, shared);
    if (performance.now() - since < PATIENCE) continue;
    await end(session);
  }
}

function isAsked(shared: Int32Array): boolean {
  return Atomics.load(shared, ASKED) > Atomics.load(shared, OVER);
}

function tellOfSignal(watch: SignalWatch, shared: Int32Array): void {
  watch.startSigintWatchdog();
  if (!watch.stopSigintWatchdog()) return;
  Atomics.add(shared, ASKED, 1);
  parentPort?.postMessage('interrupt');
}

/** What `node:vm` and Node's REPL learn of SIGINT by; other ways need the event loop of the main thread. */
interface SignalWatch {
  startSigintWatchdog(): void;
  /** Whether a signal has come since the last call. */
  stopSigintWatchdog(): boolean;
}

/** Ends what the main thread does as soon as it comes out of native code, if that may be ended there. */
function end(session: Session): Promise<void> {
  const expression = `globalThis[Symbol.for('${END}')]()`;
  return new Promise((resolve) => {
    // The timer also keeps this thread alive, which a session does not.
    const unanswered = setTimeout(resolve, PATIENCE);
    session.post('Runtime.evaluate', { expression, silent: true }, () => {
      clearTimeout(unanswered);
      resolve();
    });
  });
}

/**
 * Takes leave of the asynchronous contexts that the code is in, which is to be ended and cannot do so itself;
 * Node would end the process for it. In Node 20 and 22 their stack is emptied and no promise adds to it any
 * more; later versions are told not to check it (kernel-command.ts).
 */
function leaveContexts(): void {
  try {
    const contexts = internals.binding('async_wrap') as AsyncContexts;
    contexts.setPromiseHooks(undefined, undefined, undefined, undefined);
    contexts.clearAsyncIdStack();
  } catch {
    // A later version, which has no such door.
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

/**
 * Follows promises again, which AsyncLocalStorage needs in Node 20 and 22. Not to be called in a callback of a
 * promise: Node would miss how that began.
 */
function followPromises(): void {
  createHook({ init() {} })
    .enable()
    .disable();
}

if (!isMainThread && workerData instanceof Int32Array) void watchSignals(workerData);

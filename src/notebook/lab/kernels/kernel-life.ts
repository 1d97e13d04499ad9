import { setTimeout as sleep } from 'node:timers/promises';
import { type KernelEnd, type KernelProcess, startKernelProcess } from '../../jupyter/kernel-process.js';
import { newHeader, type RawMessage } from '../../jupyter/wire.js';
import { rawMessage } from './kernel-clients.js';
import { type KernelMessage, LabKernelSockets } from './kernel-sockets.js';

/** Milliseconds a kernel may take to end by itself once it was asked to. */
const SHUTDOWN_PATIENCE = 1000;
/** Milliseconds after which a kernel is asked again, when it replied but nothing of iopub has arrived. */
const NUDGE = 50;
/** Milliseconds in which what a kernel sent just before it died still arrives. */
const LAST_MESSAGES = 100;

/** What a life tells of itself. */
export interface LifeEvents {
  /** A message that is not an answer to the server's own questions. */
  onMessage(message: KernelMessage): void;
  /** The kernel answers on shell and is heard on iopub. */
  onReady(): void;
  /** The process ended, and its last messages have arrived. */
  onEnd(end: KernelEnd): void;
  onRefused(reason: string): void;
}

/** One run of a kernel's process, and the server's sockets to it. */
export class KernelLife {
  readonly #process: KernelProcess;
  readonly #sockets: LabKernelSockets;
  readonly #session: string;
  readonly #events: LifeEvents;
  readonly #startedAt = performance.now();
  #replied = false;
  #heard = false;
  #ready = false;

  /**
   * Starts a process; resolves when it runs, which is before it is ready.
   *
   * @param session name under which the server itself asks the kernel
   */
  static async start(
    cwd: string,
    environment: Readonly<Record<string, string>>,
    session: string,
    events: LifeEvents,
  ): Promise<KernelLife> {
    return new KernelLife(await startKernelProcess('listenlab', cwd, environment), session, events);
  }

  private constructor(kernelProcess: KernelProcess, session: string, events: LifeEvents) {
    this.#process = kernelProcess;
    this.#session = session;
    this.#events = events;
    this.#sockets = new LabKernelSockets(
      kernelProcess.connection,
      (message) => this.#take(message),
      events.onRefused,
    );
    void this.#watchEnd();
    this.#ask('shell', 'kernel_info_request', {});
  }

  get pid(): number {
    return this.#process.pid;
  }

  get isReady(): boolean {
    return this.#ready;
  }

  /** Milliseconds since the process started. */
  get age(): number {
    return performance.now() - this.#startedAt;
  }

  send(channel: 'shell' | 'control' | 'stdin', message: RawMessage): void {
    this.#sockets.send(channel, message);
  }

  /** Stops the running cell. A kernel that is not ready runs none, and the signal would end it. */
  interrupt(): void {
    if (!this.isReady) return;
    if (process.platform === 'win32') this.#ask('control', 'interrupt_request', {});
    else this.#process.kill('SIGINT');
  }

  /** Ends the process: asks first, kills it when it does not listen. */
  async end(restart: boolean): Promise<void> {
    if (this.isReady) {
      this.#ask('control', 'shutdown_request', { restart });
      const patience = new AbortController();
      const waited = sleep(SHUTDOWN_PATIENCE, undefined, { signal: patience.signal });
      await Promise.race([this.#process.ended, waited.catch(() => undefined)]);
      patience.abort();
    }
    await this.#process.dispose();
    this.#sockets.close();
  }

  async #watchEnd(): Promise<void> {
    const end = await this.#process.ended;
    await sleep(LAST_MESSAGES);
    this.#sockets.close();
    this.#events.onEnd(end);
  }

  #ask(channel: 'shell' | 'control', type: string, content: Record<string, unknown>): void {
    this.#sockets.send(channel, rawMessage(newHeader(type, this.#session), content));
  }

  #take(message: KernelMessage): void {
    const own = message.parent.session === this.#session;
    if (!own) this.#events.onMessage(message);
    if (this.#ready) return;
    const replied = own && message.channel === 'shell';
    this.#replied ||= replied;
    this.#heard ||= message.channel === 'iopub';
    this.#ready = this.#replied && this.#heard;
    if (this.#ready) this.#events.onReady();
    // The subscription had not reached the kernel yet: whatever it publishes next will arrive.
    else if (replied) setTimeout(() => this.#ask('shell', 'kernel_info_request', {}), NUDGE);
  }
}

import { randomUUID } from 'node:crypto';
import { abortError } from '../../util/errors.js';
import { KernelConnection, type KernelMessage } from './kernel-connection.js';
import { describeDeath } from './kernel-death.js';
import { type KernelEnd, type KernelName, type KernelProcess, startKernelProcess } from './kernel-process.js';
import type { JsonObject } from './nbformat.js';
import { type CellEvent, eventOf, type Published } from './outputs.js';
import { type Execution, RunningCell } from './running-cell.js';
import { newHeader, parsedPart, rawMessage } from './wire.js';

/** Milliseconds a kernel may take to end by itself after a shutdown request. */
const SHUTDOWN_PATIENCE = 3000;

/** Kernels started before giving up because each time another program was faster to take one of its ports. */
const MOST_STARTS = 5;

/** The kernel process ended while someone waited for it. The message says how, and what to do. */
export class KernelDiedError extends Error {
  override readonly name = 'KernelDiedError';
}

interface StartOptions {
  /** Default `listenlab`. */
  kernel?: KernelName;
  /** Folder the cells run in; default the working directory. */
  cwd?: string;
  /** Variables besides those of this process. */
  environment?: Readonly<Record<string, string>>;
  /** Aborts starting. */
  signal?: AbortSignal;
}

interface ExecuteOptions {
  /** Run without a trace: no input, no outputs, no number. Default false. */
  silent?: boolean;
  /** Abort requests queued behind this one if it fails. Default true. */
  stopOnError?: boolean;
  /** Receives output after the end of the code, as from a timer. */
  onLate?: (event: CellEvent) => void;
}

/**
 * A kernel process and the connection to it.
 *
 * @example
 * const kernel = await KernelClient.start();
 * const cell = kernel.execute('1 + 1');
 * for await (const event of cell.events) console.log(event);
 * console.log((await cell.reply).status); // ok
 * await kernel.shutdown();
 */
export class KernelClient {
  readonly #connection: KernelConnection;
  readonly #session = randomUUID();
  readonly #replies = new Map<string, (content: JsonObject) => void>();
  readonly #cells = new Map<string, RunningCell>();
  /** Listeners for output of cells after their end. */
  readonly #late = new Map<string, (event: CellEvent) => void>();
  readonly #ready: Promise<void>;
  readonly #death: Promise<never>;
  #deathError: KernelDiedError | undefined;
  #onReady: () => void = () => undefined;
  #onDeath: (error: KernelDiedError) => void = () => undefined;

  /** Starts a kernel and resolves when it answers on shell and iopub is connected: about 2 s. */
  static async start(options: StartOptions = {}): Promise<KernelClient> {
    const { kernel = 'listenlab', cwd = process.cwd(), environment, signal } = options;
    for (let starts = 1; ; starts++) {
      if (signal?.aborted) throw abortError(signal);
      const client = await KernelClient.#connected(
        await startKernelProcess(kernel, cwd, environment),
        signal,
      );
      if (client) return client;
      if (starts === MOST_STARTS) throw new Error(`other programs took ports of the kernel, ${starts} times`);
    }
  }

  /** @returns undefined, and no process, if another program has one of the kernel's ports */
  static async #connected(
    kernelProcess: KernelProcess,
    signal: AbortSignal | undefined,
  ): Promise<KernelClient | undefined> {
    const client = new KernelClient(kernelProcess);
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(abortError(signal)), { once: true });
      // While the process was started.
      if (signal?.aborted) reject(abortError(signal));
    });
    const taken = kernelProcess.portTaken.then(() => 'taken');
    try {
      const outcome = await Promise.race([client.#ready, client.#death, aborted, taken]);
      if (outcome !== 'taken') return client;
    } catch (error) {
      await client.kill();
      throw error;
    }
    await client.kill();
    return undefined;
  }

  private constructor(kernelProcess: KernelProcess) {
    this.#ready = new Promise((resolve) => {
      this.#onReady = resolve;
    });
    this.#death = new Promise((_, reject) => {
      this.#onDeath = reject;
    });
    this.#death.catch(() => undefined);
    this.#connection = new KernelConnection(kernelProcess, {
      onMessage: (message) => this.#take(message),
      onReady: () => this.#onReady(),
      onEnd: (end) => this.#takeEnd(end),
      onRefused: () => undefined,
    });
  }

  /** Process id of the kernel. */
  get pid(): number {
    return this.#connection.pid;
  }

  /** The kernel's own description: its kernel_info_reply. */
  get info(): JsonObject {
    return this.#connection.info;
  }

  /** Queues code; cells run one at a time, in the order of these calls. */
  execute(code: string, options: ExecuteOptions = {}): Execution {
    const { silent = false, stopOnError = true, onLate } = options;
    const cell = new RunningCell(() => {
      this.#cells.delete(id);
      if (onLate) this.#late.set(id, onLate);
    });
    const content = {
      code,
      silent,
      store_history: !silent,
      stop_on_error: stopOnError,
      user_expressions: {},
      allow_stdin: false,
      // Not part of the protocol: lets code show a static view to clients without widgets.
      show_widgets: false,
    };
    const id = this.#send('shell', 'execute_request', content, (reply) => cell.takeReply(reply));
    this.#cells.set(id, cell);
    if (this.#deathError) cell.fail(this.#deathError);
    return cell;
  }

  /**
   * Any other request, e.g. `complete_request`; resolves to the content of its reply.
   *
   * @throws KernelDiedError when the kernel ends first
   */
  async request(type: string, content: JsonObject = {}, channel: 'shell' | 'control' = 'shell') {
    const reply = new Promise<JsonObject>((resolve) => {
      this.#send(channel, type, content, resolve);
    });
    return Promise.race([reply, this.#death]);
  }

  /** Stops the running cell: a loop before its first `await`, or whatever it awaits. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  /** Ends the kernel: asks first, kills it if it does not respond. Leaves no process and no file. */
  async shutdown(): Promise<void> {
    await this.#connection.shutdown(SHUTDOWN_PATIENCE);
  }

  /** Ends the kernel at once. */
  async kill(): Promise<void> {
    await this.#connection.kill();
  }

  /** @returns the request's id, found in messages published for it */
  #send(
    channel: 'shell' | 'control',
    type: string,
    content: JsonObject,
    onReply: (content: JsonObject) => void,
  ): string {
    const header = newHeader(type, this.#session);
    this.#replies.set(header.msg_id, onReply);
    this.#connection.send(channel, rawMessage(header, content));
    return header.msg_id;
  }

  #take(message: KernelMessage): void {
    const { channel, header, parent } = message;
    const id = parent.msg_id ?? '';
    const content = parsedPart(message, 'content');
    if (channel === 'iopub') {
      const cell = this.#cells.get(id);
      if (cell) cell.takePublished({ header, content });
      else this.#takeLate(id, { header, content });
    } else {
      this.#replies.get(id)?.(content);
      this.#replies.delete(id);
    }
  }

  #takeLate(id: string, message: Published): void {
    const event = eventOf(message);
    if (event) this.#late.get(id)?.(event);
  }

  #takeEnd(end: KernelEnd): void {
    const { reason, advice } = describeDeath(end);
    const error = new KernelDiedError([reason, ...advice].join('\n'));
    this.#deathError = error;
    for (const cell of this.#cells.values()) cell.fail(error);
    this.#onDeath(error);
  }
}

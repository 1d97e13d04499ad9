import { setTimeout as sleep } from 'node:timers/promises';
import { abortError } from '../../util/errors.js';
import { ClientChannels } from './client-channels.js';
import { describeDeath } from './kernel-death.js';
import { type KernelName, type KernelProcess, startKernelProcess } from './kernel-process.js';
import type { JsonObject } from './nbformat.js';
import { type CellEvent, eventOf } from './outputs.js';
import type { Message } from './wire.js';

/** Milliseconds a kernel may take to end by itself once it was asked to. */
const SHUTDOWN_PATIENCE = 3000;

/** Milliseconds to wait for a message on iopub before asking for another one. */
const IOPUB_PATIENCE = 100;

/** Milliseconds in which what a kernel sent just before it died still arrives. */
const LAST_MESSAGES = 100;

/** The kernel process ended while someone waited for it. The message says how, and what to do. */
export class KernelDiedError extends Error {
  override readonly name = 'KernelDiedError';
}

export interface StartOptions {
  /** Default `listenlab`. */
  kernel?: KernelName;
  /** Folder the cells run in; default the working directory. */
  cwd?: string;
  /** Gives up starting. */
  signal?: AbortSignal;
}

export interface ExecuteOptions {
  /** Run without a trace: no input, no outputs, no number. Default false. */
  silent?: boolean;
  /** Abort the requests that wait behind this one when it fails. Default true. */
  stopOnError?: boolean;
  /** Receives what the code puts out after it has ended, as from a timer. */
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
  readonly #process: KernelProcess;
  readonly #channels: ClientChannels;
  readonly #cells = new Map<string, RunningCell>();
  /** Who hears what cells put out that have ended. */
  readonly #late = new Map<string, (event: CellEvent) => void>();
  readonly #death: Promise<never>;
  #deathError: KernelDiedError | undefined;
  #heard = false;
  #info: JsonObject = {};

  /** Starts a kernel and resolves when it answers on shell and is heard on iopub: about 2 s. */
  static async start(options: StartOptions = {}): Promise<KernelClient> {
    const { kernel = 'listenlab', cwd = process.cwd(), signal } = options;
    if (signal?.aborted) throw abortError(signal);
    const client = new KernelClient(await startKernelProcess(kernel, cwd));
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(abortError(signal)), { once: true });
    });
    try {
      await Promise.race([client.#becomeReady(), aborted]);
      return client;
    } catch (error) {
      await client.#dispose();
      throw error;
    }
  }

  private constructor(kernelProcess: KernelProcess) {
    this.#process = kernelProcess;
    this.#channels = new ClientChannels(kernelProcess.connection, (message) => {
      this.#heard = true;
      const id = message.parent.msg_id ?? '';
      const cell = this.#cells.get(id);
      const late = cell ? undefined : eventOf(message);
      cell?.takePublished(message);
      if (late) this.#late.get(id)?.(late);
    });
    this.#death = kernelProcess.ended.then(async (end) => {
      await sleep(LAST_MESSAGES);
      const { reason, advice } = describeDeath(end);
      const error = new KernelDiedError([reason, ...advice].join('\n'));
      this.#deathError = error;
      for (const cell of this.#cells.values()) cell.fail(error);
      throw error;
    });
    this.#death.catch(() => undefined);
  }

  /** Process id of the kernel. */
  get pid(): number {
    return this.#process.pid;
  }

  /** The kernel's own description: its kernel_info_reply. */
  get info(): JsonObject {
    return this.#info;
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
      // Not of the protocol: it lets code show what a slider would, to a reader who has none.
      show_widgets: false,
    };
    const takeReply = (reply: JsonObject) => cell.takeReply(reply);
    const id = this.#channels.send('shell', 'execute_request', content, takeReply);
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
      this.#channels.send(channel, type, content, resolve);
    });
    return Promise.race([reply, this.#death]);
  }

  /** Stops the running cell: a loop before its first `await`, or whatever it awaits. */
  async interrupt(): Promise<void> {
    if (process.platform === 'win32') await this.request('interrupt_request', {}, 'control');
    else this.#process.kill('SIGINT');
  }

  /** Ends the kernel: asks first, kills it when it does not listen. Leaves no process and no file. */
  async shutdown(): Promise<void> {
    const asked = this.request('shutdown_request', { restart: false }, 'control').catch(() => undefined);
    const patience = new AbortController();
    const waited = sleep(SHUTDOWN_PATIENCE, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.all([asked, this.#process.ended]), waited]);
    patience.abort();
    await this.#dispose();
  }

  /** Ends the kernel at once. */
  async kill(): Promise<void> {
    await this.#dispose();
  }

  async #dispose(): Promise<void> {
    await this.#process.dispose();
    await this.#death.catch(() => undefined);
    this.#channels.close();
  }

  async #becomeReady(): Promise<void> {
    do {
      this.#info = await this.request('kernel_info_request');
      if (!this.#heard) await sleep(IOPUB_PATIENCE);
    } while (!this.#heard);
  }
}

/**
 * Milliseconds of silence on iopub, after the reply, before the missing `idle` is given up. tslab's own
 * kernel loses it behind a few hundred printed lines; ours never does.
 */
const IDLE_PATIENCE = 5000;

/** How a kernel answered an execute_request. Kernels that are not ours leave out all but the status. */
export interface ExecuteReply {
  status: 'ok' | 'error' | 'aborted';
  executionCount: number | null;
  ename?: string;
  evalue?: string;
  traceback?: string[];
  /** The kernel lost the end of the cell's output on the way. */
  outputLost: boolean;
}

/** A cell that was handed to a kernel. */
export interface Execution {
  /** What the cell puts out, as it arrives; ends when the cell has ended, throws when the kernel dies. */
  readonly events: AsyncIterable<CellEvent>;
  /** Resolves when the kernel has replied and all output has arrived. */
  readonly reply: Promise<ExecuteReply>;
}

/** Brings together a cell's reply (shell) and its outputs and `idle` (iopub), which race each other. */
export class RunningCell implements Execution {
  readonly reply: Promise<ExecuteReply>;
  readonly #onEnd: () => void;
  #resolve: (reply: ExecuteReply) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #content: JsonObject | undefined;
  #idle = false;
  #patience: NodeJS.Timeout | undefined;
  #events: CellEvent[] = [];
  #ended = false;
  #wake: () => void = () => undefined;

  /** @param onEnd called once, when the cell has ended in whatever way */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
    this.reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Who reads only the events learns of a failure there.
    this.reply.catch(() => undefined);
  }

  get events(): AsyncIterable<CellEvent> {
    return this.#read();
  }

  takeReply(content: JsonObject): void {
    this.#content = content;
    this.#endIfDone();
  }

  takePublished(message: Message): void {
    const event = eventOf(message);
    if (event) {
      this.#events.push(event);
      this.#wake();
    }
    this.#idle ||= message.header.msg_type === 'status' && message.content.execution_state === 'idle';
    this.#endIfDone();
  }

  fail(error: Error): void {
    this.#reject(error);
    this.#end();
  }

  #endIfDone(): void {
    clearTimeout(this.#patience);
    if (!this.#content) return;
    if (this.#idle) this.#finish(this.#content, false);
    else this.#patience = setTimeout(() => this.#finish(this.#content as JsonObject, true), IDLE_PATIENCE);
  }

  #finish(content: JsonObject, outputLost: boolean): void {
    const { execution_count, ename, evalue, traceback } = content;
    this.#resolve({
      // tslab says `abort` where the protocol says `aborted`.
      status: content.status === 'ok' || content.status === 'error' ? content.status : 'aborted',
      executionCount: typeof execution_count === 'number' ? execution_count : null,
      ename: ename as string | undefined,
      evalue: evalue as string | undefined,
      traceback: traceback as string[] | undefined,
      outputLost,
    });
    this.#end();
  }

  #end(): void {
    clearTimeout(this.#patience);
    this.#ended = true;
    this.#wake();
    this.#onEnd();
  }

  async *#read(): AsyncGenerator<CellEvent> {
    for (;;) {
      const events = this.#events.splice(0);
      yield* events;
      if (events.length > 0) continue;
      if (this.#ended) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    await this.reply;
  }
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dealer, Subscriber } from 'zeromq';
import { abortError } from '../util/errors.js';
import { addressOf } from './connection.js';
import { type Execution, RunningCell } from './execution.js';
import { type KernelName, type KernelProcess, startKernelProcess } from './kernel-process.js';
import { type JsonObject, type Message, newHeader, parse, serialize } from './wire.js';

/** Milliseconds a kernel may take to end by itself once it was asked to. */
const SHUTDOWN_PATIENCE = 3000;

/** Milliseconds to wait for a message on iopub before asking for another one. */
const IOPUB_PATIENCE = 100;

/** Milliseconds in which what a kernel sent just before it died still arrives. */
const LAST_MESSAGES = 100;

/** The kernel process ended while someone waited for it. The message says how, and what it last wrote. */
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
  readonly #session = randomUUID();
  readonly #shell = new Dealer({ linger: 0, reconnectInterval: 20 });
  readonly #control = new Dealer({ linger: 0, reconnectInterval: 20 });
  readonly #iopub = new Subscriber({ linger: 0, reconnectInterval: 20, receiveHighWaterMark: 0 });
  readonly #replies = new Map<string, (reply: JsonObject) => void>();
  readonly #cells = new Map<string, RunningCell>();
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
    const { connection } = kernelProcess;
    this.#shell.connect(addressOf(connection, 'shell'));
    this.#control.connect(addressOf(connection, 'control'));
    this.#iopub.connect(addressOf(connection, 'iopub'));
    this.#iopub.subscribe();
    void this.#read(this.#shell, (message) => this.#takeReply(message));
    void this.#read(this.#control, (message) => this.#takeReply(message));
    void this.#read(this.#iopub, (message) => this.#takePublished(message));
    this.#death = kernelProcess.ended.then(async (how) => {
      await sleep(LAST_MESSAGES);
      const words = kernelProcess.lastWords();
      const error = new KernelDiedError(`the kernel process ${how}${words && `; it last wrote: ${words}`}`);
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
    const { silent = false, stopOnError = true } = options;
    const message = this.#newMessage('execute_request', {
      code,
      silent,
      store_history: !silent,
      stop_on_error: stopOnError,
      user_expressions: {},
      allow_stdin: false,
    });
    const id = message.header.msg_id;
    const cell = new RunningCell(() => this.#cells.delete(id));
    this.#cells.set(id, cell);
    if (this.#deathError) cell.fail(this.#deathError);
    else
      this.#send(this.#shell, message, (reply) => cell.takeReply(reply)).catch((error) => cell.fail(error));
    return cell;
  }

  /**
   * Any other request, e.g. `complete_request`; resolves to the content of its reply.
   *
   * @throws KernelDiedError when the kernel ends first
   */
  async request(type: string, content: JsonObject = {}, channel: 'shell' | 'control' = 'shell') {
    const socket = channel === 'shell' ? this.#shell : this.#control;
    const reply = new Promise<JsonObject>((resolve, reject) => {
      this.#send(socket, this.#newMessage(type, content), resolve).catch(reject);
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
    for (const socket of [this.#shell, this.#control, this.#iopub]) socket.close();
  }

  async #becomeReady(): Promise<void> {
    do {
      this.#info = await this.request('kernel_info_request');
      if (!this.#heard) await sleep(IOPUB_PATIENCE);
    } while (!this.#heard);
  }

  #newMessage(type: string, content: JsonObject): Message {
    const header = newHeader(type, this.#session);
    return { identities: [], header, parent: {}, metadata: {}, content, buffers: [] };
  }

  async #send(socket: Dealer, message: Message, onReply: (content: JsonObject) => void): Promise<void> {
    this.#replies.set(message.header.msg_id, onReply);
    await socket.send(serialize(message, this.#process.connection.key) as Buffer[]);
  }

  async #read(socket: Dealer | Subscriber, take: (message: Message) => void): Promise<void> {
    for await (const frames of socket) {
      // Frames without this connection's signature are nobody's: whoever sent them was not our kernel.
      let message: Message | undefined;
      try {
        message = parse(frames, this.#process.connection.key);
      } catch {}
      if (message) take(message);
    }
  }

  #takeReply({ parent, content }: Message): void {
    const id = parent.msg_id ?? '';
    this.#replies.get(id)?.(content);
    this.#replies.delete(id);
  }

  #takePublished(message: Message): void {
    this.#heard = true;
    this.#cells.get(message.parent.msg_id ?? '')?.takePublished(message);
  }
}

import { randomUUID } from 'node:crypto';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Dealer, Subscriber } from 'zeromq';
import { messageOf } from '../../util/errors.js';
import { addressOf, type MessageChannel } from './connection.js';
import type { KernelEnd, KernelProcess } from './kernel-process.js';
import type { JsonObject } from './nbformat.js';
import {
  type Header,
  newHeader,
  parsedPart,
  type RawMessage,
  rawMessage,
  signedFrames,
  verifiedParts,
} from './wire.js';

/** Milliseconds between attempts to reach a kernel that is still starting. */
const RECONNECT = 20;
/** Milliseconds after which a kernel is asked again, if it replied but nothing arrived on iopub. */
const NUDGE = 50;
/** Milliseconds without a message after which those that a kernel sent just before it died have all arrived. */
const LAST_MESSAGES = 100;

/** Queues that accept any number of requests at once; see the kernel's sockets. */
const UNLIMITED = { linger: 0, reconnectInterval: RECONNECT, sendHighWaterMark: 0, sendTimeout: 0 };

/** A channel on which a front end sends. */
type RequestChannel = Exclude<MessageChannel, 'iopub'>;

/** A message of a kernel, with the two headers parsed. */
export interface KernelMessage extends RawMessage {
  channel: MessageChannel;
  header: Header;
  parent: Partial<Header>;
}

/** Events of a connection. */
interface ConnectionEvents {
  /** A message that does not answer the connection's own requests. */
  onMessage(message: KernelMessage): void;
  /** The kernel answers on shell and iopub is connected. */
  onReady(): void;
  /** The process ended, and its last messages have arrived. */
  onEnd(end: KernelEnd): void;
  /** A message was dropped: without the connection's signature it is not from our kernel. */
  onRefused(reason: string): void;
}

/**
 * One kernel process and the sockets to it: from its start, through readiness, to its end. Messages pass as bytes, of
 * which only the signature and the two headers are read.
 */
export class KernelConnection {
  readonly #process: KernelProcess;
  readonly #events: ConnectionEvents;
  readonly #session = randomUUID();
  readonly #dealers: Record<RequestChannel, Dealer>;
  readonly #iopub = new Subscriber({ linger: 0, reconnectInterval: RECONNECT, receiveHighWaterMark: 0 });
  readonly #startedAt = performance.now();
  readonly #over: Promise<void>;
  #info: JsonObject | undefined;
  #heard = false;
  #received = 0;
  #ready = false;

  constructor(kernelProcess: KernelProcess, events: ConnectionEvents) {
    this.#process = kernelProcess;
    this.#events = events;
    // A kernel asks for input on stdin under the routing identity of the cell's request on shell.
    const options = { ...UNLIMITED, routingId: randomUUID() };
    this.#dealers = { shell: new Dealer(options), control: new Dealer(options), stdin: new Dealer(options) };
    const { connection } = kernelProcess;
    for (const channel of ['shell', 'control', 'stdin'] as const) {
      this.#dealers[channel].connect(addressOf(connection, channel));
      void this.#read(channel, this.#dealers[channel]);
    }
    this.#iopub.connect(addressOf(connection, 'iopub'));
    this.#iopub.subscribe();
    void this.#read('iopub', this.#iopub);
    this.#over = this.#watchEnd();
    this.#ask('shell', 'kernel_info_request', {});
  }

  /** Process id of the kernel. */
  get pid(): number {
    return this.#process.pid;
  }

  get isReady(): boolean {
    return this.#ready;
  }

  /** The kernel's own description, its kernel_info_reply; empty before it is ready. */
  get info(): JsonObject {
    return this.#info ?? {};
  }

  /** Milliseconds since the process started. */
  get age(): number {
    return performance.now() - this.#startedAt;
  }

  /** Sends to the kernel. Nothing is sent to one that has ended, and the queue of one that dies is lost. */
  send(channel: RequestChannel, message: RawMessage): void {
    const socket = this.#dealers[channel];
    if (socket.closed) return;
    const frames = signedFrames(message, this.#process.connection.key) as Buffer[];
    // A send fails only if the socket is closed meanwhile.
    socket.send(frames).catch(() => undefined);
  }

  /** Stops the running cell. A kernel that is not ready runs none, and the signal would end it. */
  interrupt(): void {
    if (!this.#ready) return;
    if (process.platform === 'win32') this.#ask('control', 'interrupt_request', {});
    else this.#process.kill('SIGINT');
  }

  /**
   * Ends the process: asks first, kills it if it does not respond. Leaves no process and no file.
   *
   * @param patience milliseconds that it may take to end by itself
   * @param restart whether it will be replaced, which the kernel is told
   */
  async shutdown(patience: number, restart = false): Promise<void> {
    if (this.#ready) {
      this.#ask('control', 'shutdown_request', { restart });
      const timer = new AbortController();
      const waited = sleep(patience, undefined, { signal: timer.signal });
      await Promise.race([this.#process.ended, waited.catch(() => undefined)]);
      timer.abort();
    }
    await this.kill();
  }

  /** Ends the process at once, and resolves when its last messages have arrived. */
  async kill(): Promise<void> {
    await this.#process.dispose();
    await this.#over;
  }

  async #watchEnd(): Promise<void> {
    const end = await this.#process.ended;
    let before: number;
    do {
      before = this.#received;
      await sleep(LAST_MESSAGES);
      // The timer of a busy thread fires before it reads what came meanwhile.
      await setImmediate();
    } while (this.#received > before);
    for (const socket of [...Object.values(this.#dealers), this.#iopub]) socket.close();
    this.#events.onEnd(end);
  }

  #ask(channel: RequestChannel, type: string, content: JsonObject): void {
    this.send(channel, rawMessage(newHeader(type, this.#session), content));
  }

  /** Keeps reading, whatever a kernel sends. */
  async #read(channel: MessageChannel, socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      this.#received += 1;
      try {
        const raw = verifiedParts(frames, this.#process.connection.key);
        const header = parsedPart(raw, 'header') as unknown as Header;
        const parent = parsedPart(raw, 'parent_header') as Partial<Header>;
        this.#take({ channel, header, parent, ...raw });
      } catch (error) {
        this.#events.onRefused(messageOf(error));
      }
    }
  }

  #take(message: KernelMessage): void {
    const own = message.parent.session === this.#session;
    if (!own) this.#events.onMessage(message);
    if (this.#ready) return;
    const replied = own && message.channel === 'shell';
    if (replied) this.#info = parsedPart(message, 'content');
    this.#heard ||= message.channel === 'iopub';
    this.#ready = this.#info !== undefined && this.#heard;
    if (this.#ready) this.#events.onReady();
    // The subscription had not reached the kernel yet: whatever it publishes next will arrive.
    else if (replied) setTimeout(() => this.#ask('shell', 'kernel_info_request', {}), NUDGE);
  }
}

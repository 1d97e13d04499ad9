import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Publisher, Reply, Router } from 'zeromq';
import { addressOf, type Connection } from '../jupyter/connection.js';
import type { JsonObject } from '../jupyter/nbformat.js';
import { type Message, newHeader, parse, serialize } from '../jupyter/wire.js';
import { unsentBytes } from './unsent.js';

/** Milliseconds pending messages may take to be delivered when the kernel ends: to a slow front end, or a busy machine. */
const LINGER = 30_000;

/**
 * Bytes per millisecond that ZeroMQ hands to the system, an eighth of what was measured. It does not report when its
 * queues are empty, and a process that ends early loses them.
 */
const SURE_RATE = 20_000;

/** Minimum milliseconds for a message to be handed to the system. */
const LEAST_WAIT = 20;

/**
 * An unlimited queue, which always accepts a message at once. Without the timeout of 0 the binding waits for a turn of
 * the event loop after 512 sends, and throws on sends before that.
 */
const UNLIMITED = { sendHighWaterMark: 0, sendTimeout: 0 };

/** What a published message may carry besides its content. */
export interface Extras {
  metadata?: JsonObject;
  buffers?: Uint8Array[];
}

/**
 * The kernel's five sockets. Nothing sent is ever dropped: the queues have no limit (a high-water mark
 * of 0), because a front end that misses one `idle` waits forever.
 */
export class KernelSockets {
  readonly #connection: Connection;
  readonly #log: (text: string) => void;
  readonly #session = randomUUID();
  readonly #iopub = new Publisher({ ...UNLIMITED, linger: LINGER });
  readonly #shell = new Router({ ...UNLIMITED, linger: LINGER });
  readonly #control = new Router({ ...UNLIMITED, linger: LINGER });
  readonly #stdin = new Router({ ...UNLIMITED, linger: 0 });
  readonly #heartbeat = new Reply({ linger: 0 });
  #isSending = false;
  /** Bytes that may still be queued, and when that was estimated. */
  #backlog = { bytes: 0, at: 0 };

  /** @param log receives one line for each refused message */
  constructor(connection: Connection, log: (text: string) => void) {
    this.#connection = connection;
    this.#log = log;
  }

  /** Whether a message is being sent, which must not be interrupted. */
  get isSending(): boolean {
    return this.#isSending;
  }

  async bind(): Promise<void> {
    const address = (channel: Parameters<typeof addressOf>[1]) => addressOf(this.#connection, channel);
    await Promise.all([
      this.#iopub.bind(address('iopub')),
      this.#shell.bind(address('shell')),
      this.#control.bind(address('control')),
      this.#stdin.bind(address('stdin')),
      this.#heartbeat.bind(address('hb')),
    ]);
    void this.#echoHeartbeats();
  }

  /** Calls `handle` with every message that arrives on a channel; refuses unsigned messages. */
  async listen(channel: 'shell' | 'control' | 'stdin', handle: (message: Message) => void): Promise<void> {
    for await (const frames of this.#router(channel)) {
      let message: Message;
      try {
        message = parse(frames, this.#connection.key);
      } catch (error) {
        this.#log(`refused on ${channel}: ${(error as Error).message}`);
        continue;
      }
      handle(message);
    }
  }

  /** Sends to every front end. `parent` is the header of the request that caused it. */
  publish(type: string, parent: Message['parent'], content: JsonObject, extras: Extras = {}): void {
    const message = this.#message(type, parent, content, extras);
    const frames = serialize({ ...message, identities: [Buffer.from(type)] }, this.#connection.key);
    this.#send(this.#iopub, frames);
    const size = frames.reduce((sum, frame) => sum + frame.length, 0);
    this.#backlog = { bytes: this.#queued() + size, at: performance.now() };
  }

  /** Answers one request on the channel it came from. */
  reply(channel: 'shell' | 'control', request: Message, content: JsonObject): void {
    const type = request.header.msg_type.replace(/_request$/, '_reply');
    const message = this.#message(type, request.header, content, {});
    const frames = serialize({ ...message, identities: request.identities }, this.#connection.key);
    this.#send(this.#router(channel), frames);
  }

  /** Asks the front end that sent a request for input, and returns the question's id; the answer comes on stdin. */
  ask(request: Message, content: JsonObject): string {
    const message = this.#message('input_request', request.header, content, {});
    const frames = serialize({ ...message, identities: request.identities }, this.#connection.key);
    this.#send(this.#stdin, frames);
    return message.header.msg_id;
  }

  /** Closes the sockets, and resolves when all messages have been delivered, however slowly front ends read them. */
  async close(): Promise<void> {
    for (const socket of [this.#iopub, this.#shell, this.#control, this.#stdin, this.#heartbeat]) {
      socket.close();
    }
    const latest = performance.now() + LINGER;
    await sleep(Math.min(LINGER, this.#queued() / SURE_RATE));
    const { iopub_port, shell_port, control_port } = this.#connection;
    // Twice, since between two pieces of a message there may be nothing to send.
    for (let delivered = 0; delivered < 2 && performance.now() < latest; ) {
      await sleep(LEAST_WAIT);
      const isUnsent = (await unsentBytes([iopub_port, shell_port, control_port])) > 0;
      delivered = isUnsent ? 0 : delivered + 1;
    }
  }

  #send(socket: Publisher | Router, frames: Uint8Array[]): void {
    this.#isSending = true;
    try {
      void socket.send(frames as Buffer[]);
    } finally {
      this.#isSending = false;
    }
  }

  #queued(): number {
    const { bytes, at } = this.#backlog;
    return Math.max(0, bytes - (performance.now() - at) * SURE_RATE);
  }

  #router(channel: 'shell' | 'control' | 'stdin'): Router {
    return { shell: this.#shell, control: this.#control, stdin: this.#stdin }[channel];
  }

  #message(type: string, parent: Message['parent'], content: JsonObject, extras: Extras): Message {
    const header = newHeader(type, this.#session, 'kernel');
    const { metadata = {}, buffers = [] } = extras;
    return { identities: [], header, parent, metadata, content, buffers };
  }

  async #echoHeartbeats(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }
}

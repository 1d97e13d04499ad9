import { randomUUID } from 'node:crypto';
import { Dealer, Subscriber } from 'zeromq';
import { addressOf, type Connection } from './connection.js';
import type { JsonObject } from './nbformat.js';
import { type Message, newHeader, parse, serialize } from './wire.js';

/** Milliseconds between attempts to reach a kernel that is still starting. */
const RECONNECT = 20;

/** Queues that take any number of requests at once; see the kernel's sockets. */
const OUTGOING = { linger: 0, reconnectInterval: RECONNECT, sendHighWaterMark: 0, sendTimeout: 0 };

/** A front end's sockets: requests go out on shell and control, replies and publications come in. */
export class ClientChannels {
  readonly #key: string;
  readonly #session = randomUUID();
  readonly #shell = new Dealer(OUTGOING);
  readonly #control = new Dealer(OUTGOING);
  readonly #iopub = new Subscriber({ linger: 0, reconnectInterval: RECONNECT, receiveHighWaterMark: 0 });
  readonly #replies = new Map<string, (content: JsonObject) => void>();

  /** @param onPublished receives every message of iopub */
  constructor(connection: Connection, onPublished: (message: Message) => void) {
    this.#key = connection.key;
    this.#shell.connect(addressOf(connection, 'shell'));
    this.#control.connect(addressOf(connection, 'control'));
    this.#iopub.connect(addressOf(connection, 'iopub'));
    this.#iopub.subscribe();
    void this.#read(this.#shell, (message) => this.#takeReply(message));
    void this.#read(this.#control, (message) => this.#takeReply(message));
    void this.#read(this.#iopub, onPublished);
  }

  /**
   * Sends a request.
   *
   * @param onReply receives the content of its reply
   * @returns the id that what is published for it carries
   */
  send(
    channel: 'shell' | 'control',
    type: string,
    content: JsonObject,
    onReply: (content: JsonObject) => void,
  ): string {
    const header = newHeader(type, this.#session);
    const message = { identities: [], header, parent: {}, metadata: {}, content, buffers: [] };
    this.#replies.set(header.msg_id, onReply);
    const socket = channel === 'shell' ? this.#shell : this.#control;
    // A send fails only on a closed socket: the kernel's end is told elsewhere.
    socket.send(serialize(message, this.#key) as Buffer[]).catch(() => undefined);
    return header.msg_id;
  }

  close(): void {
    for (const socket of [this.#shell, this.#control, this.#iopub]) socket.close();
  }

  async #read(socket: Dealer | Subscriber, take: (message: Message) => void): Promise<void> {
    for await (const frames of socket) {
      // Frames without this connection's signature are nobody's: whoever sent them was not our kernel.
      let message: Message | undefined;
      try {
        message = parse(frames, this.#key);
      } catch {}
      if (message) take(message);
    }
  }

  #takeReply({ parent, content }: Message): void {
    const id = parent.msg_id ?? '';
    this.#replies.get(id)?.(content);
    this.#replies.delete(id);
  }
}

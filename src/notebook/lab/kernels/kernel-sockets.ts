import { randomUUID } from 'node:crypto';
import { Dealer, Subscriber } from 'zeromq';
import { messageOf } from '../../../util/errors.js';
import { addressOf, type Connection } from '../../jupyter/connection.js';
import { type Header, type RawMessage, signedFrames, verifiedParts } from '../../jupyter/wire.js';
import type { SocketChannel, SocketMessage } from './socket-message.js';

/** Milliseconds between attempts to reach a kernel that is still starting. */
const RECONNECT = 20;

/** A message of a kernel, with the two parts read that say whom it concerns. */
export interface KernelMessage extends SocketMessage {
  header: Header;
  parent: Partial<Header>;
}

/** The server's sockets to one kernel process. Messages pass as bytes; only their signature is checked. */
export class LabKernelSockets {
  readonly #key: string;
  readonly #dealers: Record<'shell' | 'control' | 'stdin', Dealer>;
  readonly #iopub = new Subscriber({ linger: 0, reconnectInterval: RECONNECT, receiveHighWaterMark: 0 });

  /**
   * @param onMessage receives every message of the kernel that carries the connection's signature
   * @param onRefused receives why a message was dropped
   */
  constructor(
    connection: Connection,
    onMessage: (message: KernelMessage) => void,
    onRefused: (reason: string) => void,
  ) {
    this.#key = connection.key;
    // A kernel asks for input on stdin under the name that the cell's request came with on shell.
    const routingId = randomUUID();
    const options = { linger: 0, reconnectInterval: RECONNECT, routingId, sendHighWaterMark: 0 };
    this.#dealers = { shell: new Dealer(options), control: new Dealer(options), stdin: new Dealer(options) };
    for (const channel of ['shell', 'control', 'stdin'] as const) {
      this.#dealers[channel].connect(addressOf(connection, channel));
      void this.#read(channel, this.#dealers[channel], onMessage, onRefused);
    }
    this.#iopub.connect(addressOf(connection, 'iopub'));
    this.#iopub.subscribe();
    void this.#read('iopub', this.#iopub, onMessage, onRefused);
  }

  /** Sends to the kernel; what waits in the queue of a kernel that dies is gone with it. */
  send(channel: 'shell' | 'control' | 'stdin', message: RawMessage): void {
    const frames = signedFrames(message, this.#key) as Buffer[];
    // A send fails only on a closed socket: the kernel's end is told elsewhere.
    this.#dealers[channel].send(frames).catch(() => undefined);
  }

  close(): void {
    for (const socket of [...Object.values(this.#dealers), this.#iopub]) socket.close();
  }

  /** Whatever a kernel sends, reading goes on. */
  async #read(
    channel: SocketChannel,
    socket: Dealer | Subscriber,
    take: (message: KernelMessage) => void,
    onRefused: (reason: string) => void,
  ): Promise<void> {
    for await (const frames of socket) {
      try {
        const raw = verifiedParts(frames, this.#key);
        const [header, parent] = raw.parts
          .slice(0, 2)
          .map((part) => JSON.parse(Buffer.from(part).toString()));
        take({ channel, header, parent, ...raw });
      } catch (error) {
        onRefused(messageOf(error));
      }
    }
  }
}

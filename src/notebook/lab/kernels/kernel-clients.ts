import { newHeader, rawMessage } from '../../jupyter/wire.js';
import { type SocketMessage, sizeOf } from './socket-message.js';

/** A front end's WebSocket, as seen by the relay. */
export interface KernelClientSocket {
  /** The `session_id` the front end gave when it connected. */
  readonly session: string;
  send(message: SocketMessage): void;
  close(): void;
}

/** Most bytes kept for a disconnected front end; beyond that the oldest messages are dropped. */
const BUFFER_LIMIT = 64 * 2 ** 20;

/**
 * The front ends of one kernel. Published messages go to all of them, a reply to the one that asked. When the last one
 * disconnects, messages are kept, and sent if the same one reconnects, as in Jupyter.
 */
export class KernelClients {
  readonly #clients = new Set<KernelClientSocket>();
  /** Which front end speaks for a session. */
  readonly #speakers = new Map<string, KernelClientSocket>();
  /** The message that announces the kernel's process. */
  #process: SocketMessage | undefined;
  #away: string | undefined;
  #kept: SocketMessage[] = [];
  #keptBytes = 0;
  #dropped = 0;

  get size(): number {
    return this.#clients.size;
  }

  /** Whether the front end of a session is connected. */
  isOpen(session: string): boolean {
    return this.#speakers.has(session);
  }

  add(client: KernelClientSocket): void {
    this.#clients.add(client);
    this.#speakers.set(client.session, client);
    if (this.#process) client.send(this.#process);
    if (this.#away === client.session) {
      if (this.#dropped > 0) client.send(this.#dropNotice());
      for (const message of this.#kept) client.send(message);
    }
    this.forget();
  }

  remove(client: KernelClientSocket): void {
    if (!this.#clients.delete(client)) return;
    for (const [session, speaker] of this.#speakers) {
      if (speaker === client) this.#speakers.delete(session);
    }
    if (this.#clients.size === 0) this.#away = client.session;
  }

  /** Records which client sends under a session's name, to route replies. */
  heard(client: KernelClientSocket, session: string): void {
    this.#speakers.set(session, client);
  }

  /**
   * Delivers a message of the kernel.
   *
   * @param asker the session of the request it belongs to
   * @param ofCell whether that request ran a notebook's cell: every page of the notebook may show it, and one
   *   of them answers the cell's questions when the page that ran it is gone
   */
  deliver(message: SocketMessage, asker: string | undefined, ofCell = false): void {
    const { channel } = message;
    const speaker = asker === undefined ? undefined : this.#speakers.get(asker);
    if (this.#clients.size === 0) this.#keep(message);
    else if (channel === 'iopub' || (ofCell && (channel === 'shell' || !speaker))) this.#toAll(message);
    else speaker?.send(message);
  }

  /**
   * Tells every front end a state that the kernel itself cannot report: `restarting` or `dead`.
   *
   * @param reason why, for people
   */
  tellState(execution_state: 'restarting' | 'dead', kernelId: string, reason?: string): void {
    const message = rawMessage(newHeader('status', kernelId), { execution_state, reason });
    this.#toAll({ channel: 'iopub', ...message });
  }

  /**
   * Tells every front end that from here on messages come from a new process.
   *
   * @param reason why, for people
   */
  tellProcess(process: number, reason?: string): void {
    this.#toAll(processMessage(process, reason));
    // For later connections: they compare it with the process they knew.
    this.#process = processMessage(process);
  }

  /**
   * Tells every front end that the question to the user is answered: each may show it. Not part of Jupyter's protocol.
   */
  tellAnswered(): void {
    const message = rawMessage(newHeader('listenlab_answered', 'listenlab'), {});
    this.#toAll({ channel: 'iopub', ...message });
  }

  /** Drops kept messages. */
  forget(): void {
    this.#away = undefined;
    this.#kept = [];
    this.#keptBytes = 0;
    this.#dropped = 0;
  }

  closeAll(): void {
    for (const client of this.#clients) client.close();
  }

  #toAll(message: SocketMessage): void {
    for (const client of this.#clients) client.send(message);
  }

  #keep(message: SocketMessage): void {
    if (this.#away === undefined) return;
    this.#kept.push(message);
    this.#keptBytes += sizeOf(message);
    while (this.#keptBytes > BUFFER_LIMIT && this.#kept.length > 1) {
      this.#keptBytes -= sizeOf(this.#kept.shift() as SocketMessage);
      this.#dropped += 1;
    }
  }

  /** A line in the cell whose output was too large: nothing is lost silently. */
  #dropNotice(): SocketMessage {
    const text = `listenlab: ${this.#dropped} messages were dropped while no page was open\n`;
    const { parts, buffers } = rawMessage(newHeader('stream', 'listenlab'), { name: 'stderr', text });
    return { channel: 'iopub', parts: [parts[0], this.#kept[0].parts[1], parts[2], parts[3]], buffers };
  }
}

/** Not part of Jupyter's protocol: a page that sees a new process has lost its cells' variables. */
function processMessage(process: number, reason?: string): SocketMessage {
  return {
    channel: 'iopub',
    ...rawMessage(newHeader('listenlab_process', 'listenlab'), { process, reason }),
  };
}

import { randomUUID } from 'node:crypto';
import { isObject } from '../../util/checks.js';
import type { Comm, CommMessage, CommOpening, Comms } from '../../util/kernel-context.js';
import type { JsonObject } from '../jupyter/nbformat.js';
import type { Message } from '../jupyter/wire.js';
import type { CellExecution } from './execution.js';
import type { CellOutput } from './output.js';
import type { Extras } from './sockets.js';

type Handler = (message: CommMessage) => unknown;

interface OpenComm {
  comm: Comm;
  onMessage: Handler[];
  onClose: ((data: JsonObject) => unknown)[];
}

/** Publishes a comm message under the current request. */
type PublishComm = (type: string, content: JsonObject, extras: Extras) => void;

/** All open comms, whichever side opened them, and the handlers for those opened by front ends. */
export class CommRegistry implements Comms {
  readonly #publish: PublishComm;
  readonly #comms = new Map<string, OpenComm>();
  readonly #targets = new Map<string, (comm: Comm, opening: CommMessage) => unknown>();

  #attending = 0;

  constructor(publish: PublishComm) {
    this.#publish = publish;
  }

  /** Whether a cell waits for work that depends on messages from front ends. */
  get attended(): boolean {
    return this.#attending > 0;
  }

  /** Until the work has ended, messages do not wait for the running cell. */
  async attend<T>(work: () => Promise<T>): Promise<T> {
    this.#attending++;
    try {
      return await work();
    } finally {
      this.#attending--;
    }
  }

  open(target: string, opening: CommOpening = {}): Comm {
    const comm = this.#add(randomUUID(), target);
    const content = { comm_id: comm.id, target_name: target, data: opening.data ?? {} };
    this.#publish('comm_open', content, extrasOf(opening));
    return comm;
  }

  accept(target: string, take: (comm: Comm, opening: CommMessage) => unknown): () => void {
    this.#targets.set(target, take);
    return () => void this.#targets.delete(target);
  }

  /** The open comms, all or those of one target: the answer to comm_info_request. */
  info(target: unknown): JsonObject {
    const open = [...this.#comms.values()].filter(({ comm }) => !target || comm.target === target);
    const comms = Object.fromEntries(open.map(({ comm }) => [comm.id, { target_name: comm.target }]));
    return { status: 'ok', comms };
  }

  /**
   * Dispatches a front end's comm_open, comm_msg or comm_close. Messages for a closed comm are dropped: the front end
   * could not know yet.
   *
   * @returns what the handlers returned
   */
  take(message: Message): unknown[] {
    const { content, metadata, buffers } = message;
    const id = String(content.comm_id);
    const received = { data: isObject(content.data) ? content.data : {}, metadata, buffers };
    switch (message.header.msg_type) {
      case 'comm_open':
        return [this.#takeOpen(id, String(content.target_name), received)];
      case 'comm_msg':
        return (this.#comms.get(id)?.onMessage ?? []).map((handle) => handle(received));
      default:
        return this.#remove(id, received.data);
    }
  }

  #remove(id: string, data: JsonObject): unknown[] {
    const handlers = this.#comms.get(id)?.onClose ?? [];
    this.#comms.delete(id);
    return handlers.map((handle) => handle(data));
  }

  #takeOpen(id: string, target: string, opening: CommMessage): unknown {
    const take = this.#targets.get(target);
    if (take && !this.#comms.has(id)) return take(this.#add(id, target), opening);
    // Closing is how the protocol refuses a comm.
    if (!take) this.#publish('comm_close', { comm_id: id, data: {} }, {});
    return undefined;
  }

  #add(id: string, target: string): Comm {
    const comm: Comm = {
      id,
      target,
      send: (data, buffers, metadata) => {
        if (!this.#comms.has(id)) return;
        this.#publish('comm_msg', { comm_id: id, data }, extrasOf({ buffers, metadata }));
      },
      onMessage: (handle) => void entry.onMessage.push(handle),
      onClose: (handle) => void entry.onClose.push(handle),
      close: (data = {}) => {
        if (!this.#comms.has(id)) return;
        this.#publish('comm_close', { comm_id: id, data }, {});
        this.#remove(id, data);
      },
    };
    const entry: OpenComm = { comm, onMessage: [], onClose: [] };
    this.#comms.set(id, entry);
    return comm;
  }
}

/** Copies the buffers: they are sent later, and the sender may overwrite them. */
function extrasOf({ buffers = [], metadata = {} }: CommOpening): Extras {
  return { metadata, buffers: buffers.map(bytesOf) };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));
}

/** Whether a message belongs to a comm. */
export function isComm(message: Message): boolean {
  return ['comm_open', 'comm_msg', 'comm_close'].includes(message.header.msg_type);
}

/** Dependencies for handling comm messages. */
interface CommParts {
  comms: CommRegistry;
  execution: CellExecution;
  output: CellOutput;
  /** Shows what a handler throws. */
  report: (thrown: unknown, origin: string) => void;
}

/**
 * Passes a comm message to cell code. Errors, synchronous or in a promise, go to stderr under the message's header;
 * comm messages have no reply. Promises are not awaited: the next message may make their work unnecessary.
 */
export function takeCommMessage({ comms, execution, output, report }: CommParts, message: Message): void {
  const fail = (thrown: unknown) => report(thrown, 'In a widget');
  output.under(message.header, () => {
    execution.runInterruptible(() => {
      try {
        for (const returned of comms.take(message)) Promise.resolve(returned).catch(fail);
      } catch (thrown) {
        fail(thrown);
      }
    });
  });
}

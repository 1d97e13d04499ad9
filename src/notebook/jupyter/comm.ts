import type { JsonObject } from './nbformat.js';

/** What travels over a comm: JSON, and raw bytes beside it. */
export interface CommMessage {
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly buffers: Uint8Array[];
}

/** One end of a channel between a cell's code and something in the front end, such as a widget. */
export interface Comm {
  readonly id: string;
  /** What is at the other end, e.g. `jupyter.widget`. */
  readonly target: string;
  /** Sends to every front end; nothing after the comm is closed. Views among the buffers are copied. */
  send(data: JsonObject, buffers?: readonly ArrayBufferView[], metadata?: JsonObject): void;
  /** Receives what front ends send. */
  onMessage(handle: (message: CommMessage) => unknown): void;
  /** Calls `handle` once, when either end closes the comm. */
  onClose(handle: (data: JsonObject) => unknown): void;
  close(data?: JsonObject): void;
}

/** What a comm is opened with. */
export interface CommOpening {
  readonly data?: JsonObject;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly ArrayBufferView[];
}

/** The comms of a kernel. */
export interface Comms {
  /** Opens a comm towards the front ends, which know the target. */
  open(target: string, opening?: CommOpening): Comm;
  /**
   * Says who takes the comms that front ends open. A target that nobody takes is closed at once.
   *
   * @returns a function that takes it back
   */
  accept(target: string, take: (comm: Comm, opening: CommMessage) => unknown): () => void;
}

/** Where a kernel puts its comms: `globalThis[COMMS]`. */
export const COMMS = Symbol.for('listenlab.comms');

/**
 * The comms of the kernel that runs this code; undefined outside of our kernel.
 *
 * @example currentComms()?.open('my-target', { data: { greeting: 'hello' } }).send({ more: 1 })
 */
export function currentComms(): Comms | undefined {
  return (globalThis as { [COMMS]?: Comms })[COMMS];
}

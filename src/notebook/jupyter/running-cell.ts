import type { JsonObject } from './nbformat.js';
import { type CellEvent, eventOf, type Published } from './outputs.js';

/**
 * Milliseconds of silence on iopub, after the reply, before waiting for `idle` is given up. tslab's own kernel loses it
 * after a few hundred printed lines; ours never does.
 */
const IDLE_PATIENCE = 5000;

/** How a kernel answered an execute_request. Other kernels may only send the status. */
export interface ExecuteReply {
  status: 'ok' | 'error' | 'aborted';
  executionCount: number | null;
  ename?: string;
  evalue?: string;
  traceback?: string[];
  /** The kernel lost the end of the cell's output on the way. */
  outputLost: boolean;
}

/** A cell sent to a kernel. */
export interface Execution {
  /** Output of the cell, as it arrives; ends when the cell has ended, throws when the kernel dies. */
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

  /** @param onEnd called once, when the cell has ended in any way */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
    this.reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Those who only read the events learn of a failure there.
    this.reply.catch(() => undefined);
  }

  get events(): AsyncIterable<CellEvent> {
    return this.#read();
  }

  takeReply(content: JsonObject): void {
    this.#content = content;
    this.#endIfDone();
  }

  takePublished(message: Published): void {
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
    const content = this.#content;
    if (!content) return;
    if (this.#idle) this.#finish(content, false);
    else this.#patience = setTimeout(() => this.#finish(content, true), IDLE_PATIENCE);
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

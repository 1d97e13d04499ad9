import type { KernelMessage } from '../../jupyter/kernel-connection.js';
import type { KernelDeath } from '../../jupyter/kernel-death.js';
import type { JsonObject } from '../../jupyter/nbformat.js';
import { type Header, newHeader, parsedPart, rawMessage } from '../../jupyter/wire.js';
import type { ExecutionState } from './execution-model.js';
import { type SocketMessage, sizeOf } from './socket-message.js';

/** What makes up a cell's output. Comms have a state of their own, which pages ask the kernel for. */
const OUTPUTS = ['stream', 'display_data', 'execute_result', 'error', 'update_display_data', 'clear_output'];

/** One run of a cell, from the request to its end, and what came of it. */
export class Execution {
  /** Id of the cell in its notebook; undefined for what is no notebook's, such as a console's. */
  readonly cellId: string | undefined;
  /** Whether it ended, or put out something after its end, when no page was open. */
  unseen = false;
  /** Whether the kernel's process that ran it has ended, and what it declared with it. */
  gone = false;
  readonly #request: SocketMessage;
  #state: ExecutionState = 'waiting';
  #executionCount: number | null = null;
  #outputs: KernelMessage[] = [];
  #bytes = 0;
  #forgotten = 0;
  #saved = false;
  #busy: KernelMessage | undefined;
  #reply: KernelMessage | undefined;
  #idle: KernelMessage | undefined;
  /** A question to the user that waits for an answer. */
  #question: KernelMessage | undefined;

  constructor(request: SocketMessage, cellId: string | undefined) {
    this.#request = request;
    this.cellId = cellId;
  }

  get state(): ExecutionState {
    return this.#state;
  }

  /** Its number, once the kernel has told it. */
  get executionCount(): number | null {
    return this.#executionCount;
  }

  /** What ran. A page shows the run only in a cell that says the same: its file may be older. */
  get code(): string {
    const { code } = parsedPart(this.#request, 'content');
    return typeof code === 'string' ? code : '';
  }

  /** The session of the page that asked for it. */
  get session(): string {
    return parsedPart(this.#request, 'header').session as string;
  }

  /** Bytes of the output that is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Notes what the kernel sent for it, and returns how many bytes more are kept. */
  take(message: KernelMessage): number {
    const { channel, header } = message;
    const before = this.#bytes;
    if (channel === 'stdin') this.#question = message;
    else if (channel === 'shell') this.#takeReply(message);
    else if (header.msg_type === 'status') this.#takeStatus(message);
    else if (header.msg_type === 'execute_input') this.#countFrom(message);
    else if (OUTPUTS.includes(header.msg_type)) this.#takeOutput(message);
    return this.#bytes - before;
  }

  /**
   * The user has answered the question with this id; the present one where a client does not say which.
   *
   * @returns whether it is the present one
   */
  answered(question: string | undefined): boolean {
    if (question !== undefined && question !== this.#question?.header.msg_id) return false;
    this.#question = undefined;
    return true;
  }

  /** Messages that bring a page, whatever it shows of this run, to what there is now. */
  replay(): SocketMessage[] {
    const anew = this.#saved ? [] : [this.#own('clear_output', { wait: false })];
    const text = `listenlab: ${this.#forgotten} messages were dropped while no page was open\n`;
    const notice = this.#forgotten > 0 ? [this.#own('stream', { name: 'stderr', text })] : [];
    const story = [this.#busy, ...anew, ...notice, ...this.#outputs, this.#question, this.#reply, this.#idle];
    return story.filter((message) => message !== undefined);
  }

  /** The notebook's file has the output so far. Returns how many bytes are let go. */
  saved(): number {
    this.#saved = true;
    this.unseen = false;
    this.#forgotten = 0;
    return this.#keep([]);
  }

  /** Drops the oldest quarter of the output and returns its bytes; 0 when there is none. */
  forgetOldest(): number {
    const count = Math.ceil(this.#outputs.length / 4);
    this.#forgotten += count;
    return this.#keep(this.#outputs.slice(count));
  }

  /** The messages of an end that the kernel can no longer send. */
  endedBy(death: KernelDeath | undefined): KernelMessage[] {
    const idle = this.#own('status', { execution_state: 'idle' });
    // It has not run, and so has no number.
    if (!death)
      return [this.#own('execute_reply', { status: 'aborted', execution_count: null }, 'shell'), idle];
    const error = { ename: 'KernelDied', evalue: death.reason, traceback: tracebackOf(death) };
    const execution_count = this.#executionCount;
    const reply = this.#own('execute_reply', { status: 'error', execution_count, ...error }, 'shell');
    return [this.#own('error', error), reply, idle];
  }

  #takeStatus(message: KernelMessage): void {
    const { execution_state } = parsedPart(message, 'content');
    if (execution_state === 'busy') this.#busy ??= message;
    if (execution_state === 'idle') this.#idle = message;
    this.#advance();
  }

  #takeReply(message: KernelMessage): void {
    this.#reply = message;
    this.#question = undefined;
    this.#countFrom(message);
    this.#advance();
  }

  #countFrom(message: KernelMessage): void {
    const { execution_count } = parsedPart(message, 'content');
    this.#executionCount = typeof execution_count === 'number' ? execution_count : null;
  }

  /** Reply and `idle` come on two sockets, in any order. */
  #advance(): void {
    if (this.#reply && this.#idle) this.#state = 'ended';
    else if (this.#busy) this.#state = 'running';
  }

  #takeOutput(message: KernelMessage): void {
    const { msg_type } = message.header;
    if (msg_type === 'update_display_data') {
      const id = displayOf(message);
      this.#keep(this.#outputs.filter((each) => !isUpdate(each) || displayOf(each) !== id));
    } else if (this.#outputs.at(-1)?.header.msg_type === 'clear_output') {
      this.#keep(this.#outputs.slice(-1));
    } else if (msg_type === 'clear_output' && parsedPart(message, 'content').wait !== true) {
      this.#keep([]);
    }
    this.#outputs.push(message);
    this.#bytes += sizeOf(message);
  }

  #keep(outputs: KernelMessage[]): number {
    const before = this.#bytes;
    this.#outputs = outputs;
    this.#bytes = outputs.reduce((sum, message) => sum + sizeOf(message), 0);
    return before - this.#bytes;
  }

  /** A message of the server's own for this run. */
  #own(type: string, content: JsonObject, channel: 'iopub' | 'shell' = 'iopub'): KernelMessage {
    const header = newHeader(type, 'listenlab');
    const parent = parsedPart(this.#request, 'header') as Partial<Header>;
    return { channel, header, parent, ...rawMessage(header, content, parent) };
  }
}

function tracebackOf({ reason, advice }: KernelDeath): string[] {
  return [
    `KernelDied: ${reason}`,
    ...advice,
    'All that this notebook had imported and declared is gone: run the cells again, from the first; they get a new kernel.',
  ];
}

function isUpdate({ header }: KernelMessage): boolean {
  return header.msg_type === 'update_display_data';
}

function displayOf(message: KernelMessage): unknown {
  return (parsedPart(message, 'content').transient as JsonObject | undefined)?.display_id;
}

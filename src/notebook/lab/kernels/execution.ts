import type { KernelMessage } from '../../jupyter/kernel-connection.js';
import type { KernelDeath } from '../../jupyter/kernel-death.js';
import type { JsonObject } from '../../jupyter/nbformat.js';
import { type Header, newHeader, parsedPart, rawMessage } from '../../jupyter/wire.js';
import type { ExecutionState } from '../../page/protocol.js';
import { type SocketMessage, sizeOf } from './socket-message.js';

/** Messages that make up a cell's output. Comms have their own state, which pages request from the kernel. */
const OUTPUTS = ['stream', 'display_data', 'execute_result', 'error', 'update_display_data', 'clear_output'];

/** One run of a cell, from the request to its end, with its output. */
export class Execution {
  /** Id of the cell in its notebook; undefined outside notebooks, as for a console. */
  readonly cellId: string | undefined;
  /** Whether it ended, or produced output after its end, while no page was open. */
  unseen = false;
  /** Whether the kernel process that ran it has ended, and its variables with it. */
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
  /** A pending question to the user. */
  #question: KernelMessage | undefined;

  constructor(request: SocketMessage, cellId: string | undefined) {
    this.#request = request;
    this.cellId = cellId;
  }

  get state(): ExecutionState {
    return this.#state;
  }

  /** Its number, once reported by the kernel. */
  get executionCount(): number | null {
    return this.#executionCount;
  }

  /** The code that ran. A page shows the run only in a cell with the same code: its file may be older. */
  get code(): string {
    const { code } = parsedPart(this.#request, 'content');
    return typeof code === 'string' ? code : '';
  }

  /** The session of the page that requested it. */
  get session(): string {
    return parsedPart(this.#request, 'header').session as string;
  }

  /** Bytes of kept output. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Records a message of the kernel for it, and returns how many more bytes are kept. */
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
   * The user has answered the question with this id; the pending one if a client does not say which.
   *
   * @returns whether it is the pending one
   */
  answered(question: string | undefined): boolean {
    if (question !== undefined && question !== this.#question?.header.msg_id) return false;
    this.#question = undefined;
    return true;
  }

  /** Messages that bring a page up to date, whatever it shows of this run. */
  replay(): SocketMessage[] {
    const anew = this.#saved ? [] : [this.#own('clear_output', { wait: false })];
    const text = `listenlab: ${this.#forgotten} messages were dropped while no page was open\n`;
    const notice = this.#forgotten > 0 ? [this.#own('stream', { name: 'stderr', text })] : [];
    const story = [this.#busy, ...anew, ...notice, ...this.#outputs, this.#question, this.#reply, this.#idle];
    return story.filter((message) => message !== undefined);
  }

  /** The output so far is saved in the notebook's file. Returns how many bytes are freed. */
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
    // It never ran, and so has no number.
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

  /** Reply and `idle` arrive on two sockets, in any order. */
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
    'Everything this notebook had imported and declared is lost: run the cells again, starting with the first; they get a new kernel.',
  ];
}

function isUpdate({ header }: KernelMessage): boolean {
  return header.msg_type === 'update_display_data';
}

function displayOf(message: KernelMessage): unknown {
  return (parsedPart(message, 'content').transient as JsonObject | undefined)?.display_id;
}

import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '../jupyter/nbformat.js';
import type { Message } from '../jupyter/wire.js';
import type { CommRegistry } from './comms.js';
import { isComm, takeCommMessage } from './comms.js';
import type { ExecuteRequests } from './execute-request.js';
import { history } from './execute-request.js';
import type { CellExecution } from './execution.js';
import { introspect } from './introspection.js';
import type { CellOutput } from './output.js';
import type { KernelSockets } from './sockets.js';
import { describeThrown } from './traceback.js';

type Channel = 'shell' | 'control';

/** The parts of a kernel. */
interface KernelParts {
  sockets: KernelSockets;
  execution: CellExecution;
  output: CellOutput;
  comms: CommRegistry;
  requests: ExecuteRequests;
  /** Shows an error that no cell caught, with its origin. */
  report: (thrown: unknown, origin: string) => void;
  /** Ends the process. */
  onShutdown: () => void;
}

/** Answers the requests of front ends: those on shell in turn, those on control at once. */
export class Kernel {
  readonly #parts: KernelParts;
  #queue: Message[] = [];
  #busy = false;
  /** Header of the cell that runs. */
  #running: Message['header'] | undefined;

  constructor(parts: KernelParts) {
    this.#parts = parts;
  }

  /** Starts taking requests. */
  listen(): void {
    this.#status('starting', {});
    void this.#parts.sockets.listen('shell', (message) => this.#takeShell(message));
    void this.#parts.sockets.listen('control', (message) => void this.#answerControl(message));
  }

  /** Stops what the running cell awaits. */
  interrupt(): void {
    this.#parts.execution.interrupt();
  }

  /** Queues messages behind the running cell, unless it waits for them. */
  #takeShell(message: Message): void {
    if (this.#running && this.#parts.comms.attended && isComm(message)) {
      void this.#answerBeside(this.#running, message);
      return;
    }
    this.#queue.push(message);
    void this.#work();
  }

  /** Answers while a cell runs; the status stays busy. */
  async #answerBeside(cell: Message['header'], request: Message): Promise<void> {
    await this.#answer('shell', request);
    if (this.#running === cell) this.#status('busy', cell);
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) await this.#answer('shell', next);
    this.#busy = false;
  }

  /** While a cell runs, control requests publish no status: their `idle` would be taken for the cell's. */
  async #answerControl(request: Message): Promise<void> {
    if (this.#busy) this.#abort(await this.#respond('control', request));
    else await this.#answer('control', request);
  }

  async #answer(channel: Channel, request: Message): Promise<void> {
    this.#status('busy', request.header);
    const skipped = await this.#respond(channel, request);
    this.#status('idle', request.header);
    this.#abort(skipped);
  }

  /** Answers a request, and returns queued ones to abort because it failed. */
  async #respond(channel: Channel, request: Message): Promise<Message[]> {
    try {
      if (request.header.msg_type === 'execute_request') return await this.#execute(channel, request);
      if (isComm(request)) {
        takeCommMessage(this.#parts, request);
        return [];
      }
      const content = this.#contentFor(request);
      if (content) this.#parts.sockets.reply(channel, request, content);
      if (request.header.msg_type === 'shutdown_request') setTimeout(this.#parts.onShutdown);
    } catch (thrown) {
      const error = describeThrown(thrown, this.#parts.execution.places);
      this.#parts.sockets.reply(channel, request, { status: 'error', ...error });
    }
    return [];
  }

  async #execute(channel: Channel, request: Message): Promise<Message[]> {
    let waiting: Message[] = [];
    this.#running = request.header;
    const { reply, stop } = await this.#parts.requests.run(request, async () => {
      waiting = await this.#takeWaiting();
    });
    this.#running = undefined;
    this.#parts.sockets.reply(channel, request, reply);
    const skipped = stop && !asksAgain(waiting, request) ? waiting.filter(isExecute) : [];
    this.#queue = [...waiting.filter((message) => !skipped.includes(message)), ...this.#queue];
    return skipped;
  }

  #abort(requests: readonly Message[]): void {
    for (const message of requests) {
      this.#status('busy', message.header);
      this.#parts.sockets.reply('shell', message, { status: 'aborted' });
      this.#status('idle', message.header);
    }
  }

  /**
   * Takes requests sent before the front end could know of the error. Those that arrived while the cell blocked the
   * thread are still in the socket: two turns of the event loop receive them.
   */
  async #takeWaiting(): Promise<Message[]> {
    await setImmediate();
    await setImmediate();
    return this.#queue.splice(0);
  }

  #contentFor(request: Message): JsonObject | undefined {
    const { content } = request;
    switch (request.header.msg_type) {
      case 'interrupt_request':
        this.interrupt();
        return { status: 'ok' };
      case 'shutdown_request':
        return { status: 'ok', restart: content.restart === true };
      case 'comm_info_request':
        return this.#parts.comms.info(content.target_name);
      case 'history_request':
        return history(this.#parts.requests.history, content);
      default:
        return introspect(this.#parts.execution, request);
    }
  }

  #status(execution_state: 'starting' | 'busy' | 'idle', parent: Message['parent']): void {
    this.#parts.output.flush();
    this.#parts.sockets.publish('status', parent, { execution_state });
  }
}

function isExecute(message: Message): boolean {
  return message.header.msg_type === 'execute_request';
}

/** Whether the cell itself is queued again: "Run All" was chosen while it ran, regardless of its result. */
function asksAgain(waiting: readonly Message[], { metadata: { cellId } }: Message): boolean {
  return cellId !== undefined && waiting.some(({ metadata }) => metadata.cellId === cellId);
}

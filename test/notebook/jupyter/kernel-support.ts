import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Dealer, Subscriber } from 'zeromq';
import { addressOf, type Connection } from '#listenlab/notebook/jupyter/connection.js';
import type { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';
import type { JsonObject, Output } from '#listenlab/notebook/jupyter/nbformat.js';
import type { CellEvent } from '#listenlab/notebook/jupyter/outputs.js';
import { NotebookOutputs } from '#listenlab/notebook/jupyter/outputs.js';
import type { ExecuteReply } from '#listenlab/notebook/jupyter/running-cell.js';
import { type Message, newHeader, parse, serialize } from '#listenlab/notebook/jupyter/wire.js';

/** The notebooks' folder of this repository, from where `listenlab` resolves. */
export const REPOSITORY = path.resolve(import.meta.dirname, '../../..');

/** Milliseconds a kernel may take to start: some seconds, more on a busy machine. */
export const START_LIMIT = 300_000;

/** Runs code in a kernel and merges its outputs, as the runner does. */
export async function runCode(
  kernel: KernelClient,
  code: string,
): Promise<{ outputs: Output[]; events: CellEvent[]; reply: ExecuteReply }> {
  const merged = new NotebookOutputs();
  const outputs = merged.begin();
  const events: CellEvent[] = [];
  const cell = kernel.execute(code);
  for await (const event of cell.events) {
    events.push(event);
    merged.apply(event);
  }
  return { outputs, events, reply: await cell.reply };
}

/** The text of one stream among the outputs. */
export function printed(outputs: Output[], name: 'stdout' | 'stderr' = 'stdout'): string {
  return outputs
    .map((output) => (output.output_type === 'stream' && output.name === name ? output.text : ''))
    .join('');
}

type Outgoing = 'shell' | 'control' | 'stdin';

/** A front end that keeps every message in order of arrival, and sends any message. */
export class RawClient {
  readonly published: Message[] = [];
  readonly replies: Message[] = [];
  /** The kernel's input_requests. */
  readonly questions: Message[] = [];
  /** The kernel sends replies and input requests to the socket with the identity of the request's sender. */
  readonly #name = `raw-${randomUUID()}`;
  readonly #connection: Connection;
  readonly #shell = this.#dealer();
  readonly #control = this.#dealer();
  readonly #stdin = this.#dealer();
  readonly #iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  #wake: (() => void)[] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#shell.connect(addressOf(connection, 'shell'));
    this.#control.connect(addressOf(connection, 'control'));
    this.#stdin.connect(addressOf(connection, 'stdin'));
    this.#iopub.connect(addressOf(connection, 'iopub'));
    this.#iopub.subscribe();
    void this.#keep(this.#stdin, this.questions);
    void this.#keep(this.#shell, this.replies);
    void this.#keep(this.#control, this.replies);
    void this.#keep(this.#iopub, this.published);
  }

  /** Sends a request and returns its id. */
  send(
    type: string,
    content: JsonObject,
    channel: Outgoing = 'shell',
    {
      buffers = [],
      parent = {},
      metadata = {},
    }: Partial<Pick<Message, 'buffers' | 'parent' | 'metadata'>> = {},
  ): string {
    const header = newHeader(type, 'raw');
    const message = { identities: [], header, parent, metadata, content, buffers };
    this.sendFrames(serialize(message, this.#connection.key), channel);
    return header.msg_id;
  }

  sendFrames(frames: Uint8Array[], channel: Outgoing = 'shell'): void {
    const socket = { shell: this.#shell, control: this.#control, stdin: this.#stdin }[channel];
    void socket.send(frames as Buffer[]);
  }

  /** The reply to a request. */
  replyTo(id: string): Promise<Message> {
    return this.until(() => this.replies.find((message) => message.parent.msg_id === id));
  }

  /** All messages published for a request, once its `idle` has come. */
  async publishedFor(id: string): Promise<Message[]> {
    const own = () => this.published.filter((message) => message.parent.msg_id === id);
    await this.until(() => own().find((message) => message.content.execution_state === 'idle'));
    return own();
  }

  /** The first published message that matches. */
  publishedMessage(fits: (message: Message) => boolean): Promise<Message> {
    return this.until(() => this.published.find(fits));
  }

  /** Resolves when the kernel replies and its published messages arrive. */
  async ready(): Promise<void> {
    while (this.published.length === 0) {
      await this.replyTo(this.send('kernel_info_request', {}));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  close(): void {
    for (const socket of [this.#shell, this.#control, this.#stdin, this.#iopub]) socket.close();
  }

  #dealer(): Dealer {
    return new Dealer({ routingId: this.#name, linger: 0, sendHighWaterMark: 0, sendTimeout: 0 });
  }

  async #keep(socket: Dealer | Subscriber, messages: Message[]): Promise<void> {
    for await (const frames of socket) {
      messages.push(parse(frames, this.#connection.key));
      for (const wake of this.#wake.splice(0)) wake();
    }
  }

  /** The result of `find`, which is called again with every message. */
  async until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }
}

/** Waits until a condition holds, checked every 50 ms (the test's time limit ends it). */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Whether a process runs (zombies, which wait for their parent, do not). */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

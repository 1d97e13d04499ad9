import { Readable } from 'node:stream';
import { abortError, InputError } from '../../util/errors.js';
import type { AskOptions } from '../../util/kernel-context.js';
import type { Message } from '../jupyter/wire.js';
import type { KernelSockets } from './sockets.js';
import type { StreamName } from './streams.js';

/** Asks the user of the front end that runs a cell, one question at a time. */
export class InputRequests {
  readonly #sockets: KernelSockets;
  #cell: Message | undefined;
  #answer: ((value: string) => void) | undefined;
  /** Id of the pending question. */
  #question: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(sockets: KernelSockets) {
    this.#sockets = sockets;
  }

  /** Starts taking answers. */
  listen(): void {
    void this.#sockets.listen('stdin', ({ header, parent, content }) => {
      if (header.msg_type !== 'input_reply') return;
      // A page may still show an earlier question. Not every client says which one it answers.
      const isLate = parent.msg_type === 'input_request' && parent.msg_id !== this.#question;
      if (!isLate) this.#answer?.(String(content.value ?? ''));
    });
  }

  /** A cell starts, sent by this request. */
  begin(request: Message): void {
    this.#cell = request;
  }

  /** Asks once earlier questions have been answered. */
  ask(question: string, { password = false }: AskOptions, signal: AbortSignal | undefined): Promise<string> {
    const cell = this.#cell;
    if (cell?.content.allow_stdin !== true) {
      const problem = `cannot ask "${question}": this notebook is running without a user`;
      return Promise.reject(
        new InputError(`${problem}; put the value in the code or pass it as a parameter`),
      );
    }
    const answer = this.#last.then(() => this.#askNow(cell, { prompt: question, password }, signal));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #askNow(cell: Message, content: { prompt: string; password: boolean }, signal?: AbortSignal) {
    signal?.throwIfAborted();
    let stop: (() => void) | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        this.#answer = resolve;
        if (signal) {
          stop = () => reject(abortError(signal));
          signal.addEventListener('abort', stop, { once: true });
        }
        this.#question = this.#sockets.ask(cell, content);
      });
    } finally {
      this.#answer = undefined;
      this.#question = undefined;
      if (stop) signal?.removeEventListener('abort', stop);
    }
  }
}

/** Printed under a cell that reads from a terminal. */
const NO_TERMINAL =
  "A cell has no terminal to read from. Ask in the page: import { askUser } from 'listenlab'; const name = await askUser('name? ');\n";

/** Replaces the process's stdin by an empty one, which prints a note when it is read. */
export function replaceInput(print: (name: StreamName, text: string) => void): void {
  const empty = () =>
    new Readable({
      read() {
        print('stderr', NO_TERMINAL);
        this.push(null);
      },
    });
  let input = empty();
  const get = () => {
    if (input.readableEnded || input.destroyed) input = empty();
    return input;
  };
  Object.defineProperty(process, 'stdin', { get, configurable: true });
}

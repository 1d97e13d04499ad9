import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export type StreamName = 'stdout' | 'stderr';

/** Once text has been sent, more waits so many milliseconds for what else is printed. */
const PATIENCE = 20;

/** So many characters are sent on as soon as they come: a page draws them quickly. */
const QUICKLY_DRAWN = 100_000;

/** Milliseconds that more is waited for each character beyond, since a page draws all of a text again each time. */
const PATIENCE_PER_CHARACTER = 1 / 200;

/** No longer, in milliseconds. */
const MOST_PATIENCE = 3000;

/** Characters after which text is sent at once, so that a printing loop does not pile it up. */
const ENOUGH = 4 * 1024 * 1024;

/**
 * Collects what is written to stdout and stderr into few, large pieces, in the order it was written.
 * The first text, of a cell or after a pause, is a piece of its own, sent at once: who printed it may compute for
 * long. A later piece ends when the other stream speaks, when it is large or old enough, or on {@link flush}.
 */
export class StreamBuffer {
  readonly #emit: (name: StreamName, text: string) => void;
  #name: StreamName = 'stdout';
  #pieces: string[] = [];
  #length = 0;
  #sent = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  /** @param emit receives each piece */
  constructor(emit: (name: StreamName, text: string) => void) {
    this.#emit = emit;
  }

  /** Somebody else prints from now on. */
  begin(): void {
    this.flush();
    this.#sent = Number.NEGATIVE_INFINITY;
  }

  /** @param before characters that a front end shows already, and draws again with the text: the more, the less often */
  write(name: StreamName, text: string, before: number): void {
    if (text !== '') {
      if (name !== this.#name) this.flush();
      this.#name = name;
      this.#pieces.push(text);
      this.#length += text.length;
    }
    if (this.#length === 0) return;
    const patience = Math.min(
      MOST_PATIENCE,
      PATIENCE + Math.max(0, before - QUICKLY_DRAWN) * PATIENCE_PER_CHARACTER,
    );
    // The clock is read here too because a loop without a pause never lets the timer fire, and also where what it
    // prints is not shown any more: what was printed before is.
    if (this.#length >= ENOUGH || performance.now() - this.#sent >= patience) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), patience);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#length === 0) return;
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    this.#sent = performance.now();
    this.#emit(this.#name, text);
  }
}

/**
 * Redirects everything this process prints (`console`, `process.stdout`, `process.stderr`, worker
 * threads) into `write`.
 *
 * @returns a function that still writes to the real stderr, for the kernel's own log
 */
export function captureOutput(write: (name: StreamName, text: string) => void): (text: string) => void {
  const log = process.stderr.write.bind(process.stderr);
  redirect(process.stdout, (text) => write('stdout', text));
  redirect(process.stderr, (text) => write('stderr', text));
  return (text) => void log(text);
}

/** What is printed under a cell that reads from a terminal. */
const NO_TERMINAL =
  "A cell has no terminal to read from. Ask in the page: import { askUser } from 'listenlab'; const name = await askUser('name? ');\n";

/** Puts an input without anything in it in the place of the process's, which says so to whoever reads from it. */
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

type Done = (error?: Error | null) => void;

function redirect(stream: NodeJS.WriteStream, write: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  stream.write = (chunk: Uint8Array | string, encoding?: BufferEncoding | Done, done?: Done): boolean => {
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof chunk !== 'string') write(decoder.write(chunk));
    else if (encoding === 'hex' || encoding === 'base64') write(decoder.write(Buffer.from(chunk, encoding)));
    else write(chunk);
    if (callback) process.nextTick(callback);
    return true;
  };
}

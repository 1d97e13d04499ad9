import { StringDecoder } from 'node:string_decoder';
import { formatCount } from '../../util/format.js';

export type StreamName = 'stdout' | 'stderr';

/** Milliseconds that text is buffered, once some has been sent. */
const PATIENCE = 20;

/** Up to this many characters are sent without extra delay: a page draws them quickly. */
const QUICKLY_DRAWN = 100_000;

/** Milliseconds to wait in addition for each character beyond that: a page redraws the whole text each time. */
const PATIENCE_PER_CHARACTER = 1 / 200;

/** The longest wait, in milliseconds. */
const MOST_PATIENCE = 3000;

/** Characters after which text is sent at once, so that a printing loop does not accumulate it. */
const ENOUGH = 4 * 1024 * 1024;

/**
 * Collects what is written to stdout and stderr into few, large pieces, in the order it was written.
 * The first text, of a cell or after a pause, is sent at once: a long computation may follow. A later piece ends when
 * the other stream is written, when it is large or old enough, or on {@link flush}.
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

  /** Another request prints from now on. */
  begin(): void {
    this.flush();
    this.#sent = Number.NEGATIVE_INFINITY;
  }

  /** @param before characters already shown, which a front end redraws with the text: the more, the less often */
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
    // The clock is read here too because a busy loop never lets the timer fire, even when its output is no longer
    // shown: earlier output still is.
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

/** Most prints per request, a line each with `console.log`; with more, a page becomes unresponsive. */
const PRINTED = 120_000;

/** How many of the last prints beyond that are shown when the request has ended. */
const LAST = 1000;

/** Shown when the limit is reached: the cell may run for hours. */
const NOTICE = `\n[listenlab: ${formatCount(PRINTED)} lines are shown; of the following ones, the last ${formatCount(LAST)} are shown when the cell has ended]\n`;

/** Figures, tables and other displays that one request may show. */
const DISPLAYED = 10_000;

/** Output of one request. */
interface Count {
  prints: number;
  /** Characters that are shown. */
  characters: number;
  /** The last texts that are not shown yet. */
  last: string[];
  displays: number;
}

/** Keeps endless loops from flooding notebooks: lets only the beginning and the end of output through. */
export class OutputLimit {
  readonly #counts = new WeakMap<object, Count>();

  /** The part of a text printed by `who` to show now. */
  admit(who: object, text: string): string {
    const count = this.#countOf(who);
    count.prints++;
    if (count.prints <= PRINTED) {
      count.characters += text.length;
      return text;
    }
    count.last.push(text);
    // Trimmed now and then, not each time.
    if (count.last.length > 10 * LAST) count.last = count.last.slice(-LAST);
    return count.prints === PRINTED + 1 ? NOTICE : '';
  }

  /** How many characters of `who` are shown. */
  shown(who: object): number {
    return this.#countOf(who).characters;
  }

  /** Whether to show one more display of `who`. */
  admitsDisplay(who: object): boolean {
    return ++this.#countOf(who).displays <= DISPLAYED;
  }

  /** What to show at the end of a request that exceeded the limit, with a note on what is left out. */
  end(who: object): string {
    const count = this.#countOf(who);
    const last = count.last.slice(-LAST);
    count.last = [];
    const left = Math.max(0, count.prints - PRINTED - last.length);
    const displays = Math.max(0, count.displays - DISPLAYED);
    return [
      left > 0
        ? `\n[listenlab: ${formatCount(left)} more lines are left out here: print less, or write to a file]\n`
        : '',
      ...last,
      displays > 0
        ? `\n[listenlab: ${formatCount(displays)} more figures, tables or other displays are left out]\n`
        : '',
    ].join('');
  }

  #countOf(who: object): Count {
    const known = this.#counts.get(who);
    if (known) return known;
    const count = { prints: 0, characters: 0, last: [], displays: 0 };
    this.#counts.set(who, count);
    return count;
  }
}

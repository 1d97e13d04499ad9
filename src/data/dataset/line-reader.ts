import { type FileHandle, open } from 'node:fs/promises';
import { LongLine } from './long-line.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const ESCAPE = 0x1b;
const BACKSLASH = 0x5c;
/** What is read at once, and the longest line. */
export const BUFFER_BYTES = 4 << 20;

/** Takes the lines of a file one after the other. */
export interface LineTaker {
  /** @param special whether the line has a quote, an escape character or a backslash in it */
  add(bytes: Buffer, start: number, end: number, lineEnd: string, special: boolean): void;
}

/**
 * Hands over each line; LF, CR LF and CR end one. Waits for `pause` now and then.
 *
 * @throws LongLine for a line of more than 4 MB
 */
export async function readLines(file: string, taker: LineTaker, pause: () => Promise<void>): Promise<void> {
  const input = await open(file);
  try {
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    for (let held = await skipMark(input, buffer), isLast = false; !isLast; ) {
      const { bytesRead } = await input.read(buffer, held, buffer.length - held);
      isLast = bytesRead === 0;
      const bytes = buffer.subarray(0, held + bytesRead);
      const rest = addLines(bytes, taker, isLast);
      bytes.copyWithin(0, rest);
      held = bytes.length - rest;
      if (held === buffer.length) throw new LongLine();
      await pause();
    }
  } finally {
    await input.close();
  }
}

/** Reads the first bytes, which may be a byte order mark; how many of them are text. */
async function skipMark(input: FileHandle, buffer: Buffer): Promise<number> {
  const { bytesRead } = await input.read(buffer, 0, 3);
  return buffer.toString('utf8', 0, bytesRead) === '\ufeff' ? 0 : bytesRead;
}

/** @returns where the line begins that does not end here */
function addLines(bytes: Buffer, taker: LineTaker, isLast: boolean): number {
  const lineFeeds = new Finder(bytes, LINE_FEED);
  const returns = new Finder(bytes, CARRIAGE_RETURN);
  const quotes = new Finder(bytes, QUOTE);
  const escapes = new Finder(bytes, ESCAPE);
  const backslashes = new Finder(bytes, BACKSLASH);
  let start = 0;
  for (;;) {
    const end = Math.min(lineFeeds.from(start), returns.from(start));
    const special = quotes.from(start) < end || escapes.from(start) < end || backslashes.from(start) < end;
    // Whether a line feed follows a return at the very end is not known yet.
    const isOpen = end === bytes.length || (end === bytes.length - 1 && bytes[end] === CARRIAGE_RETURN);
    if (isOpen && !isLast) return start;
    if (end === bytes.length) {
      if (start < end) taker.add(bytes, start, end, '', special);
      return end;
    }
    const isPair = bytes[end] === CARRIAGE_RETURN && bytes[end + 1] === LINE_FEED;
    const next = end + (isPair ? 2 : 1);
    taker.add(bytes, start, end, bytes.toString('latin1', end, next), special);
    start = next;
  }
}

/** Where a byte comes next, looked for once until it is passed; the end where it does not come. */
class Finder {
  private found = -1;

  constructor(
    private readonly bytes: Buffer,
    private readonly byte: number,
  ) {}

  from(start: number): number {
    if (this.found < start) {
      const next = this.bytes.indexOf(this.byte, start);
      this.found = next < 0 ? this.bytes.length : next;
    }
    return this.found;
  }
}

import type { FileHandle } from 'node:fs/promises';

const LINE_FEED = 0x0a;
const TAB = 0x09;
const ESCAPE = 0x1b;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const START_BYTES = 8 << 20;

/** Lines that wait to be written to a file. */
export class LineOutput {
  private buffer = Buffer.allocUnsafe(START_BYTES);
  private used = 0;

  blank(): void {
    this.room(1);
    this.buffer[this.used++] = LINE_FEED;
  }

  copy(bytes: Buffer, start: number, end: number): void {
    this.room(end - start + 1);
    this.used += bytes.copy(this.buffer, this.used, start, end);
    this.buffer[this.used++] = LINE_FEED;
  }

  /**
   * Writes a record without the quotes around its cells, when that says the same: no cell holds a quote, the
   * delimiter, a tab, an escape, a backslash or a blank at its edge, and none goes on in the next line. Most records
   * are so.
   *
   * @param delimiter its byte
   * @returns whether it was written
   */
  copyUnquoted(bytes: Buffer, start: number, end: number, delimiter: number): boolean {
    this.room(end - start + 1);
    const { buffer } = this;
    let used = this.used;
    for (let at = start; ; at++) {
      const first = used;
      const isQuoted = bytes[at] === QUOTE;
      if (isQuoted) at++;
      const last = isQuoted ? QUOTE : delimiter;
      for (; at < end && bytes[at] !== last; at++) {
        const byte = bytes[at];
        if (byte === QUOTE || byte === delimiter || byte === TAB || byte === ESCAPE || byte === BACKSLASH)
          return false;
        buffer[used++] = byte;
      }
      if (isQuoted) {
        const hasBlank = used > first && (buffer[first] === SPACE || buffer[used - 1] === SPACE);
        if (at === end || hasBlank) return false;
        at++;
      }
      if (at === end) break;
      if (bytes[at] !== delimiter) return false;
      buffer[used++] = delimiter;
    }
    buffer[used++] = LINE_FEED;
    this.used = used;
    return true;
  }

  /** @param line text whose characters are bytes */
  text(line: string): void {
    this.room(line.length + 1);
    this.used += this.buffer.write(line, this.used, 'latin1');
    this.buffer[this.used++] = LINE_FEED;
  }

  async flush(file: FileHandle): Promise<void> {
    await file.write(this.buffer, 0, this.used);
    this.used = 0;
  }

  private room(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.used + bytes));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}

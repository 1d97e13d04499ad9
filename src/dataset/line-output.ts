import type { FileHandle } from 'node:fs/promises';

const LINE_FEED = 0x0a;
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

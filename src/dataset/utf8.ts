import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';

const NEWLINE = 0x0a;

/** The first line (from 1) that is not valid UTF-8, or undefined. Cost: one pass over the file. */
export async function findInvalidUtf8(file: string): Promise<number | undefined> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) return line + invalidLine(whole);
    line += countNewlines(whole);
    rest = bytes.subarray(end);
  }
  return isUtf8(rest) ? undefined : line;
}

/** How many lines come before the invalid one. */
function invalidLine(bytes: Buffer): number {
  let start = 0;
  for (let number = 0; ; number++) {
    const end = bytes.indexOf(NEWLINE, start) + 1;
    if (!isUtf8(bytes.subarray(start, end))) return number;
    start = end;
  }
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

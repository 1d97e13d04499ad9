import { closeSync, openSync, readSync } from 'node:fs';
import type { ScanKernel, ScannedWindow } from './kernel.js';

/** Whole lines of a file. */
export interface Range {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  /** What is read at once. */
  readonly windowBytes: number;
}

/** More odd lines are no exception: the file is another one than was expected. */
const MOST_ODD = 100_000;

const LINE_END = 10;

/**
 * Reads lines of user, id, artist and plays.
 *
 * @param onBytes called after each window with the bytes read so far
 * @returns undefined where a line is longer than the kernel's window, or too many are unlike what was expected
 */
export function scanRange(
  kernel: ScanKernel,
  { file, from, to }: Range,
  onBytes: (done: number) => void = () => {},
): ScannedWindow[] | undefined {
  const windows: ScannedWindow[] = [];
  let oddLines = 0;
  const input = openSync(file, 'r');
  try {
    for (let position = from, last = to, held = 0; position < last || held > 0; ) {
      const { window } = kernel;
      const wanted = Math.min(window.length - held, last - position);
      const count = wanted > 0 ? readSync(input, window, held, wanted, position) : 0;
      position += count;
      let filled = held + count;
      if (count === 0 && filled < window.length) {
        // The last line of a file may lack its end; and a file may get shorter while it is read.
        if (held > 0) window[filled++] = LINE_END;
        last = position;
      }
      const end = window.lastIndexOf(LINE_END, filled - 1) + 1;
      if (end === 0 && filled < window.length) {
        held = filled;
        continue;
      }
      // Without an end, a line fills the window.
      const found = end === 0 ? undefined : kernel.read(end);
      if (found === undefined) return undefined;
      windows.push(found);
      oddLines += found.odd.length;
      if (oddLines > MOST_ODD) return undefined;
      kernel.window.copyWithin(0, end, filled);
      held = filled - end;
      onBytes(position - from);
    }
  } finally {
    closeSync(input);
  }
  return windows;
}

import type { CellProgress } from '../jupyter/cell-run.js';
import { formatSeconds } from '../util/format.js';

/** Longer lines wrap on most terminals, and a wrapped line cannot be written over. */
const WIDTH = 100;
/** Room for `12.3 s` and `1 min 05 s`, so that the times stand in one column. */
const TIME_WIDTH = 10;

/**
 * Says on a stream how a notebook is getting on: a line per cell with its first line of source and how
 * long it took. A terminal shows the running cell too.
 */
export function cellLines(
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
  notebook: string,
): (progress: CellProgress) => void {
  return ({ number, total, source, status, seconds }) => {
    const place = `${notebook}  ${String(number).padStart(String(total).length)}/${total}  `;
    const time = status === 'running' ? '…' : formatSeconds(seconds);
    const end = `  ${status === 'error' ? 'failed after ' : ''}${time}`;
    const line = `${place}${firstLine(source, WIDTH - place.length - Math.max(end.length, TIME_WIDTH + 2))}${end}`;
    if (stream.isTTY) stream.write(`\r\x1b[2K${line}${status === 'running' ? '' : '\n'}`);
    else if (status !== 'running') stream.write(`${line}\n`);
  };
}

/** The first line of code, comments only when there is nothing else. */
function firstLine(source: string, width: number): string {
  const lines = source.split('\n').filter((line) => line.trim() !== '');
  const line = (lines.find((candidate) => !/^\s*(?:\/\/|\/?\*)/.test(candidate)) ?? lines[0] ?? '').trim();
  const cut = line.length > width ? `${line.slice(0, width - 1)}…` : line;
  return cut.padEnd(width);
}

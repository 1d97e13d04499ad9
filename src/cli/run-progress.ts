import { printable } from '../notebook/display/draw-table.js';
import { injectParameters } from '../notebook/jupyter/parameters.js';
import { CellError, type CellProgress, type CellStatus } from '../notebook/jupyter/run-cells.js';
import type { RunFailure, RunProgress } from '../notebook/jupyter/run-messages.js';
import { formatSeconds } from '../util/format.js';
import type { NotebookFile, ParameterTexts } from './notebooks.js';

/**
 * Reports the progress of the whole run to the parent process, if it listens.
 *
 * @returns for each notebook, a callback for its cells' progress
 */
export function runTeller(
  notebooks: readonly NotebookFile[],
  parameters: readonly ParameterTexts[],
): (notebook: number) => (progress: CellProgress) => void {
  const cells = notebooks.map(({ notebook, name }, i) => {
    const run = injectParameters(notebook, parameters[i], name);
    return run.cells.filter(({ cell_type }) => cell_type === 'code').length;
  });
  const total = sum(cells);
  const send = (i: number, done: number) => {
    const { name } = notebooks[i];
    const place = { name, notebook: i + 1, notebooks: notebooks.length, done, total };
    const progress: RunProgress = { kind: 'listenlab-run', ...place };
    if (process.connected) process.send?.(progress);
  };
  return (i) => {
    const before = sum(cells.slice(0, i));
    // A kernel takes a moment to start.
    send(i, before);
    return ({ number, status }) => send(i, before + number - (status === 'running' ? 1 : 0));
  };
}

/** Reports the cell that an error is about to the parent process, if it listens. */
export function tellFailure(file: string, error: unknown): void {
  if (!(error instanceof CellError) || !process.connected) return;
  const { number, id, source, ename, evalue, traceback } = error;
  const failure: RunFailure = {
    kind: 'listenlab-run-failed',
    file,
    number,
    id,
    source,
    error: `${ename}: ${evalue}`,
    traceback,
  };
  process.send?.(failure);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** Longer lines wrap on most terminals, and a wrapped line cannot be written over. */
const WIDTH = 100;
/** Width for `12.3 s` and `1 min 05 s`, so that the times align. */
const TIME_WIDTH = 10;

/** Labels of a cell's time if it includes more than its run. */
const BEFORE_TIME: Partial<Record<CellStatus, string>> = {
  error: 'failed after ',
  allowed: 'failed (allowed) after ',
};

/** How often a log gets a line about a running cell. */
const LINE_INTERVAL_SECONDS = 5;

/**
 * Writes a notebook's progress to a stream: a line per cell with its first line of source and how long it took. A
 * terminal shows the running cell too, or the progress it shows; a log gets that progress every five seconds.
 */
export function cellLines(
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
  notebook: string,
): (progress: CellProgress) => void {
  let told = 0;
  return ({ number, total, source, status, seconds, live }) => {
    const place = `${notebook}  ${String(number).padStart(String(total).length)}/${total}  `;
    const time = status === 'running' ? '…' : formatSeconds(seconds);
    const end = `  ${status === 'skipped' ? 'skipped' : `${BEFORE_TIME[status] ?? ''}${time}`}`;
    const width = WIDTH - place.length - Math.max(end.length, TIME_WIDTH + 2);
    const line = `${place}${inWidth(live === undefined ? firstLine(source) : printable(live), width)}${end}`;
    if (stream.isTTY) stream.write(`\r\x1b[2K${line}${status === 'running' ? '' : '\n'}`);
    else if (status !== 'running') stream.write(`${line}\n`);
    else if (live === undefined) told = 0;
    else if (seconds - told >= LINE_INTERVAL_SECONDS) {
      told = seconds;
      stream.write(`${line}\n`);
    }
  };
}

/** The first line of code, comments only when there is nothing else. */
function firstLine(source: string): string {
  const lines = source.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((candidate) => !/^\s*(?:\/\/|\/?\*)/.test(candidate)) ?? lines[0] ?? '').trim();
}

/** Text padded or cut to this many columns. */
function inWidth(text: string, width: number): string {
  const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return cut.padEnd(width);
}

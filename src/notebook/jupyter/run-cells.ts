import { setTimeout as sleep } from 'node:timers/promises';
import { abortError } from '../../util/errors.js';
import type { KernelClient } from './kernel-client.js';
import type { JsonObject } from './nbformat.js';
import { type CodeCell, mayFail, type Notebook, type Output, tagsOf } from './nbformat.js';
import { type CellEvent, NotebookOutputs } from './outputs.js';
import type { ExecuteReply } from './running-cell.js';

/** Milliseconds an interrupted cell may go on before it is interrupted again. */
const INTERRUPT_PATIENCE = 1000;

/**
 * Interrupts before the kernel is killed. One can be lost: Node drops a signal that arrives just when it starts or
 * stops watching the code before a cell's first await.
 */
const MOST_INTERRUPTS = 5;

/** Milliseconds after an error during which tslab's own kernel refuses requests. */
const REFUSAL_MS = 200;

/** State of a cell; `skipped` is one tagged `skip-execution`, `allowed` one that failed and may. */
export type CellStatus = 'running' | 'ok' | 'error' | 'allowed' | 'skipped';

/** A code cell of a running notebook: reported when it starts, when it shows its progress, and when it has ended. */
export interface CellProgress {
  /** Position among the notebook's code cells, from 1. */
  number: number;
  /** Code cells in the notebook. */
  total: number;
  source: string;
  status: CellStatus;
  /** How long it has run. */
  seconds: number;
  /** While it runs: the text of a display that it updates, such as a progress line. */
  live?: string;
}

interface CellRunOptions {
  /** What errors call the notebook. */
  name: string;
  onCell?: (progress: CellProgress) => void;
  signal?: AbortSignal;
}

/**
 * Runs the code cells of a notebook in order and puts their outputs into it. As in nbclient, a cell tagged
 * `skip-execution` stays as it is, and one tagged `raises-exception` may fail.
 *
 * @throws CellError at the first cell that fails without permission, or during which the kernel dies; its outputs are
 *   in the notebook, later cells have none
 */
export async function runCells(
  client: KernelClient,
  notebook: Notebook,
  { name, onCell, signal }: CellRunOptions,
): Promise<void> {
  const cells = notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === 'code');
  for (const cell of cells) if (!isSkipped(cell)) Object.assign(cell, { outputs: [], execution_count: null });
  const outputs = new NotebookOutputs();
  const total = cells.length;
  for (const [index, cell] of cells.entries()) {
    if (cell.source.trim() === '') continue;
    if (signal?.aborted) throw abortError(signal);
    const started = performance.now();
    const report = (status: CellProgress['status'], live?: string) => {
      const seconds = (performance.now() - started) / 1000;
      onCell?.({ number: index + 1, total, source: cell.source, status, seconds, live });
    };
    if (isSkipped(cell)) {
      report('skipped');
      continue;
    }
    report('running');
    cell.outputs = outputs.begin();
    const onEvent = (event: CellEvent) => {
      outputs.apply(event);
      const live = liveText(event);
      if (live !== undefined) report('running', live);
    };
    const own = cell.outputs;
    const onLate = (event: CellEvent) => outputs.apply(event, own);
    const failure = await runCell(client, cell, { onEvent, onLate, signal });
    // A kernel that died, which is the failure's cause, runs no further cell.
    const allowed = failure && mayFail(cell) && failure.cause === undefined;
    report(failure ? (allowed ? 'allowed' : 'error') : 'ok');
    if (signal?.aborted) throw abortError(signal);
    if (failure && !allowed) throw new CellError(name, index + 1, cell, failure);
    if (allowed) await sleep(REFUSAL_MS + 50);
  }
}

function isSkipped(cell: CodeCell): boolean {
  return tagsOf(cell).includes('skip-execution');
}

interface CellListeners {
  onEvent: (event: CellEvent) => void;
  /** Receives output after the end of the cell, as from a timer. */
  onLate: (event: CellEvent) => void;
  signal: AbortSignal | undefined;
}

/** Runs one cell; resolves to the error it ended with, which is also the last of its outputs. */
async function runCell(
  client: KernelClient,
  cell: CodeCell,
  { onEvent, onLate, signal }: CellListeners,
): Promise<{ error: ErrorOutput; cause?: unknown } | undefined> {
  const stopInterrupting = interruptOn(signal, client);
  try {
    const execution = client.execute(cell.source, { onLate });
    for await (const event of execution.events) onEvent(event);
    const reply = await execution.reply;
    cell.execution_count = reply.executionCount;
    if (reply.outputLost) cell.outputs.push(lostNote());
    if (reply.status === 'ok') return undefined;
    const last = cell.outputs.at(-1);
    if (last?.output_type === 'error') return { error: last };
    const error = errorOf(reply, cell.outputs);
    cell.outputs.push(error);
    return { error };
  } catch (cause) {
    const { name, message } = cause as Error;
    const error: ErrorOutput = { output_type: 'error', ename: name, evalue: message, traceback: [message] };
    cell.outputs.push(error);
    return { error, cause };
  } finally {
    stopInterrupting();
  }
}

/** The text of a named display; only those can change. */
function liveText(event: CellEvent): string | undefined {
  if (event.kind === 'clear' || event.displayId === undefined) return undefined;
  const data = event.kind === 'update' ? event.data : 'data' in event.output && event.output.data;
  const text = data && (data as JsonObject)['text/plain'];
  return typeof text === 'string' ? text : undefined;
}

/** The output a failed cell ends with. */
type ErrorOutput = Extract<Output, { output_type: 'error' }>;

/** tslab's kernel only prints its errors, with its own frames in the stacks. */
function errorOf(reply: ExecuteReply, outputs: Output[]): ErrorOutput {
  const printed = outputs.findLast((output) => output.output_type === 'stream' && output.name === 'stderr');
  const text = printed?.output_type === 'stream' ? printed.text.trim() : '';
  const lines = text.split('\n').filter((line) => !/^\s+at .*(?:node:|node_modules)/.test(line));
  const title = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0];
  return {
    output_type: 'error',
    ename: reply.ename ?? 'CellError',
    evalue: reply.evalue ?? (title || `the kernel answered '${reply.status}' without saying why`),
    traceback: reply.traceback ?? lines,
  };
}

function lostNote(): Output {
  const text = 'The kernel lost the end of this output. The listenlab kernel does not lose output.\n';
  return { output_type: 'stream', name: 'stderr', text };
}

/** Interrupts the kernel when the signal is aborted, and kills it if that does not help. */
function interruptOn(signal: AbortSignal | undefined, client: KernelClient): () => void {
  if (!signal) return () => undefined;
  const ended = new AbortController();
  const interrupt = async () => {
    for (let i = 0; i < MOST_INTERRUPTS; i++) {
      client.interrupt();
      await sleep(INTERRUPT_PATIENCE, undefined, { signal: ended.signal });
    }
    await client.kill();
  };
  const onAbort = () => void interrupt().catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    ended.abort();
    signal.removeEventListener('abort', onAbort);
  };
}

/**
 * A cell failed. The message is for people: cell and notebook, source, traceback. The parts are available as
 * properties.
 */
export class CellError extends Error {
  override readonly name = 'CellError';
  /** File name of the notebook. */
  readonly notebook: string;
  /** Position among the notebook's code cells, from 1. */
  readonly number: number;
  /** The cell's id. */
  readonly id: string;
  readonly source: string;
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string[];
  /** All outputs of the cell, the error last. */
  readonly outputs: Output[];

  constructor(
    notebook: string,
    number: number,
    cell: CodeCell,
    failure: { error: { ename: string; evalue: string; traceback: string[] }; cause?: unknown },
  ) {
    const { ename, evalue, traceback } = failure.error;
    const indented = cell.source.replace(/^/gm, '    ');
    const story = traceback.length > 0 ? traceback.join('\n') : `${ename}: ${evalue}`;
    super(`${notebook}, code cell ${number} failed:\n\n${indented}\n\n${story}`, { cause: failure.cause });
    this.notebook = notebook;
    this.number = number;
    this.id = cell.id;
    this.source = cell.source;
    this.ename = ename;
    this.evalue = evalue;
    this.traceback = traceback;
    this.outputs = cell.outputs;
  }
}

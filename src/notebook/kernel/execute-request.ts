import type { JsonObject } from '../jupyter/nbformat.js';
import type { Message } from '../jupyter/wire.js';
import { richValue } from './displayhook.js';
import type { CellExecution } from './execution.js';
import type { CellOutput } from './output.js';
import type { InputRequests } from './stdin.js';

/** How an execute_request ended. */
interface Executed {
  reply: JsonObject;
  /** Cells queued behind this one must not run. */
  stop: boolean;
}

/** Dependencies for running cells. */
interface ExecuteParts {
  execution: CellExecution;
  output: CellOutput;
  input: InputRequests;
}

/** Runs the code of execute_requests, counts them and remembers them. */
export class ExecuteRequests {
  readonly history: HistoryEntry[] = [];
  /** The latest label of each cell, by the id that front ends give it. */
  readonly #labels = new Map<unknown, string>();
  readonly #execution: CellExecution;
  readonly #output: CellOutput;
  readonly #input: InputRequests;
  #count = 0;
  #showsWidgets = true;

  constructor({ execution, output, input }: ExecuteParts) {
    this.#execution = execution;
    this.#output = output;
    this.#input = input;
  }

  /** Whether the sender of the latest request shows widgets; a client says `show_widgets: false` when it does not. */
  get showsWidgets(): boolean {
    return this.#showsWidgets;
  }

  /**
   * Runs one request to its end and publishes its output.
   *
   * @param beforeError awaited before the error of a failed cell is published
   */
  async run(request: Message, beforeError: () => Promise<void>): Promise<Executed> {
    const { code, silent, store_history, stop_on_error, show_widgets, user_expressions } = request.content;
    this.#showsWidgets = show_widgets !== false;
    this.#input.begin(request);
    const source = String(code ?? '');
    const quiet = silent === true;
    const entry: HistoryEntry = { count: this.#count + 1, source };
    if (!quiet && store_history !== false) {
      this.#count = entry.count;
      this.history.push(entry);
    }
    const { cellId } = request.metadata;
    this.#output.begin(request.header, quiet);
    if (!quiet) this.#output.publish('execute_input', { code: source, execution_count: this.#count });
    const label = `Cell [${this.#count}]`;
    const formerLabel = this.#labels.get(cellId);
    if (cellId !== undefined && !quiet) this.#labels.set(cellId, label);
    const route = { parent: request.header };
    const error = await this.#output.along(route, () =>
      this.#execution.run(source, {
        label,
        formerLabel,
        show: async (value) => {
          if (quiet) return;
          const bundle = await richValue(value);
          entry.result = String(bundle['text/plain'] ?? '');
          this.#output.showResult(bundle, this.#count);
        },
        warn: (text) => this.#output.print('stderr', text),
        onLeft: () => this.#output.mute(route, stillRuns(label)),
      }),
    );
    const asked = error ? {} : user_expressions;
    const results = await this.#output.along(route, () => userExpressions(this.#execution, asked));
    this.#output.end();
    const more = { execution_count: this.#count, user_expressions: results, payload: [] };
    if (!error) return { reply: { status: 'ok', ...more }, stop: false };
    await beforeError();
    this.#output.publish('error', error);
    return { reply: { status: 'error', ...error, ...more }, stop: !quiet && stop_on_error !== false };
  }
}

/** The message below a cell that keeps running after an interrupt has ended it. */
function stillRuns(label: string): string {
  return `${label} was interrupted, but something that it started is still running. Its output is discarded; restart the kernel to stop it.\n`;
}

/**
 * Evaluates a client's user expressions after the cell, each on its own: the value in the form of a cell's result, or
 * the error.
 *
 * @example await userExpressions(execution, { total: '1 + 1' })
 *   // { total: { status: 'ok', data: { 'text/plain': '2' }, metadata: {} } }
 * @param expressions `user_expressions` of an execute_request
 */
async function userExpressions(execution: CellExecution, expressions: unknown): Promise<JsonObject> {
  const results: [name: string, result: JsonObject][] = [];
  if (typeof expressions !== 'object' || expressions === null) return {};
  for (const [name, source] of Object.entries(expressions)) {
    results.push([name, await evaluated(execution, name, String(source))]);
  }
  return Object.fromEntries(results);
}

async function evaluated(execution: CellExecution, name: string, source: string): Promise<JsonObject> {
  let data: JsonObject = {};
  // Wrapped, so that undefined and null are shown, too.
  const error = await execution.run(`({ value: await (${source}\n) })`, {
    label: `Expression ${name}`,
    show: async (shown) => {
      data = await richValue((shown as { value: unknown }).value);
    },
    warn: () => undefined,
    onLeft: () => undefined,
  });
  return error ? { status: 'error', ...error } : { status: 'ok', data, metadata: {} };
}

/** A cell that ran. */
interface HistoryEntry {
  count: number;
  source: string;
  /** Text of its last value, if any. */
  result?: string;
}

/** The number of the current session; only its cells are remembered. */
const SESSION = 0;

/**
 * Cells that ran in this process, oldest first, as [session, number, source], or with `output` as
 * [session, number, [source, result]].
 *
 * @param request content of a history_request: the latest ones (`tail`), those of a `range` of numbers, or
 *   those that a pattern with * and ? fits (`search`)
 */
export function history(entries: readonly HistoryEntry[], request: JsonObject): JsonObject {
  const found = {
    tail: () => entries.slice(-(numberIn(request.n) ?? 10)),
    range: () => inRange(entries, request),
    search: () => matching(entries, request),
  }[String(request.hist_access_type)];
  const told = (found?.() ?? []).map(({ count, source, result }) => [
    SESSION,
    count,
    request.output === true ? [source, result ?? null] : source,
  ]);
  return { status: 'ok', history: told };
}

function inRange(entries: readonly HistoryEntry[], { session, start, stop }: JsonObject): HistoryEntry[] {
  if ((numberIn(session) ?? SESSION) !== SESSION) return [];
  const first = numberIn(start) ?? 1;
  const end = numberIn(stop) ?? Number.POSITIVE_INFINITY;
  return entries.filter(({ count }) => count >= first && count < end);
}

function matching(entries: readonly HistoryEntry[], { pattern, unique, n }: JsonObject): HistoryEntry[] {
  const fits = wildcards(String(pattern ?? '*'));
  let found = entries.filter(({ source }) => fits.test(source));
  if (unique === true) {
    const latest = new Map(found.map(({ source, count }) => [source, count]));
    found = found.filter(({ source, count }) => latest.get(source) === count);
  }
  return found.slice(-(numberIn(n) ?? found.length));
}

/** Matches a whole text, with * for anything and ? for one character. */
function wildcards(pattern: string): RegExp {
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const parts = pattern.split(/([*?])/).map((part) => ({ '*': '.*', '?': '.' })[part] ?? literal(part));
  return new RegExp(`^${parts.join('')}$`, 'su');
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

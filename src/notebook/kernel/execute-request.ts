import type { JsonObject, Message } from '../jupyter/wire.js';
import type { CellExecution } from './execution.js';
import type { HistoryEntry } from './history.js';
import type { InputRequests } from './input-requests.js';
import type { CellOutput } from './output.js';
import { richValue } from './rich-value.js';
import { userExpressions } from './user-expressions.js';

/** How an execute_request ended. */
export interface Executed {
  reply: JsonObject;
  /** Cells that wait behind this one are not to run. */
  stop: boolean;
}

/** What running cells takes. */
export interface ExecuteParts {
  execution: CellExecution;
  output: CellOutput;
  input: InputRequests;
}

/** Runs the code of execute_requests, counts them and remembers them. */
export class ExecuteRequests {
  readonly history: HistoryEntry[] = [];
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

  /** Whether who sent the latest request shows widgets; a client says `show_widgets: false` when it does not. */
  get showsWidgets(): boolean {
    return this.#showsWidgets;
  }

  /**
   * Runs one request to its end and publishes what it puts out.
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
    this.#output.begin(request.header, quiet);
    if (!quiet) this.#output.publish('execute_input', { code: source, execution_count: this.#count });
    const label = `Cell [${this.#count}]`;
    const route = { parent: request.header };
    const error = await this.#output.along(route, () =>
      this.#execution.run(source, {
        label,
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

/** What is said below a cell that goes on after an interrupt has ended it. */
function stillRuns(label: string): string {
  return `${label} was interrupted, but something that it started still runs. What it prints is left out; restart the kernel to end it.\n`;
}

import type { JsonObject, Message } from '../wire.js';
import type { CellExecution } from './execution.js';
import type { InputRequests } from './input-requests.js';
import type { CellOutput } from './output.js';
import { richValue } from './rich-value.js';

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
  readonly history: [count: number, source: string][] = [];
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
    const { code, silent, store_history, stop_on_error, show_widgets } = request.content;
    this.#showsWidgets = show_widgets !== false;
    this.#input.begin(request);
    const source = String(code ?? '');
    const quiet = silent === true;
    if (!quiet && store_history !== false) this.history.push([++this.#count, source]);
    this.#output.begin(request.header, quiet);
    if (!quiet) this.#output.publish('execute_input', { code: source, execution_count: this.#count });
    const label = `Cell [${this.#count}]`;
    const route = { parent: request.header };
    const error = await this.#output.along(route, () =>
      this.#execution.run(source, {
        label,
        show: async (value) => {
          if (!quiet) this.#output.showResult(await richValue(value), this.#count);
        },
        onLeft: () => this.#output.mute(route, stillRuns(label)),
      }),
    );
    this.#output.end();
    const execution_count = this.#count;
    if (!error) {
      return { reply: { status: 'ok', execution_count, user_expressions: {}, payload: [] }, stop: false };
    }
    await beforeError();
    this.#output.publish('error', error);
    return { reply: { status: 'error', execution_count, ...error }, stop: stop_on_error !== false };
  }
}

/** What is said below a cell that goes on after an interrupt has ended it. */
function stillRuns(label: string): string {
  return `${label} was interrupted, but something that it started still runs. What it prints is left out; restart the kernel to end it.\n`;
}

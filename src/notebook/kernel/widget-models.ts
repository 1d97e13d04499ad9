import type {
  Comm,
  CommMessage,
  Comms,
  HostedModel,
  OutputSink,
  WidgetHost,
  WidgetState,
} from '../../util/kernel-context.js';
import type { JsonObject } from '../jupyter/nbformat.js';
import { decodeState, encodeState } from '../widgets/model.js';
import { richValue } from './displayhook.js';
import type { CellExecution } from './execution.js';
import type { CellOutput, Route } from './output.js';
import { describeThrown, type ErrorContent } from './traceback.js';

/** Protocol version that ipywidgets 8 front ends expect in the metadata of a model's comm_open. */
const WIDGET_PROTOCOL = '2.1.0';

/** What widgets need of a kernel. */
interface WidgetParts {
  comms: Comms & { attend: WidgetHost['attend'] };
  execution: CellExecution;
  output: CellOutput;
  /** Shows what a handler throws. */
  report: (thrown: unknown, origin: string) => void;
}

/**
 * The models of open widgets, synchronised with the front ends over comms. A reloaded page requests all of them on a
 * comm of the target `jupyter.widget.control`.
 *
 * Output and errors of a widget's handlers appear where the widget was last shown, whichever cell runs.
 */
export class WidgetModels implements WidgetHost {
  readonly #parts: WidgetParts;
  readonly #models = new Map<string, HostedModel>();
  readonly #routes = new Map<string, Route>();

  constructor(parts: WidgetParts) {
    this.#parts = parts;
    parts.comms.accept('jupyter.widget.control', (control) => {
      control.onMessage(({ data }) => {
        if (data.method === 'request_states') this.#sendAll(control);
      });
    });
  }

  open(model: HostedModel): Comm {
    const { state, bufferPaths, buffers } = encodeState(model.snapshot());
    const comm = this.#parts.comms.open('jupyter.widget', {
      data: { state, buffer_paths: bufferPaths },
      metadata: { version: WIDGET_PROTOCOL },
      buffers,
    });
    this.#models.set(comm.id, model);
    this.shown(comm);
    comm.onMessage((message) => this.#receive(comm, model, message));
    comm.onClose(() => {
      this.#models.delete(comm.id);
      this.#routes.delete(comm.id);
    });
    return comm;
  }

  shown(comm: Comm): void {
    this.#routes.set(comm.id, this.#parts.output.route);
  }

  /** Handles a front end's message to a model; changes are echoed to the other front ends. */
  #receive(comm: Comm, model: HostedModel, message: CommMessage): unknown {
    const { data, buffers } = message;
    if (data.method === 'request_state') return answerState(comm, model);
    if (data.method === 'update') {
      const changes = { method: 'echo_update', state: data.state, buffer_paths: data.buffer_paths ?? [] };
      comm.send(changes, buffers);
    }
    const { output, report } = this.#parts;
    return output.along(this.#routes.get(comm.id) ?? output.route, async () => {
      try {
        await handle(model, message);
      } catch (thrown) {
        report(thrown, 'In a widget');
      }
    });
  }

  run<T>(sink: OutputSink, code: () => T): T {
    const { execution, output } = this.#parts;
    return execution.runInterruptible(() => output.along({ sink }, code));
  }

  runWork(sink: OutputSink, stop: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { execution, output } = this.#parts;
    return execution.runWork((signal) => output.along({ sink }, () => work(signal)), stop);
  }

  attend<T>(work: () => Promise<T>): Promise<T> {
    return this.#parts.comms.attend(work);
  }

  async bundleOf(value: unknown): Promise<JsonObject> {
    return this.#parts.output.dress(await richValue(value));
  }

  describeError(thrown: unknown): ErrorContent {
    return describeThrown(thrown, this.#parts.execution.places);
  }

  #sendAll(control: Comm): void {
    const states = Object.fromEntries(
      [...this.#models].map(([id, model]) => [id, described(model.snapshot())]),
    );
    const { state, bufferPaths, buffers } = encodeState(states);
    control.send({ method: 'update_states', states: state, buffer_paths: bufferPaths }, buffers);
  }
}

/** A state with its model's names, in the format of `update_states`. */
function described(state: WidgetState): WidgetState {
  const { _model_name, _model_module, _model_module_version } = state;
  return {
    model_name: _model_name,
    model_module: _model_module,
    model_module_version: _model_module_version,
    state,
  };
}

function answerState(comm: Comm, model: HostedModel): void {
  const { state, bufferPaths, buffers } = encodeState(model.snapshot());
  comm.send({ method: 'update', state, buffer_paths: bufferPaths }, buffers);
}

/** Passes a front end's changes or messages to a model. */
function handle(model: HostedModel, { data, buffers }: CommMessage): unknown {
  if (data.method === 'update') return model.receive(decodeState(data.state, data.buffer_paths, buffers));
  return data.method === 'custom' ? model.receiveCustom(data.content, buffers) : undefined;
}

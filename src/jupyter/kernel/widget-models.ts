import type { Comm, CommMessage, Comms } from '../comm.js';
import type { Output } from '../nbformat.js';
import type { OutputSink } from '../output-sink.js';
import type { HostedModel, WidgetHost } from '../widgets/host.js';
import { decodeState, encodeState, type WidgetState } from '../widgets/state.js';
import type { JsonObject } from '../wire.js';
import { describeThrown } from './errors.js';
import type { CellExecution } from './execution.js';
import type { CellOutput } from './output.js';
import { richValue } from './rich-value.js';

/** What front ends of ipywidgets 8 look for in the metadata of a model's comm_open. */
const WIDGET_PROTOCOL = '2.1.0';

/** What widgets need of a kernel. */
export interface WidgetParts {
  comms: Comms & { attend: WidgetHost['attend'] };
  execution: CellExecution;
  output: CellOutput;
}

/**
 * The models of the widgets that are open, kept in step with the front ends over comms. A page that is
 * loaded anew asks for all of them on a comm of the target `jupyter.widget.control`.
 */
export class WidgetModels implements WidgetHost {
  readonly #parts: WidgetParts;
  readonly #models = new Map<string, HostedModel>();

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
    comm.onMessage((message) => receive(comm, model, message));
    comm.onClose(() => this.#models.delete(comm.id));
    return comm;
  }

  run<T>(sink: OutputSink, signal: AbortSignal | undefined, work: (signal: AbortSignal) => T): T {
    const { execution, output } = this.#parts;
    return execution.runInterruptible((combined) => output.into(sink, () => work(combined)), signal);
  }

  attend<T>(work: () => Promise<T>): Promise<T> {
    return this.#parts.comms.attend(work);
  }

  async bundleOf(value: unknown): Promise<JsonObject> {
    return this.#parts.output.dress(await richValue(value));
  }

  errorOutput(thrown: unknown): Output {
    const { ename, evalue, traceback } = describeThrown(thrown, this.#parts.execution.cells);
    return { output_type: 'error', ename, evalue, traceback };
  }

  #sendAll(control: Comm): void {
    const states = Object.fromEntries(
      [...this.#models].map(([id, model]) => [id, described(model.snapshot())]),
    );
    const { state, bufferPaths, buffers } = encodeState(states);
    control.send({ method: 'update_states', states: state, buffer_paths: bufferPaths }, buffers);
  }
}

/** A state beside the names of its model, as `update_states` wants it. */
function described(state: WidgetState): WidgetState {
  const { _model_name, _model_module, _model_module_version } = state;
  return {
    model_name: _model_name,
    model_module: _model_module,
    model_module_version: _model_module_version,
    state,
  };
}

/** Takes what a front end says of a model; a change is echoed, for the other front ends to follow. */
function receive(comm: Comm, model: HostedModel, { data, buffers }: CommMessage): unknown {
  const { method, state, buffer_paths, content } = data;
  switch (method) {
    case 'update':
      comm.send({ method: 'echo_update', state, buffer_paths: buffer_paths ?? [] }, buffers);
      return model.receive(decodeState(state, buffer_paths, buffers));
    case 'request_state': {
      const encoded = encodeState(model.snapshot());
      return comm.send(
        { method: 'update', state: encoded.state, buffer_paths: encoded.bufferPaths },
        encoded.buffers,
      );
    }
    case 'custom':
      return model.receiveCustom(content, buffers);
    default:
      return undefined;
  }
}

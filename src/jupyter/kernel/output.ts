import type { DisplayOptions } from '../../display/front-end.js';
import type { MimeBundle } from '../../display/mime-bundle.js';
import type { JsonObject, Message } from '../wire.js';
import type { Extras, KernelSockets } from './sockets.js';
import { StreamBuffer, type StreamName } from './streams.js';

/**
 * Everything a cell puts out, in order, under the header of the request that started it. What arrives
 * after the cell has ended (timers, forgotten promises) still belongs to the cell that started last.
 */
export class CellOutput {
  readonly #sockets: KernelSockets;
  readonly #dress: (bundle: MimeBundle) => MimeBundle;
  readonly #streams = new StreamBuffer((name, text) => this.#send('stream', { name, text }));
  #parent: Message['parent'] = {};
  #silent = false;

  /** @param dress what every bundle becomes before it is shown */
  constructor(sockets: KernelSockets, dress: (bundle: MimeBundle) => MimeBundle) {
    this.#sockets = sockets;
    this.#dress = dress;
  }

  /**
   * A cell starts.
   *
   * @param silent publish nothing for this cell
   */
  begin(parent: Message['parent'], silent: boolean): void {
    this.flush();
    this.#parent = parent;
    this.#silent = silent;
  }

  print(name: StreamName, text: string): void {
    this.#streams.write(name, text);
  }

  publish(type: string, content: JsonObject, extras?: Extras): void {
    this.flush();
    this.#send(type, content, extras);
  }

  /** Shows a bundle, or replaces what was shown under its id. */
  display(bundle: MimeBundle, { displayId, update = false }: DisplayOptions = {}): void {
    const transient = displayId === undefined ? {} : { display_id: displayId };
    const data = this.#dress(bundle);
    this.publish(update ? 'update_display_data' : 'display_data', { data, metadata: {}, transient });
  }

  /** Shows the last value of a cell. */
  showResult(bundle: MimeBundle, execution_count: number): void {
    this.publish('execute_result', { data: this.#dress(bundle), metadata: {}, execution_count });
  }

  flush(): void {
    this.#streams.flush();
  }

  #send(type: string, content: JsonObject, extras?: Extras): void {
    if (!this.#silent) this.#sockets.publish(type, this.#parent, content, extras);
  }
}

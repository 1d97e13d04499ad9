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
  readonly #streams = new StreamBuffer((name, text) => this.#send('stream', { name, text }));
  #parent: Message['parent'] = {};
  #silent = false;

  constructor(sockets: KernelSockets) {
    this.#sockets = sockets;
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
    this.publish(update ? 'update_display_data' : 'display_data', { data: bundle, metadata: {}, transient });
  }

  flush(): void {
    this.#streams.flush();
  }

  #send(type: string, content: JsonObject, extras?: Extras): void {
    if (!this.#silent) this.#sockets.publish(type, this.#parent, content, extras);
  }
}

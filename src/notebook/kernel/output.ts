import { AsyncLocalStorage } from 'node:async_hooks';
import type { DisplayOptions, MimeBundle, OutputSink } from '../../util/kernel-context.js';
import type { JsonObject } from '../jupyter/nbformat.js';
import type { Message } from '../jupyter/wire.js';
import type { ShownData } from '../pictures/figure-outputs.js';
import { ProgressBoards } from './progress-board.js';
import type { Extras, KernelSockets } from './sockets.js';
import { OutputLimit, StreamBuffer, type StreamName } from './streams.js';

type Parent = Message['parent'];

/** Transforms a bundle before it is shown. */
export type Dress = (bundle: MimeBundle, metadata: JsonObject, options?: DisplayOptions) => ShownData;

/** Where output goes that does not belong to the running cell: under another header, or elsewhere. */
export type Route = CellRoute | { sink: OutputSink };

interface CellRoute {
  parent: Parent;
  /** Nothing more is shown; a notice is printed once, at the next output. */
  muted?: string | true;
}

/**
 * Everything a cell puts out, in order, under the header of the request that started it. What arrives
 * after the cell has ended (timers, forgotten promises) still belongs to the cell that started last.
 */
export class CellOutput {
  readonly #sockets: KernelSockets;
  readonly #dress: Dress;
  readonly #routes = new AsyncLocalStorage<Route>();
  /** The current request, for messages other than output. */
  readonly #requests = new AsyncLocalStorage<Parent>();
  readonly #streams = new StreamBuffer((name, text) =>
    this.#send('stream', this.#streamParent, { name, text }),
  );
  readonly #limit = new OutputLimit();
  readonly #progress = new ProgressBoards();
  #parent: Parent = {};
  #streamParent: Parent = {};
  #silent = false;

  /** @param dress transforms every bundle before it is shown */
  constructor(sockets: KernelSockets, dress: Dress) {
    this.#sockets = sockets;
    this.#dress = dress;
  }

  /**
   * A cell starts.
   *
   * @param silent publish nothing for this cell
   */
  begin(parent: Parent, silent: boolean): void {
    this.flush();
    this.#parent = parent;
    this.#silent = silent;
  }

  /** The route of the current code's output. */
  get route(): Route {
    return this.#routes.getStore() ?? { parent: this.#parent };
  }

  /** Runs code for a request other than the cell's: its output and messages belong to that, even later. */
  under<T>(parent: Parent, run: () => T): T {
    return this.#requests.run(parent, () => this.along({ parent }, run));
  }

  /** Runs code whose output goes elsewhere than the cell, even later. */
  along<T>(route: Route, run: () => T): T {
    return this.#routes.run(route, run);
  }

  /**
   * Suppresses further output of a route.
   *
   * @param notice printed once, at the next output
   */
  mute(route: CellRoute, notice: string): void {
    route.muted = notice;
  }

  print(name: StreamName, text: string): void {
    if (this.#isMuted()) return;
    const sink = this.#sink();
    if (sink) {
      sink.print(name, text);
      return;
    }
    const parent = this.#currentParent();
    const before = this.#limit.shown(parent);
    this.#write(parent, name, this.#limit.admit(parent, text), before);
  }

  /** A cell has ended: flushes what it has printed. */
  end(): void {
    const parent = this.#parent;
    this.#write(parent, 'stdout', this.#limit.end(parent), this.#limit.shown(parent));
    this.flush();
  }

  /** @param before characters of the parent already shown */
  #write(parent: Parent, name: StreamName, text: string, before: number): void {
    if (parent !== this.#streamParent) this.#streams.begin();
    this.#streamParent = parent;
    this.#streams.write(name, text, before);
  }

  publish(type: string, content: JsonObject, extras?: Extras): void {
    this.flush();
    this.#send(type, this.#currentParent(), content, extras);
  }

  /** Publishes a comm message, even for a silent cell: both ends must stay in sync. */
  publishComm(type: string, content: JsonObject, extras: Extras): void {
    this.flush();
    this.#sockets.publish(type, this.#requests.getStore() ?? this.#currentParent(), content, extras);
  }

  /** Shows a bundle, or replaces the one shown under its id. */
  display(given: MimeBundle, asked: DisplayOptions = {}, metadata: JsonObject = {}): void {
    if (this.#isMuted()) return;
    const sink = this.#sink();
    const { bundle, options } = this.#progress.place(sink ?? this.#currentParent(), given, asked);
    if (sink) {
      sink.display(this.#dress(bundle, {}, options).data, options);
      return;
    }
    const { displayId, update = false } = options;
    if (!update && !this.#limit.admitsDisplay(this.#currentParent())) return;
    const transient = displayId === undefined ? {} : { display_id: displayId };
    const dressed = this.#dress(bundle, metadata, options);
    this.publish(update ? 'update_display_data' : 'display_data', { ...dressed, transient });
  }

  /** Shows the last value of a cell. */
  showResult(bundle: MimeBundle, execution_count: number): void {
    this.publish('execute_result', { ...this.#dress(bundle, {}), execution_count });
  }

  /** Transforms a bundle before it is shown. */
  dress(bundle: MimeBundle): JsonObject {
    return this.#dress(bundle, {}).data;
  }

  flush(): void {
    this.#streams.flush();
  }

  #isMuted(): boolean {
    const route = this.#routes.getStore();
    if (!route || 'sink' in route || route.muted === undefined) return false;
    const notice = route.muted;
    route.muted = true;
    if (notice === true) return true;
    this.flush();
    this.#send('stream', route.parent, { name: 'stderr', text: notice });
    return true;
  }

  #sink(): OutputSink | undefined {
    const route = this.#routes.getStore();
    return route && 'sink' in route ? route.sink : undefined;
  }

  #currentParent(): Parent {
    const route = this.#routes.getStore();
    return route && 'parent' in route ? route.parent : this.#parent;
  }

  #send(type: string, parent: Parent, content: JsonObject, extras?: Extras): void {
    const silent = this.#silent && parent === this.#parent;
    if (!silent) this.#sockets.publish(type, parent, content, extras);
  }
}

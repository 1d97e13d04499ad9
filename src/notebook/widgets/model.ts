import type { Comm } from '../jupyter/comm.js';
import type { JsonObject } from '../jupyter/wire.js';
import { currentWidgetHost, type HostedModel } from './host.js';
import { encodeState, MODEL_ID, type WidgetState } from './state.js';

/** Which classes of the front end a model is made of. */
export interface ModelKind {
  module: string;
  version: string;
  /** Names of the classes, e.g. `IntSliderModel` and `IntSliderView`. */
  model: string;
  view: string;
  /** Module and version of the view, where they are not the model's. */
  viewModule?: string;
  viewVersion?: string;
}

/** Receives the names of the attributes that have changed. */
type OnUpdate = (names: ReadonlySet<string>) => unknown;
type OnCustom = (content: unknown, buffers: Uint8Array[]) => unknown;

/**
 * The state of a widget, the same here and in every front end once the widget is shown: what one side
 * changes, the others are told. Until then, and outside of our kernel, it is only a state.
 */
export class WidgetModel implements HostedModel {
  readonly #kind: ModelKind;
  readonly #state: WidgetState;
  readonly #onUpdate: OnUpdate[] = [];
  readonly #onCustom: OnCustom[] = [];
  #comm: Comm | undefined;

  /** @param state the attributes that differ from the front end's defaults or may change */
  constructor(kind: ModelKind, state: WidgetState) {
    this.#kind = kind;
    this.#state = state;
  }

  get(name: string): unknown {
    return this.#state[name];
  }

  /** Changes attributes here and in the front ends, and tells who follows them of those that are not equal. */
  set(changes: WidgetState): void {
    const names = Object.keys(changes).filter((name) => !Object.is(this.#state[name], changes[name]));
    if (names.length === 0) return;
    Object.assign(this.#state, changes);
    if (this.#comm) {
      const { state, bufferPaths, buffers } = encodeState(changes);
      this.#comm.send({ method: 'update', state, buffer_paths: bufferPaths }, buffers);
    }
    for (const follow of this.#onUpdate) follow(new Set(names));
  }

  /** Sends the front end a message of the model's own. */
  send(content: JsonObject, buffers: readonly ArrayBufferView[] = []): void {
    this.#comm?.send({ method: 'custom', content }, buffers);
  }

  onUpdate(follow: OnUpdate): void {
    this.#onUpdate.push(follow);
  }

  onCustom(handle: OnCustom): void {
    this.#onCustom.push(handle);
  }

  /** The id front ends know the model by, which shows it to them first; undefined where there are none. */
  open(): string | undefined {
    if (this.#comm) return this.#comm.id;
    const comm = currentWidgetHost()?.open(this);
    comm?.onClose(() => {
      this.#comm = undefined;
    });
    this.#comm = comm;
    return comm?.id;
  }

  /** {@link open}, by code that shows the widget: its handlers and those of its parts put out there from now on. */
  show(): string | undefined {
    const id = this.open();
    const host = currentWidgetHost();
    if (!host || !this.#comm) return id;
    host.shown(this.#comm);
    for (const part of Object.values(this.#state).flat()) if (part instanceof WidgetModel) part.show();
    return id;
  }

  [MODEL_ID](): string {
    return this.open() ?? '';
  }

  /** Takes the model and those of its layout and style from the front ends. */
  close(): void {
    this.#comm?.close();
    this.#comm = undefined;
    for (const part of [this.#state.layout, this.#state.style]) if (part instanceof WidgetModel) part.close();
  }

  snapshot(): WidgetState {
    const { module, version, model, view, viewModule = module, viewVersion = version } = this.#kind;
    return {
      _model_module: module,
      _model_module_version: version,
      _model_name: model,
      _view_module: viewModule,
      _view_module_version: viewVersion,
      _view_name: view,
      ...this.#state,
    };
  }

  receive(changes: WidgetState): unknown {
    const known = Object.entries(changes).filter(([name]) => Object.hasOwn(this.#state, name));
    Object.assign(this.#state, Object.fromEntries(known));
    const names = new Set(known.map(([name]) => name));
    return Promise.all(this.#onUpdate.map((follow) => follow(names)));
  }

  receiveCustom(content: unknown, buffers: Uint8Array[]): unknown {
    return Promise.all(this.#onCustom.map((handle) => handle(content, buffers)));
  }
}

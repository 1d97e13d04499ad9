import { type Comm, type HostedModel, kernelContext, type WidgetState } from '../../util/kernel-context.js';
import type { JsonObject } from '../jupyter/nbformat.js';

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

/** A method under this symbol returns the id of a model that another model's state mentions. Models of two copies of the package know each other by it. */
const MODEL_ID = Symbol.for('listenlab.model-id');

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

  /** Changes attributes here and in the front ends, and notifies the followers of those that are not equal. */
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
    const comm = kernelContext().widgetHost?.()?.open(this);
    comm?.onClose(() => {
      this.#comm = undefined;
    });
    this.#comm = comm;
    return comm?.id;
  }

  /** {@link open}, by code that shows the widget: its handlers and those of its parts put out there from now on. */
  show(): string | undefined {
    const id = this.open();
    const host = kernelContext().widgetHost?.();
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

/** Where in a state a buffer belongs. */
type BufferPath = (string | number)[];

/** A state ready to be sent: plain JSON, and the bytes that were taken out of it. */
interface EncodedState {
  state: JsonObject;
  bufferPaths: BufferPath[];
  buffers: ArrayBufferView[];
}

/**
 * Takes a state apart for the widget protocol: bytes (typed arrays, DataViews, ArrayBuffers) at any depth go
 * beside the JSON, and models become references to their ids.
 *
 * @example encodeState({ pixels: Uint8Array.of(1, 2) })
 *   // { state: {}, bufferPaths: [['pixels']], buffers: [Uint8Array.of(1, 2)] }
 */
export function encodeState(state: WidgetState): EncodedState {
  const bufferPaths: BufferPath[] = [];
  const buffers: ArrayBufferView[] = [];
  const encode = (value: unknown, path: BufferPath): unknown => {
    const bytes = bytesOf(value);
    if (bytes) {
      bufferPaths.push(path);
      buffers.push(bytes);
      return undefined;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (MODEL_ID in value) return `IPY_MODEL_${(value as { [MODEL_ID](): string })[MODEL_ID]()}`;
    // In a list a buffer leaves null behind, so that those after it keep their places.
    if (Array.isArray(value)) return value.map((item, at) => encode(item, [...path, at]) ?? null);
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return encodeObject(value as WidgetState, path);
  };
  const encodeObject = (object: WidgetState, path: BufferPath): JsonObject =>
    Object.fromEntries(
      Object.entries(object).flatMap(([key, value]) => {
        const encoded = encode(value, [...path, key]);
        return encoded === undefined ? [] : [[key, encoded]];
      }),
    );
  return { state: encodeObject(state, []), bufferPaths, buffers };
}

/**
 * Puts a state together again that a front end sent in parts.
 *
 * @param bufferPaths where each buffer goes; a path that leads nowhere is passed over
 * @returns the state, with a Uint8Array in each place of a buffer
 */
export function decodeState(
  state: unknown,
  bufferPaths: unknown,
  buffers: readonly Uint8Array[],
): WidgetState {
  const root: WidgetState = isContainer(state) ? { ...state } : {};
  if (!Array.isArray(bufferPaths)) return root;
  for (const [at, path] of bufferPaths.slice(0, buffers.length).entries()) {
    if (Array.isArray(path) && path.length > 0) place(root, path.map(String), buffers[at]);
  }
  return root;
}

function place(root: WidgetState, path: string[], bytes: Uint8Array): void {
  let target: WidgetState = root;
  for (const key of path.slice(0, -1)) {
    const next = Object.hasOwn(target, key) ? target[key] : undefined;
    if (!isContainer(next)) return;
    target = next;
  }
  const last = path[path.length - 1];
  if (last !== '__proto__') target[last] = bytes;
}

function bytesOf(value: unknown): ArrayBufferView | undefined {
  if (ArrayBuffer.isView(value)) return value;
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

/** Whether a value has places for buffers: an object or a list. */
function isContainer(value: unknown): value is WidgetState {
  return typeof value === 'object' && value !== null;
}

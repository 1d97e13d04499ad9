import type { JsonObject } from '../jupyter/wire.js';

/** The attributes of a widget's model, as the front end's class of that model names them. */
export type WidgetState = Record<string, unknown>;

/** A method under this symbol tells the id of a model that another model's state mentions. */
export const MODEL_ID = Symbol.for('listenlab.model-id');

/** Where in a state a buffer belongs. */
type BufferPath = (string | number)[];

/** A state ready to be sent: plain JSON, and the bytes that were taken out of it. */
export interface EncodedState {
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
  const root: WidgetState = isObject(state) ? { ...state } : {};
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
    if (!isObject(next)) return;
    target = next;
  }
  const last = path[path.length - 1];
  if (last !== '__proto__') target[last] = bytes;
}

function bytesOf(value: unknown): ArrayBufferView | undefined {
  if (ArrayBuffer.isView(value)) return value;
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

function isObject(value: unknown): value is WidgetState {
  return typeof value === 'object' && value !== null;
}

import { aText, check, isObject, readOptions } from '../../util/checks.js';
import type { WidgetState } from '../../util/kernel-context.js';
import { WidgetModel } from './model.js';
import { addHandler, layoutModel, makeWidget, type Widget } from './widget.js';

/** Options of {@link anywidget}. */
export interface AnyWidgetOptions<S extends object> {
  /** An ES module, as text, whose default export has a `render({ model, el })`; see anywidget.dev. */
  esm: string;
  /** Style sheet, as text. */
  css?: string;
  /** What both sides share: plain JSON and typed arrays, which travel as bytes. */
  state: S;
  /** What is shown where widgets are not; default "[widget]". */
  text?: string;
}

/** A widget with a front end of its own; see {@link anywidget}. */
export interface AnyWidget<S extends object> extends Widget {
  /** The state as it is now; bytes that a front end has set are a Uint8Array. */
  readonly state: Readonly<S>;
  /** Changes some of the state, here and in the front ends. */
  set(changes: Partial<S>): void;
  /** Calls `handle` when either side has changed an attribute. @returns a function that ends this */
  onChange<K extends keyof S & string>(name: K, handle: (value: S[K]) => unknown): () => void;
  /** Sends the front ends a message, which `model.on('msg:custom', ...)` receives. */
  send(content: Record<string, unknown>, buffers?: readonly ArrayBufferView[]): void;
  /** Calls `handle` with each message that a front end sends with `model.send`. @returns a function that ends this */
  onMessage(handle: (content: unknown, buffers: Uint8Array[]) => unknown): () => void;
}

const CHECKS = {
  esm: aText,
  css: aText,
  state: (value: unknown) => (isObject(value) ? undefined : 'an object, such as { count: 0 }'),
  text: aText,
};

/** The release of anywidget whose front end the models ask for. */
const ANYWIDGET = { module: 'anywidget', version: '~0.11.0', model: 'AnyModel', view: 'AnyView' };

/**
 * A widget drawn by a JavaScript module of one's own, in the manner of anywidget.
 *
 * @example
 * const pixels = new Uint8Array(64 * 64);
 * widgets.anywidget({
 *   esm: `export default { render({ model, el }) {
 *     const draw = () => { el.textContent = model.get('pixels').byteLength + ' bytes'; };
 *     model.on('change:pixels', draw);
 *     draw();
 *   } };`,
 *   state: { pixels },
 * })
 */
export function anywidget<S extends object>(options: AnyWidgetOptions<S>): AnyWidget<S> {
  const { esm, state, css, text } = readOptions(options, CHECKS, { css: '', text: '[widget]' }, 'anywidget');
  check('esm of anywidget', esm, aText);
  check('state of anywidget', state, CHECKS.state);
  const own = { _anywidget_id: 'listenlab.anywidget', _esm: esm, _css: css, layout: layoutModel() };
  const model = new WidgetModel(ANYWIDGET, { ...state, ...own });
  const names = Object.keys(state);
  const messages = new Set<(content: unknown, buffers: Uint8Array[]) => unknown>();
  const changes = new Map<string, Set<(value: never) => unknown>>();
  model.onCustom((content, buffers) => Promise.all([...messages].map((handle) => handle(content, buffers))));
  model.onUpdate((changed) =>
    Promise.all(
      [...changed].flatMap((name) =>
        [...(changes.get(name) ?? [])].map((handle) => handle(model.get(name) as never)),
      ),
    ),
  );
  return {
    ...makeWidget(model, () => text),
    get state() {
      return Object.fromEntries(names.map((name) => [name, model.get(name)])) as S;
    },
    set(changed) {
      check('the change of the state', changed, CHECKS.state);
      model.set(changed as WidgetState);
    },
    onChange(name, handle) {
      const handlers = changes.get(name) ?? new Set();
      changes.set(name, handlers);
      return addHandler(handlers, handle);
    },
    send: (content, buffers) => model.send(content, buffers),
    onMessage: (handle) => addHandler(messages, handle),
  };
}

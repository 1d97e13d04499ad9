import type { TunerReply } from '../session/messages.js';
import { freshId } from './dom.js';
import type { Connect } from './port.js';

/** The part of an anywidget model that the panel uses; see anywidget.dev. */
export interface WidgetFrontEnd {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, handle: (...given: never[]) => void): void;
  off(event: string, handle: (...given: never[]) => void): void;
}

/** Messages of the kernel's half of the panel. */
type KernelMessage =
  | { readonly kind: 'session'; readonly view: string; readonly reply: TunerReply }
  | { readonly kind: 'plotly'; readonly text: string };

/** After this time the panel says that the kernel does not answer. */
const SILENCE_MILLISECONDS = 4000;
const SILENCE =
  'The kernel is not answering. It may be running a cell or opening the data; if it was restarted, run this cell again.';

/** A page-local attribute of the model: whether the kernel that made it has ended. */
const GONE = 'kernel_gone';

/** Marks a model when its kernel ends; called once per model, before it is shown. */
export function watchKernel(model: WidgetFrontEnd): void {
  // Front ends built on Jupyter's widget manager signal when they drop the connection to the kernel.
  model.on('comm_live_update', () => model.set(GONE, true));
}

/** The kernel of a panel, as long as it lives. */
export class KernelLink {
  readonly #model: WidgetFrontEnd;

  constructor(model: WidgetFrontEnd) {
    this.#model = model;
  }

  /** Whether it was restarted or has ended: it can no longer be reached. */
  get isGone(): boolean {
    return this.#model.get(GONE) === true;
  }

  /** Calls back when the kernel ends. @returns a function that unsubscribes */
  onGone(handle: () => void): () => void {
    return this.#listen(`change:${GONE}`, handle);
  }

  /** Calls back when the kernel, or another view, changes an attribute. @returns a function that unsubscribes */
  onChange(name: string, handle: () => void): () => void {
    return this.#listen(`change:${name}`, handle);
  }

  /** Shares an attribute's value with other views, and with the kernel while it lives. */
  share(name: string, value: unknown): void {
    // Even without a kernel: a panel that is redrawn starts from the model's attributes.
    this.#model.set(name, value);
    this.#try(() => this.#model.save_changes());
  }

  /** Trains in the kernel of the notebook, on all of the data. A busy kernel answers after its cell. */
  readonly connect: Connect = ({ onReply, onSilence }) => {
    // The panel may be shown twice: each has a session of its own.
    const view = freshId('view');
    let silence: ReturnType<typeof setTimeout> | undefined;
    const calm = () => {
      clearTimeout(silence);
      silence = undefined;
    };
    const stop = this.#listen('msg:custom', (message: KernelMessage) => {
      if (message.kind !== 'session' || message.view !== view) return;
      calm();
      onReply(message.reply);
    });
    const sayClosed = () => this.#send({ kind: 'close', view });
    // A page that is closed or reloaded loses its models.
    addEventListener('pagehide', sayClosed);
    return {
      post: (request) => {
        this.#send({ kind: 'session', view, request });
        if (request.kind === 'keep' || request.kind === 'forget') return;
        silence ??= setTimeout(() => onSilence(SILENCE), SILENCE_MILLISECONDS);
      },
      close() {
        calm();
        stop();
        removeEventListener('pagehide', sayClosed);
        sayClosed();
      },
    };
  };

  /** The text of Plotly; undefined when the kernel has ended before it sent it. */
  plotly(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const end = (text?: string) => {
        stopGone();
        stop();
        resolve(text);
      };
      const stopGone = this.onGone(() => end());
      const stop = this.#listen('msg:custom', (message: KernelMessage) => {
        if (message.kind === 'plotly') end(message.text);
      });
      if (this.isGone) end();
      else this.#send({ kind: 'plotly' });
    });
  }

  #send(content: unknown): void {
    this.#try(() => this.#model.send(content));
  }

  /** A failing send means that the kernel is gone, even if nothing signalled it. */
  #try(send: () => void): void {
    if (this.isGone) return;
    try {
      send();
    } catch {
      this.#model.set(GONE, true);
    }
  }

  #listen(event: string, handle: (...given: never[]) => void): () => void {
    this.#model.on(event, handle);
    return () => this.#model.off(event, handle);
  }
}

import type { TunerReply } from '../session/messages.js';
import { freshId } from './dom.js';
import type { Connect } from './port.js';

/** What of an anywidget model the panel uses; see anywidget.dev. */
export interface WidgetFrontEnd {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, handle: (...given: never[]) => void): void;
  off(event: string, handle: (...given: never[]) => void): void;
}

/** What the kernel's half of the panel says. */
export type KernelMessage =
  | { readonly kind: 'session'; readonly view: string; readonly reply: TunerReply }
  | { readonly kind: 'plotly'; readonly text: string };

/** After so long it is said that the kernel does not answer. */
const SILENCE_MILLISECONDS = 4000;
const SILENCE =
  'The kernel is not answering. It may be running a cell or opening the data; if it was restarted, run this cell again.';

/** An attribute of the model that only this page has: whether the kernel that made it has ended. */
const GONE = 'kernel_gone';

/** Notes on a model when its kernel ends; called once for each model, before it is shown. */
export function watchKernel(model: WidgetFrontEnd): void {
  // Front ends built on Jupyter's widget manager say so when they drop the way to the kernel.
  model.on('comm_live_update', () => model.set(GONE, true));
}

/** The kernel of a panel, for as long as it is there. */
export class KernelLink {
  readonly #model: WidgetFrontEnd;

  constructor(model: WidgetFrontEnd) {
    this.#model = model;
  }

  /** Whether it was restarted, or has ended: then nothing reaches it. */
  get isGone(): boolean {
    return this.#model.get(GONE) === true;
  }

  /** Calls back when the kernel ends. @returns a function that ends this */
  onGone(handle: () => void): () => void {
    return this.#listen(`change:${GONE}`, handle);
  }

  /** Calls back when the kernel, or another view, changes an attribute. @returns a function that ends this */
  onChange(name: string, handle: () => void): () => void {
    return this.#listen(`change:${name}`, handle);
  }

  /** Tells other views, and the kernel while it is there, what an attribute is now. */
  share(name: string, value: unknown): void {
    // Also without a kernel: a panel that is drawn anew begins with what the model says.
    this.#model.set(name, value);
    this.#try(() => this.#model.save_changes());
  }

  /** Trains in the kernel of the notebook, on all of the data. A kernel that runs a cell answers after it. */
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
    // A page that goes, or is loaded again, takes its models along.
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

  /** What cannot be sent shows that the kernel is gone, also where nobody has said so. */
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

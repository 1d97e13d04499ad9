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

/** Trains in the kernel of the notebook, on all of the data. A kernel that runs a cell answers after it. */
export function kernelPort(model: WidgetFrontEnd): Connect {
  return ({ onReply, onSilence }) => {
    // The panel may be shown twice: each has a session of its own.
    const view = freshId('view');
    let silence: ReturnType<typeof setTimeout> | undefined;
    const hear = (message: KernelMessage) => {
      if (message.kind !== 'session' || message.view !== view) return;
      clearTimeout(silence);
      silence = undefined;
      onReply(message.reply);
    };
    model.on('msg:custom', hear);
    return {
      post(request) {
        model.send({ kind: 'session', view, request });
        if (request.kind === 'keep' || request.kind === 'forget') return;
        silence ??= setTimeout(() => {
          onSilence('The kernel does not answer: it opens the data, runs a cell or is gone.');
        }, SILENCE_MILLISECONDS);
      },
      close() {
        clearTimeout(silence);
        model.send({ kind: 'close', view });
        model.off('msg:custom', hear);
      },
    };
  };
}

/** Asks the kernel for the text of Plotly. */
export function plotlyFromKernel(model: WidgetFrontEnd): Promise<string> {
  return new Promise((resolve) => {
    const hear = (message: KernelMessage) => {
      if (message.kind !== 'plotly') return;
      model.off('msg:custom', hear);
      resolve(message.text);
    };
    model.on('msg:custom', hear);
    model.send({ kind: 'plotly' });
  });
}

import type { TunerReply, TunerRequest } from '../session/messages.js';

/** The script of the worker that trains, minified, with the kernel in it; the build puts it here. */
declare const SESSION_SCRIPT: string;

/** The way to what trains. */
export interface Port {
  post(request: TunerRequest): void;
  close(): void;
}

/** What hears the answers of a port. */
export interface Listener {
  onReply(reply: TunerReply): void;
  /** Nobody is there any more. */
  onDeath(message: string): void;
  /** Nobody answers, for now. */
  onSilence(message: string): void;
}

/** How to come by a port: called again when the last one is dead. */
export type Connect = (listener: Listener) => Port;

/** Everything is answered between two slices of 25 ms: a worker that is silent for so long is considered dead. */
const SILENCE_MILLISECONDS = 15_000;

/** Trains in a Web Worker of the page, from its own text: also in a page opened from disk, without a network. */
export function workerPort(packed: Uint8Array): Connect {
  return ({ onReply, onDeath }) => {
    const address = URL.createObjectURL(new Blob([SESSION_SCRIPT], { type: 'text/javascript' }));
    const worker = new Worker(address);
    let silence: ReturnType<typeof setTimeout> | undefined;
    const close = () => {
      clearTimeout(silence);
      worker.terminate();
      URL.revokeObjectURL(address);
    };
    const die = (message: string) => {
      close();
      onDeath(message);
    };
    worker.onmessage = ({ data }) => {
      clearTimeout(silence);
      silence = undefined;
      onReply(data);
    };
    worker.onerror = ({ message }) => die(message || 'the page does not allow it to start');
    worker.onmessageerror = () => die('it sent an unreadable message');
    return {
      post(request) {
        worker.postMessage(request.kind === 'open' ? { ...request, packed } : request);
        // Only what is answered at once.
        if (request.kind === 'keep' || request.kind === 'forget') return;
        silence ??= setTimeout(() => die('it stopped answering'), SILENCE_MILLISECONDS);
      },
      close,
    };
  };
}

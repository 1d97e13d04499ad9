import type { TunerReply, TunerRequest } from '../session/messages.js';
import { say } from './say.js';

/** The script of the worker that trains, minified, including the wasm kernel; inserted by the build. */
declare const SESSION_SCRIPT: string;

/** The connection to the trainer. */
export interface Port {
  post(request: TunerRequest): void;
  close(): void;
}

/** Receives the answers of a port. */
interface Listener {
  onReply(reply: TunerReply): void;
  /** The other end has died. */
  onDeath(message: string): void;
  /** The other end does not answer for now. */
  onSilence(message: string): void;
}

/** Opens a port; called again when the last one has died. */
export type Connect = (listener: Listener) => Port;

/** Everything is answered between two slices of 25 ms: a worker silent for this long is considered dead. */
const SILENCE_MILLISECONDS = 15_000;

/** Trains in a Web Worker made from inline source: works in a page opened from disk, without a network. */
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
    worker.onerror = ({ message }) => die(message || say('workerRefused'));
    worker.onmessageerror = () => die(say('workerUnreadable'));
    return {
      post(request) {
        worker.postMessage(request.kind === 'open' ? { ...request, packed } : request);
        // Only requests that are answered at once.
        if (request.kind === 'keep' || request.kind === 'forget') return;
        silence ??= setTimeout(() => die(say('workerSilent')), SILENCE_MILLISECONDS);
      },
      close,
    };
  };
}

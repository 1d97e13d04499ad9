import type { Connect } from './port.js';

/** Everything is answered between two slices of 25 ms; who says nothing for so long is gone. */
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

// The part of Web Workers that the trainer uses, for type checking without the browser's library.

/** A worker as whoever started it sees it. */
export interface WebWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
}

/** A worker's own global scope. */
export interface WorkerScope {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  /** Whether memory can be shared with other workers. */
  readonly crossOriginIsolated?: boolean;
  readonly location: { readonly href: string };
  readonly navigator: { readonly hardwareConcurrency: number };
}

/** The global scope, in a worker. */
export const workerScope = globalThis as unknown as WorkerScope;

/** Starts a worker from the address of its script. */
export function startWorker(address: string): WebWorker {
  const { Worker } = globalThis as unknown as { Worker: new (address: string) => WebWorker };
  return new Worker(address);
}

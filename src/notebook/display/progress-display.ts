import { randomUUID } from 'node:crypto';
import type { FrontEnd } from './front-end.js';
import type { MimeBundle } from './mime-bundle.js';

/**
 * The MIME type of a line about work that goes on or is over, a {@link ProgressState}. Kernels put the lines of a
 * cell into one display by it, and reports leave them out.
 */
export const PROGRESS_TYPE = 'application/vnd.listenlab.progress+json';

/** What a line about work tells. */
export interface ProgressState {
  /** The whole work: `training`. */
  readonly title: string;
  /** Since it began. */
  readonly seconds: number;
  readonly running: boolean;
  /** Whether it ended before it was done. */
  readonly stopped: boolean;
}

/** A screen needs no more than ten updates a second, and each of them is a message to the notebook. */
const UPDATE_MILLISECONDS = 100;

/** One display with a line of text that changes while work goes on, at most ten times a second. */
export class ProgressDisplay {
  readonly #title: string;
  readonly #frontEnd: FrontEnd;
  readonly #now: () => number;
  readonly #started: number;
  readonly #displayId = randomUUID();
  #shownAt: number | undefined;

  /** @param now the clock, in milliseconds */
  constructor(title: string, frontEnd: FrontEnd, now: () => number) {
    this.#title = title;
    this.#frontEnd = frontEnd;
    this.#now = now;
    this.#started = now();
  }

  /** Whether it has been shown yet. */
  get shown(): boolean {
    return this.#shownAt !== undefined;
  }

  /** Since the work began. */
  get seconds(): number {
    return (this.#now() - this.#started) / 1000;
  }

  /** Shows a line, unless one was shown a moment ago. */
  update(line: () => string): void {
    if (this.#shownAt !== undefined && this.#now() - this.#shownAt < UPDATE_MILLISECONDS) return;
    this.#show(line(), { running: true, stopped: false });
  }

  /** Shows what stays of work that is done, or was stopped. */
  finish(line: string, stopped = false): void {
    this.#show(line, { running: false, stopped });
  }

  #show(line: string, how: Pick<ProgressState, 'running' | 'stopped'>): void {
    const state: ProgressState = { title: this.#title, seconds: this.seconds, ...how };
    const bundle: MimeBundle = { [PROGRESS_TYPE]: state, 'text/plain': line };
    const update = this.#shownAt !== undefined;
    this.#frontEnd.display(bundle, { displayId: this.#displayId, update, final: !how.running });
    this.#shownAt = this.#now();
  }
}

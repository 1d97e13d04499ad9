/** How far a task is. */
export interface TaskProgress {
  /** What is going on, e.g. `reading plays`. */
  readonly task: string;
  readonly done: number;
  /** 0 when nobody knows. */
  readonly total: number;
  /** More about it, e.g. `loss 0.12`. */
  readonly note?: string;
}

/** Shows how far work is that consists of one task after the other. */
export interface WorkProgress {
  update(progress: TaskProgress): void;
  /** The work is over. Call it once; `complete` is false when it failed or was stopped. */
  finish(complete: boolean): void;
}

/** Where a kernel puts what {@link startProgress} asks: `globalThis[PROGRESS] = (title) => workProgress`. */
export const PROGRESS = Symbol.for('listenlab.progress');

/**
 * Begins to show long work in the notebook that runs it; undefined outside of one, where nothing is shown.
 *
 * @param title the whole work, e.g. `opening lastfm-2k`
 */
export function startProgress(title: string): WorkProgress | undefined {
  return (globalThis as { [PROGRESS]?: (title: string) => WorkProgress })[PROGRESS]?.(title);
}

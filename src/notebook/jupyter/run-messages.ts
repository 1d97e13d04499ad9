/** Progress of a run of several notebooks, as `run` reports it to its parent process. */
export interface RunProgress {
  readonly kind: 'listenlab-run';
  /** Name of the running notebook; its position, from 1, and their number. */
  readonly name: string;
  readonly notebook: number;
  readonly notebooks: number;
  /** Code cells done, and in total. */
  readonly done: number;
  readonly total: number;
}

/** The cell that ended such a run. */
export interface RunFailure {
  readonly kind: 'listenlab-run-failed';
  /** Absolute path of its notebook. */
  readonly file: string;
  /** Position among the notebook's code cells, from 1. */
  readonly number: number;
  /** The cell's id. */
  readonly id: string;
  readonly source: string;
  /** `Error: no such artist`. */
  readonly error: string;
  readonly traceback: readonly string[];
}

/** A child process's message, if it is about a run. */
export function asRunMessage(message: unknown): RunProgress | RunFailure | undefined {
  const found = message as RunProgress | RunFailure | null;
  const isRun =
    typeof found === 'object' && ['listenlab-run', 'listenlab-run-failed'].includes(found?.kind ?? '');
  return isRun ? (found ?? undefined) : undefined;
}

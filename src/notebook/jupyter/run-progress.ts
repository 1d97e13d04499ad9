/** How far a run of several notebooks is, as `run` tells the process that started it. */
export interface RunProgress {
  readonly kind: 'listenlab-run';
  /** Name of the notebook that runs, and which of how many it is, from 1. */
  readonly name: string;
  readonly notebook: number;
  readonly notebooks: number;
  /** Code cells that are done, of all in the notebooks. */
  readonly done: number;
  readonly total: number;
}

/** What a child process sent, if it is a run's progress. */
export function asRunProgress(message: unknown): RunProgress | undefined {
  const progress = message as RunProgress | null;
  return typeof progress === 'object' && progress?.kind === 'listenlab-run' ? progress : undefined;
}

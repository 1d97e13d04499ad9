/** What a trial's models are worth after some iterations. */
export interface Checkpoint {
  readonly iterations: number;
  /** (splits) the metric on each. */
  readonly scores: readonly number[];
  /** Of training up to here, mean over the splits. */
  readonly seconds: number;
}

/** The checkpoint with the best mean; the first of several. */
export function bestCheckpoint(checkpoints: readonly Checkpoint[]): Checkpoint {
  return checkpoints.reduce((best, other) => (meanOf(other.scores) > meanOf(best.scores) ? other : best));
}

/** The mean of numbers, of which there is at least one. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How many checkpoints have passed since the best. */
export function looksSinceBest(checkpoints: readonly Checkpoint[]): number {
  return checkpoints.length - 1 - checkpoints.indexOf(bestCheckpoint(checkpoints));
}

import { type ProgressLineOptions, progressLine } from './progress-line.js';

/** Options of {@link trainingProgress}. */
export interface TrainingProgressOptions extends ProgressLineOptions {
  /** How many iterations there will be. */
  iterations: number;
  /** What the line starts with; default "training". */
  label?: string;
}

/**
 * A callback for a trainer's `onIteration` that keeps one line up to date: a bar, the iteration, the loss
 * where it is computed, the time passed and left. It is shown at once, as the first iteration may take long,
 * and stays after the last.
 *
 * @example trainAls(interactions, { iterations: 20, onIteration: trainingProgress({ iterations: 20 }) })
 * @param options `iterations`: how many there will be; see {@link TrainingProgressOptions}
 */
export function trainingProgress(
  options: TrainingProgressOptions,
): (progress: { iteration: number; loss?: number }) => void {
  const { iterations, label = 'training', ...lineOptions } = options;
  const line = progressLine(label, lineOptions);
  line.update(0, iterations);
  return ({ iteration, loss }) => {
    line.update(iteration, iterations, loss === undefined ? '' : `loss ${loss.toPrecision(4)}`);
    if (iteration >= iterations) line.finish();
  };
}

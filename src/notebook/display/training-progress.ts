import { formatCount } from '../../util/format.js';
import { type ProgressLineOptions, progressLine } from './progress-line.js';

/** Options of {@link trainingProgress}. */
export interface TrainingProgressOptions extends ProgressLineOptions {
  /** What the line starts with; default "training". */
  label?: string;
}

/**
 * A callback for a trainer's `onProgress` that keeps one line up to date: a bar, the iterations, the loss
 * where it is computed, the time passed and left. After the last iteration the bar goes.
 *
 * @example trainAls(interactions, { onProgress: trainingProgress() })
 */
export function trainingProgress(
  options: TrainingProgressOptions = {},
): (progress: { done: number; total: number; loss?: number }) => void {
  const { label = 'training', ...lineOptions } = options;
  const line = progressLine(label, { format: (done) => formatCount(Math.floor(done)), ...lineOptions });
  return ({ done, total, loss }) => {
    line.update(done, total, loss === undefined ? '' : `loss ${loss.toPrecision(4)}`);
    if (done >= total) line.finish();
  };
}

import { type Control, type ControlOptions, makeControl } from './control.js';
import { lineModel } from './controls-models.js';

/** Options of {@link progress}. */
export interface ProgressOptions extends ControlOptions<number> {
  /** Default 0. */
  min?: number;
  /** Default 100. */
  max?: number;
  /** Default min. As with ipywidgets, a value outside of the bar becomes the end that it passed. */
  value?: number;
}

/**
 * A bar that code fills. Training, imports and the like show a line of their own and need none.
 *
 * @example
 * const bar = progress({ max: files.length, label: 'reading' });
 * show(bar);
 * for (const file of files) { await read(file); bar.value++; }
 */
export function progress(options: ProgressOptions = {}): Control<number> {
  const { min = 0, max = 100, value = min, label = '', onChange } = options;
  const inside = (now: number) => Math.min(Math.max(Number(now), min), max);
  const model = lineModel(
    { model: 'FloatProgressModel', view: 'ProgressView', style: 'ProgressStyleModel' },
    { description: label, min, max, value: inside(value) },
  );
  return makeControl({
    model,
    onChange,
    attribute: 'value',
    read: Number,
    write: inside,
    describe: (now) => `${now} of ${max} (progress)`,
  });
}

import { type Control, type ControlOptions, makeControl } from './control.js';
import { lineModel } from './controls-models.js';

/** Options of {@link text}. */
export interface TextOptions extends ControlOptions<string> {
  /** Default empty. */
  value?: string;
  /** Shown, pale, while it is empty. */
  placeholder?: string;
  /** Tell the value at every key, not only at Enter or when the field is left; default false. */
  continuous?: boolean;
}

/**
 * A line to write into.
 *
 * @example text({ label: 'artist', placeholder: 'red hot chili peppers' })
 */
export function text(options: TextOptions = {}): Control<string> {
  const { value = '', label = '', placeholder = '', continuous = false, onChange } = options;
  const model = lineModel(
    { model: 'TextModel', view: 'TextView', style: 'TextStyleModel' },
    { description: label, value, placeholder, continuous_update: continuous },
  );
  return makeControl({
    model,
    onChange,
    attribute: 'value',
    read: String,
    write: String,
    describe: (written) => `${JSON.stringify(written)} (text)`,
  });
}

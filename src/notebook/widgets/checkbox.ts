import { type Control, type ControlOptions, makeControl } from './control.js';
import { controlsModel } from './controls-models.js';

/** Options of {@link checkbox}. */
export interface CheckboxOptions extends ControlOptions<boolean> {
  /** Default false. */
  value?: boolean;
}

/**
 * A box that is checked or not.
 *
 * @example checkbox({ value: true, label: 'hide artists already played' })
 */
export function checkbox(options: CheckboxOptions = {}): Control<boolean> {
  const { value = false, label = '', onChange } = options;
  const model = controlsModel(
    { model: 'CheckboxModel', view: 'CheckboxView', style: 'CheckboxStyleModel' },
    { description: label, value, indent: false },
    { width: 'auto' },
  );
  return makeControl<boolean>({
    model,
    onChange,
    attribute: 'value',
    read: Boolean,
    write: Boolean,
    describe: (checked) => `${checked ? 'yes' : 'no'} (checkbox)`,
  });
}

import { type Control, makeControl } from './control.js';
import { controlsModel } from './controls-models.js';

/** Options of {@link checkbox}. */
export interface CheckboxOptions {
  /** Default false. */
  value?: boolean;
  /** What stands beside it; default nothing, in `interact` the name of the value. */
  label?: string;
}

/**
 * A box that is checked or not.
 *
 * @example checkbox({ value: true, label: 'hide artists already played' })
 */
export function checkbox({ value = false, label = '' }: CheckboxOptions = {}): Control<boolean> {
  const model = controlsModel(
    { model: 'CheckboxModel', view: 'CheckboxView', style: 'CheckboxStyleModel' },
    { description: label, value, indent: false },
  );
  return makeControl<boolean>({
    model,
    attribute: 'value',
    read: Boolean,
    write: Boolean,
    describe: (checked) => `${checked ? 'yes' : 'no'} (checkbox)`,
  });
}

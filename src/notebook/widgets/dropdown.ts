import { InputError } from '../../util/errors.js';
import { type Control, type ControlOptions, makeControl } from './control.js';
import { lineModel } from './controls-models.js';

/** Options of {@link dropdown}. */
export interface DropdownOptions<T> extends ControlOptions<T> {
  /** What can be chosen. */
  options: readonly T[];
  /** Default the first option. */
  value?: NoInfer<T>;
  /** How an option is written; default as `String` does. */
  format?: (option: T) => string;
}

/**
 * A list to choose one option from; its value is the option itself.
 *
 * @example dropdown({ options: ['linear', 'log', 'bm25'], value: 'log', label: 'weighting' })
 * @throws InputError for no options, or a value that is none of them
 */
export function dropdown<const T>(settings: DropdownOptions<T>): Control<T> {
  const { label = '', format = String, onChange } = settings;
  const options = [...settings.options];
  if (options.length === 0) throw new InputError('a dropdown without options; expected one at least');
  const names = options.map((option) => format(option));
  const indexOf = (option: T): number => {
    const index = options.findIndex((other) => Object.is(other, option));
    if (index >= 0) return index;
    throw new InputError(`a dropdown set to ${format(option)}; expected one of ${names.join(', ')}`);
  };
  const model = lineModel(
    { model: 'DropdownModel', view: 'DropdownView', style: 'DescriptionStyleModel' },
    {
      description: label,
      _options_labels: names,
      index: 'value' in settings ? indexOf(settings.value as T) : 0,
    },
  );
  return makeControl({
    model,
    onChange,
    attribute: 'index',
    read: (index) => options[Number(index)] ?? options[0],
    write: indexOf,
    describe: (option) => `${format(option)} (one of ${names.join(', ')})`,
  });
}

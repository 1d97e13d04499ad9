import {
  aFunction,
  aNumber,
  anything,
  aText,
  readOptions,
  requireIterable,
  trueOrFalse,
} from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import {
  CONTROL_CHECKS,
  type Control,
  type ControlOptions,
  controlsModel,
  lineModel,
  makeControl,
} from './widget.js';

/** Options of {@link slider}. */
export interface SliderOptions extends ControlOptions<number> {
  min: number;
  max: number;
  /** Default 1 where min, max and value are whole numbers, else a hundredth of the way from min to max. */
  step?: number;
  /** Default min. */
  value?: number;
  /** Tell the value while it is dragged, not only when it is let go; default true. */
  continuous?: boolean;
}

/** The numbers are checked together. */
const SLIDER_CHECKS = {
  ...CONTROL_CHECKS,
  min: anything,
  max: anything,
  step: anything,
  value: anything,
  continuous: trueOrFalse,
};

/** More digits than this do not fit beside a slider. */
const MOST_DECIMALS = 6;

/**
 * A slider: whole numbers where min, max, step and value are whole, else fractions.
 *
 * @example
 * widgets.slider({ min: 1, max: 40, value: 15, label: 'alpha', onChange: (value) => console.log(value) })
 * @throws InputError when the numbers do not make a slider, also for a value set later
 */
export function slider(options: SliderOptions): Control<number> {
  const given = readOptions(options, SLIDER_CHECKS, { label: '', continuous: true }, 'slider');
  const { min, max, value = min, label, continuous, onChange } = given;
  const whole = [min, max, value].every(Number.isInteger);
  const { step = whole || min === max ? 1 : (max - min) / 100 } = given;
  checkRange(min, max, step);
  checkValue(value, min, max);
  const integer = whole && Number.isInteger(step);
  const name = integer ? 'IntSlider' : 'FloatSlider';
  const model = lineModel(
    { model: `${name}Model`, view: `${name}View`, style: 'SliderStyleModel' },
    {
      description: label,
      min,
      max,
      step,
      value,
      continuous_update: continuous,
      readout_format: integer ? 'd' : `.${decimalsOf(step)}f`,
    },
  );
  return makeControl({
    model,
    onChange,
    attribute: 'value',
    read: Number,
    write(next) {
      checkValue(next, min, max);
      return next;
    },
    describe: (now) => `${now} (slider ${min} to ${max})`,
  });
}

function checkRange(min: number, max: number, step: number): void {
  if (!Number.isFinite(min) || !Number.isFinite(max) || min > max) {
    throw new InputError(
      `a slider from ${min} to ${max}; expected two finite numbers, the smaller one first`,
    );
  }
  if (!(Number.isFinite(step) && step > 0)) {
    throw new InputError(`a slider with step ${step}; expected a number above 0`);
  }
}

function checkValue(value: number, min: number, max: number): void {
  if (typeof value === 'number' && value >= min && value <= max) return;
  throw new InputError(`a slider set to ${String(value)}; expected a number from ${min} to ${max}`);
}

/** Decimals needed to tell one step from the next. */
function decimalsOf(step: number): number {
  for (let count = 0; count < MOST_DECIMALS; count++) {
    if (Math.abs(Number(step.toFixed(count)) - step) < step / 1e6) return count;
  }
  return MOST_DECIMALS;
}

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
 * @example widgets.dropdown({ options: ['linear', 'log', 'bm25'], value: 'log', label: 'weighting' })
 * @throws InputError for no options, or a value that is none of them
 */
export function dropdown<const T>(settings: DropdownOptions<T>): Control<T> {
  const checks = { ...CONTROL_CHECKS, options: anything, value: anything, format: aFunction };
  const { label, format, onChange, ...given } = readOptions(
    settings,
    checks,
    { label: '', format: String },
    'dropdown',
  );
  requireIterable(given.options, "options, as in dropdown({ options: ['linear', 'log'] })");
  const options = [...given.options];
  if (options.length === 0) throw new InputError('a dropdown without options; expected at least one');
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

/** Options of {@link checkbox}. */
export interface CheckboxOptions extends ControlOptions<boolean> {
  /** Default false. */
  value?: boolean;
}

/**
 * A box that is checked or not.
 *
 * @example widgets.checkbox({ value: true, label: 'hide artists already played' })
 */
export function checkbox(options: CheckboxOptions = {}): Control<boolean> {
  const checks = { ...CONTROL_CHECKS, value: trueOrFalse };
  const { value, label, onChange } = readOptions(options, checks, { value: false, label: '' }, 'checkbox');
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
 * @example widgets.text({ label: 'artist', placeholder: 'red hot chili peppers' })
 */
export function text(options: TextOptions = {}): Control<string> {
  const checks = { ...CONTROL_CHECKS, value: aText, placeholder: aText, continuous: trueOrFalse };
  const defaults = { value: '', label: '', placeholder: '', continuous: false };
  const { value, label, placeholder, continuous, onChange } = readOptions(options, checks, defaults, 'text');
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
 * const bar = widgets.progress({ max: files.length, label: 'reading' });
 * show(bar);
 * for (const file of files) { await read(file); bar.value++; }
 */
export function progress(options: ProgressOptions = {}): Control<number> {
  const checks = { ...CONTROL_CHECKS, min: aNumber, max: aNumber, value: aNumber };
  const given = readOptions(options, checks, { min: 0, max: 100, label: '' }, 'progress');
  const { min, max, value = min, label, onChange } = given;
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

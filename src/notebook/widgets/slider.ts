import { InputError } from '../../util/errors.js';
import { type Control, type ControlOptions, makeControl } from './control.js';
import { lineModel } from './controls-models.js';

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

/** More digits than this do not fit beside a slider. */
const MOST_DECIMALS = 6;

/**
 * A slider: whole numbers where min, max, step and value are whole, else fractions.
 *
 * @example
 * slider({ min: 1, max: 40, value: 15, label: 'alpha', onChange: (value) => console.log(value) })
 * @throws InputError when the numbers do not make a slider, also for a value set later
 */
export function slider(options: SliderOptions): Control<number> {
  const { min, max, value = min, label = '', continuous = true, onChange } = options;
  const whole = [min, max, value].every(Number.isInteger);
  const { step = whole || min === max ? 1 : (max - min) / 100 } = options;
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

/** Digits behind the point that tell one step from the next. */
function decimalsOf(step: number): number {
  for (let count = 0; count < MOST_DECIMALS; count++) {
    if (Math.abs(Number(step.toFixed(count)) - step) < step / 1e6) return count;
  }
  return MOST_DECIMALS;
}

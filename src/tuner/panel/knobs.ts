import type { TunerOptions } from '../tuner-options.js';

/** A slider: positions 0 to `steps`, and what they stand for. */
export interface SliderKnob {
  readonly kind: 'slider';
  readonly name: keyof TunerOptions;
  readonly label: string;
  readonly hint: string;
  readonly steps: number;
  value(position: number): number;
  /** The nearest position; values beyond the ends have the ends. */
  position(value: number): number;
}

/** A choice among names. */
export interface ChoiceKnob {
  readonly kind: 'choice';
  readonly name: keyof TunerOptions;
  readonly label: string;
  readonly hint: string;
  /** What each is called in options, and in the panel. */
  readonly choices: readonly (readonly [value: string, label: string])[];
}

/** A whole number that is typed. */
export interface NumberKnob {
  readonly kind: 'number';
  readonly name: keyof TunerOptions;
  readonly label: string;
  readonly hint: string;
  readonly most: number;
}

export type Knob = SliderKnob | ChoiceKnob | NumberKnob;

/** Every second of them doubles: factors cost time, and a few more make no difference where there are many. */
const FACTORS = [1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128];

/** All knobs, in the order of the panel. */
export const KNOBS: readonly Knob[] = [
  slider('alpha', 'Alpha', 'how strongly plays count', logarithmic(0.01, 1000)),
  slider('factors', 'Factors', 'number of latent dimensions', listed(FACTORS)),
  slider('regularization', 'Regularization', 'pulls factors towards zero', logarithmic(0.0001, 100)),
  slider('iterations', 'Iterations', 'passes over listeners and artists', linear(1, 50, 1)),
  choice('weighting', 'Weighting', 'how a play count becomes a weight r', [
    ['linear', 'linear: plays'],
    ['log', 'log: log of 1 + plays'],
    ['binary', 'binary: played or not'],
    ['bm25', 'bm25'],
    ['tfidf', 'tfidf'],
  ]),
  choice('confidence', 'Confidence', 'how alpha applies to r', [
    ['scaled', 'scaled: alpha × r'],
    ['added', 'added: a0 + alpha × r'],
  ]),
  slider(
    'unobservedWeight',
    'Unobserved weight',
    'a0, how much unplayed artists count',
    logarithmic(0.001, 10),
  ),
  slider(
    'regularizationExponent',
    'Regularization exponent',
    'more pull where there is more data',
    linear(0, 1.5, 0.05),
  ),
  { kind: 'number', name: 'seed', label: 'Seed', hint: 'of the random start', most: 2 ** 32 - 1 },
];

type Scale = Pick<SliderKnob, 'steps' | 'value' | 'position'>;

function slider(name: keyof TunerOptions, label: string, hint: string, scale: Scale): SliderKnob {
  return { kind: 'slider', name, label, hint, ...scale };
}

function choice(
  name: keyof TunerOptions,
  label: string,
  hint: string,
  choices: ChoiceKnob['choices'],
): ChoiceKnob {
  return { kind: 'choice', name, label, hint, choices };
}

/** Twenty steps to a power of ten, rounded to two digits. */
function logarithmic(least: number, most: number): Scale {
  const perDecade = 20;
  const steps = Math.round(Math.log10(most / least) * perDecade);
  return {
    steps,
    value: (position) => Number((least * 10 ** (position / perDecade)).toPrecision(2)),
    position: (value) => clamp(Math.log10(value / least) * perDecade, steps),
  };
}

function linear(least: number, most: number, step: number): Scale {
  const steps = Math.round((most - least) / step);
  return {
    steps,
    // Twelve digits take away what 0.05 lacks in binary.
    value: (position) => Number((least + position * step).toPrecision(12)),
    position: (value) => clamp((value - least) / step, steps),
  };
}

function listed(values: readonly number[]): Scale {
  const nearest = (value: number) =>
    values.reduce((best, each, i) => (Math.abs(each - value) < Math.abs(values[best] - value) ? i : best), 0);
  return { steps: values.length - 1, value: (position) => values[position], position: nearest };
}

function clamp(position: number, steps: number): number {
  return Math.max(0, Math.min(steps, Math.round(position)));
}

import type { TunerOptions } from '../session/messages.js';
import { freshId, h } from './dom.js';

/** A slider: positions 0 to `steps` and their values. */
interface SliderKnob {
  readonly kind: 'slider';
  readonly name: keyof TunerOptions;
  readonly label: string;
  readonly hint: string;
  readonly steps: number;
  value(position: number): number;
  /** The nearest position; values out of range are clamped. */
  position(value: number): number;
}

/** A choice among names. */
interface ChoiceKnob {
  readonly kind: 'choice';
  readonly name: keyof TunerOptions;
  readonly label: string;
  readonly hint: string;
  /** The name of each in options and in the panel. */
  readonly choices: readonly (readonly [value: string, label: string])[];
}

/** An integer typed in. */
interface NumberKnob {
  readonly kind: 'number';
  readonly name: keyof TunerOptions;
  readonly label: string;
  readonly hint: string;
  readonly most: number;
}

type Knob = SliderKnob | ChoiceKnob | NumberKnob;

/** Every second step doubles: factors cost time, and among many a few more make no difference. */
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
  { kind: 'number', name: 'seed', label: 'Seed', hint: 'for the random start', most: 2 ** 32 - 1 },
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

/** Twenty steps per power of ten, rounded to two digits. */
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
    // Twelve digits remove the binary rounding error of 0.05.
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

/** A knob on the page. */
interface KnobView {
  readonly element: HTMLElement;
  show(value: TunerOptions[keyof TunerOptions]): void;
}

/** The sliders and choices. */
export class Controls {
  readonly element = h('div', { class: 'll-knobs' });
  readonly #views: readonly (KnobView & Pick<Knob, 'name'>)[];
  #options: TunerOptions;

  /** @param onChange called with all options while a knob is turned */
  constructor(options: TunerOptions, onChange: (options: TunerOptions) => void) {
    this.#options = options;
    this.#views = KNOBS.map((knob) => {
      const turn = (value: number | string) => {
        this.#options = { ...this.#options, [knob.name]: value };
        onChange(this.#options);
      };
      return { name: knob.name, ...viewOf(knob, turn) };
    });
    this.element.append(...this.#views.map(({ element }) => element));
    this.show(options);
  }

  get options(): TunerOptions {
    return this.#options;
  }

  /** Sets the knobs to these options. */
  show(options: TunerOptions): void {
    this.#options = options;
    for (const { name, show } of this.#views) show(options[name]);
  }
}

function viewOf(knob: Knob, turn: (value: number | string) => void): KnobView {
  if (knob.kind === 'slider') return sliderView(knob, turn);
  return knob.kind === 'choice' ? choiceView(knob, turn) : numberView(knob, turn);
}

function sliderView(knob: SliderKnob, turn: (value: number) => void): KnobView {
  const id = freshId(knob.name);
  const input = h('input', { type: 'range', id, min: 0, max: knob.steps, step: 1, 'data-knob': knob.name });
  // The slider announces its value itself.
  const value = h('span', { class: 'll-amount', 'aria-hidden': 'true' });
  const say = (number: number) => {
    value.textContent = String(number);
    input.setAttribute('aria-valuetext', String(number));
  };
  input.addEventListener('input', () => {
    const number = knob.value(input.valueAsNumber);
    say(number);
    turn(number);
  });
  return {
    element: labelled(knob, id, input, value),
    show(number) {
      input.valueAsNumber = knob.position(number as number);
      say(number as number);
    },
  };
}

function choiceView(knob: ChoiceKnob, turn: (value: string) => void): KnobView {
  const id = freshId(knob.name);
  const select = h(
    'select',
    { id, 'data-knob': knob.name },
    ...knob.choices.map(([value, label]) => h('option', { value }, label)),
  );
  select.addEventListener('change', () => turn(select.value));
  return {
    element: labelled(knob, id, select),
    show(name) {
      select.value = name as string;
    },
  };
}

function numberView(knob: NumberKnob, turn: (value: number) => void): KnobView {
  const id = freshId(knob.name);
  const input = h('input', { type: 'number', id, min: 0, max: knob.most, step: 1, 'data-knob': knob.name });
  const wrong = h('span', { class: 'll-error', role: 'alert', hidden: true });
  const isRight = () => input.validity.valid && input.value !== '';
  const say = (text: string) => {
    wrong.textContent = text;
    wrong.hidden = text === '';
    input.setAttribute('aria-invalid', String(text !== ''));
  };
  let used = '';
  input.addEventListener('input', () => {
    // A half-typed value is not a number yet.
    if (!isRight()) return;
    say('');
    used = input.value;
    turn(input.valueAsNumber);
  });
  // Who turns the wheel scrolls the page and does not want another seed.
  input.addEventListener('wheel', () => input.blur(), { passive: true });
  input.addEventListener('change', () => {
    if (!isRight()) say(`Expected a whole number from 0 to ${knob.most}; ${used} is still used.`);
  });
  return {
    element: labelled(knob, id, input, wrong),
    show(number) {
      used = String(number);
      if (isRight() && input.valueAsNumber === number) return;
      input.value = used;
      say('');
    },
  };
}

function labelled(knob: Knob, id: string, ...parts: readonly HTMLElement[]): HTMLElement {
  const hint = h('span', { class: 'll-hint', id: `${id}-hint` }, knob.hint);
  parts[0].setAttribute('aria-describedby', hint.id);
  return h('div', { class: `ll-knob ll-${knob.kind}` }, h('label', { for: id }, knob.label), hint, ...parts);
}

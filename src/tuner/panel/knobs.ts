import type { PanelWord } from '../../notebook/page/panel-words.js';
import type { TunerOptions } from '../session/messages.js';
import { freshId, h } from './dom.js';
import { asTyped, inWords, say, separators } from './say.js';

/** A slider: positions 0 to `steps` and their values. */
interface SliderKnob {
  readonly kind: 'slider';
  readonly name: keyof TunerOptions;
  readonly steps: number;
  value(position: number): number;
  /** The nearest position; values out of range are clamped. */
  position(value: number): number;
}

/** The names of weightings and confidences in options. */
type Choice = PanelWord extends infer Word ? (Word extends `${infer Name}Choice` ? Name : never) : never;

/** A choice among names. */
interface ChoiceKnob {
  readonly kind: 'choice';
  readonly name: keyof TunerOptions;
  readonly choices: readonly Choice[];
}

/** An integer typed in. */
interface NumberKnob {
  readonly kind: 'number';
  readonly name: keyof TunerOptions;
  readonly most: number;
}

type Knob = SliderKnob | ChoiceKnob | NumberKnob;

/** Every second step doubles: factors cost time, and among many a few more make no difference. */
const FACTORS = [1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128];

/** All knobs, in the order of the panel. */
export const KNOBS: readonly Knob[] = [
  slider('alpha', logarithmic(0.01, 1000)),
  slider('factors', listed(FACTORS)),
  slider('regularization', logarithmic(0.0001, 100)),
  slider('iterations', linear(1, 50, 1)),
  { kind: 'choice', name: 'weighting', choices: ['linear', 'log', 'binary', 'bm25', 'tfidf'] },
  { kind: 'choice', name: 'confidence', choices: ['scaled', 'added'] },
  slider('unobservedWeight', logarithmic(0.001, 10)),
  slider('regularizationExponent', linear(0, 1.5, 0.05)),
  { kind: 'number', name: 'seed', most: 2 ** 32 - 1 },
];

/**
 * The value of a knob in a text, such as an address.
 *
 * @returns no value for one that the knob cannot have, and in words what it can
 */
export function readKnob(knob: Knob, text: string): { value?: string | number; expected: string } {
  if (knob.kind === 'choice') {
    const names: readonly string[] = knob.choices;
    const expected = say('oneOf', { names: names.join(', ') });
    return { ...(names.includes(text) && { value: text }), expected };
  }
  const [least, most] = knob.kind === 'number' ? [0, knob.most] : [knob.value(0), knob.value(knob.steps)];
  const isWhole = knob.kind === 'number' || [least, knob.value(1)].every(Number.isInteger);
  // A decimal point, as the panel writes it, or what the language of the page has for it.
  const pointed = text.replace(separators()[0], '.');
  const number = /^\d*\.?\d+(?:e-?\d+)?$/.test(pointed) ? Number(pointed) : Number.NaN;
  const fits = number >= least && number <= most && (!isWhole || Number.isInteger(number));
  return {
    ...(fits && { value: number }),
    expected: say(isWhole ? 'wholeNumberFromTo' : 'numberFromTo', {
      least: asTyped(least),
      most: asTyped(most),
    }),
  };
}

type Scale = Pick<SliderKnob, 'steps' | 'value' | 'position'>;

function slider(name: keyof TunerOptions, scale: Scale): SliderKnob {
  return { kind: 'slider', name, ...scale };
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
  const show = (number: number) => {
    value.textContent = inWords(number);
    input.setAttribute('aria-valuetext', inWords(number));
  };
  input.addEventListener('input', () => {
    const number = knob.value(input.valueAsNumber);
    show(number);
    turn(number);
  });
  return {
    element: labelled(knob, id, input, value),
    show(number) {
      input.valueAsNumber = knob.position(number as number);
      show(number as number);
    },
  };
}

function choiceView(knob: ChoiceKnob, turn: (value: string) => void): KnobView {
  const id = freshId(knob.name);
  const select = h(
    'select',
    { id, 'data-knob': knob.name },
    ...knob.choices.map((value) => h('option', { value }, say(`${value}Choice`))),
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
  const tell = (text: string) => {
    wrong.textContent = text;
    wrong.hidden = text === '';
    input.setAttribute('aria-invalid', String(text !== ''));
  };
  let used = '';
  input.addEventListener('input', () => {
    // A half-typed value is not a number yet.
    if (!isRight()) return;
    tell('');
    used = input.value;
    turn(input.valueAsNumber);
  });
  // Who turns the wheel scrolls the page and does not want another seed.
  input.addEventListener('wheel', () => input.blur(), { passive: true });
  input.addEventListener('change', () => {
    const expected = say('wholeNumberFromTo', { least: 0, most: knob.most });
    if (!isRight()) tell(say('seedNotUsed', { expected, used }));
  });
  return {
    element: labelled(knob, id, input, wrong),
    show(number) {
      used = String(number);
      if (isRight() && input.valueAsNumber === number) return;
      input.value = used;
      tell('');
    },
  };
}

function labelled(knob: Knob, id: string, ...parts: readonly HTMLElement[]): HTMLElement {
  const hint = h('span', { class: 'll-hint', id: `${id}-hint` }, say(`${knob.name}Hint`));
  parts[0].setAttribute('aria-describedby', hint.id);
  return h(
    'div',
    { class: `ll-knob ll-${knob.kind}` },
    h('label', { for: id }, say(knob.name)),
    hint,
    ...parts,
  );
}

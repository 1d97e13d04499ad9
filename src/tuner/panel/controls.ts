import type { TunerOptions } from '../tuner-options.js';
import { freshId, h } from './dom.js';
import { type ChoiceKnob, KNOBS, type Knob, type NumberKnob, type SliderKnob } from './knobs.js';

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

  /** Puts the knobs where these options are. */
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
  // The slider says its value itself.
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
    // What is typed half is no number yet.
    if (!isRight()) return;
    say('');
    used = input.value;
    turn(input.valueAsNumber);
  });
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

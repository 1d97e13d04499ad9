import { h } from './dom.js';

/** How far a training is, what came of it, and what went wrong. */
export class StatusLine {
  readonly element: HTMLElement;
  readonly #bar = h('progress', { 'aria-label': 'training', max: 1, value: 0 });
  /** Read out, so it changes when a run is over and not with every iteration. */
  readonly #said = h('p', { role: 'status', 'aria-live': 'polite' });
  readonly #wrong = h('p', { class: 'll-error', role: 'alert', hidden: true });

  constructor() {
    this.element = h('div', { class: 'll-status' }, this.#bar, this.#said, this.#wrong);
  }

  /** @param done share of the training, 0 to 1 */
  progress(done: number): void {
    this.#bar.value = done;
    this.#bar.classList.toggle('ll-busy', done < 1);
  }

  say(text: string): void {
    this.#said.textContent = text;
  }

  /** One line, until the next run goes well. */
  fail(message: string): void {
    this.#wrong.textContent = message;
    this.#wrong.hidden = false;
  }

  forgive(): void {
    this.#wrong.hidden = true;
    this.#wrong.textContent = '';
  }
}

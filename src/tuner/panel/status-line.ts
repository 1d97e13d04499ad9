import type { HeldOutQuality } from '../session/messages.js';
import { h } from './dom.js';

/** How far a training is, what came of it, and what went wrong. Narrow panels keep it in sight below the page's top. */
export class StatusLine {
  readonly element: HTMLElement;
  readonly #bar = h('progress', { 'aria-label': 'Training', max: 1, value: 0 });
  /** The numbers again, for a screen whose table is out of sight. */
  readonly #glance = h('p', { class: 'll-glance', 'aria-hidden': 'true' });
  /** Changes all the time, so it is not read out. */
  readonly #doing = h('p', { class: 'll-doing' });
  /** Read out, so it changes when a run is over and not with every iteration. */
  readonly #said = h('p', { role: 'status', 'aria-live': 'polite' });
  readonly #notice = h('p', { class: 'll-notice', 'aria-live': 'polite' });
  readonly #wrong = h('p', { class: 'll-error', role: 'alert', hidden: true });

  constructor() {
    this.element = h(
      'div',
      { class: 'll-status' },
      this.#bar,
      this.#glance,
      this.#doing,
      this.#said,
      this.#notice,
      this.#wrong,
    );
  }

  /**
   * Says what goes on, in the place of what was said of the run before.
   *
   * @param done share of the training, 0 to 1
   */
  busy(doing: string, done = 0): void {
    this.#bar.value = done;
    this.#said.textContent = '';
    this.#show(doing);
  }

  /** Says what came of it. @param numbers what {@link glance} shows, too */
  say(text: string, numbers = ''): void {
    this.#bar.value = 1;
    this.#said.replaceChildren(text, h('span', { class: 'll-numbers' }, numbers));
    this.#show('');
  }

  /** Says that nobody answers; it goes on being busy. */
  wonder(text: string): void {
    this.#said.textContent = text;
    this.#doing.textContent = '';
  }

  /** Shows what the newest model is worth; of none, nothing. */
  glance(quality: HeldOutQuality | undefined): void {
    this.#glance.replaceChildren(
      ...(quality
        ? [
            `NDCG@${quality.k} `,
            h('strong', {}, quality.ndcg.toFixed(3)),
            ` recall@${quality.k} `,
            h('strong', {}, quality.recall.toFixed(3)),
          ]
        : []),
    );
  }

  /** Says something that stays. */
  notify(text: string): void {
    this.#notice.textContent = text;
  }

  /** Takes back what {@link notify} said, if nothing else was said since. */
  withdraw(text: string): void {
    if (this.#notice.textContent === text) this.#notice.textContent = '';
  }

  /** One line, until the next run goes well. */
  fail(message: string): void {
    this.#wrong.textContent = message;
    this.#wrong.hidden = false;
    this.#show('');
  }

  forgive(): void {
    this.#wrong.hidden = true;
    this.#wrong.textContent = '';
  }

  #show(doing: string): void {
    this.#doing.textContent = doing;
    this.element.classList.toggle('ll-busy', doing !== '');
  }
}

import type { HeldOutQuality } from '../session/messages.js';
import { h } from './dom.js';
import { inWords, say } from './say.js';

/** Progress, result and errors of training. Narrow panels keep it in sight at the top of the page. */
export class StatusLine {
  readonly element: HTMLElement;
  readonly #bar = h('progress', { 'aria-label': say('training'), max: 1, value: 0 });
  /** The numbers again, for small screens where the table is out of sight. */
  readonly #glance = h('p', { class: 'll-glance', 'aria-hidden': 'true' });
  /** Changes constantly, so it is not announced. */
  readonly #doing = h('p', { class: 'll-doing' });
  /** Announced, so it changes at the end of a run and not with every iteration. */
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
   * Shows the current activity, replacing the previous run's message.
   *
   * @param done share of the training, 0 to 1
   */
  busy(doing: string, done = 0): void {
    this.#bar.value = done;
    this.#said.textContent = '';
    this.#show(doing);
  }

  /** Shows the result. @param numbers shown by {@link glance}, too */
  say(text: string, numbers = ''): void {
    this.#bar.value = 1;
    this.#said.replaceChildren(text, h('span', { class: 'll-numbers' }, numbers));
    this.#show('');
  }

  /** Says that there is no answer; it stays busy. */
  wonder(text: string): void {
    this.#said.textContent = text;
    this.#doing.textContent = '';
  }

  /** Shows the quality of the newest model, if any. */
  glance(quality: HeldOutQuality | undefined): void {
    this.#glance.replaceChildren(
      ...(quality
        ? [
            `NDCG@${quality.k} `,
            h('strong', {}, inWords(quality.ndcg, 3)),
            ` recall@${quality.k} `,
            h('strong', {}, inWords(quality.recall, 3)),
          ]
        : []),
    );
  }

  /** Shows a persistent message. */
  notify(text: string): void {
    this.#notice.textContent = text;
  }

  /** Withdraws a message of {@link notify} if it is still shown. */
  withdraw(text: string): void {
    if (this.#notice.textContent === text) this.#notice.textContent = '';
  }

  /** Shows an error until the next run succeeds. */
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

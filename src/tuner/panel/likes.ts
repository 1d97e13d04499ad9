import { button, h, replaceKeepingFocus } from './dom.js';

/** The artists somebody likes: added by name, taken away by their buttons. */
export class Likes {
  readonly element = h('ul', { class: 'll-likes', 'aria-label': 'Artists you like' });
  readonly #onChange: () => void;
  #artists: readonly string[] = [];

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get artists(): readonly string[] {
    return this.#artists;
  }

  add(artist: string): void {
    if (!this.#artists.includes(artist)) this.set([...this.#artists, artist]);
  }

  /** Replaces the whole list. */
  set(artists: readonly string[]): void {
    this.#artists = artists;
    replaceKeepingFocus(this.element, ...artists.map((artist) => this.#chip(artist)));
    this.#onChange();
  }

  #chip(artist: string): HTMLElement {
    const remove = () => this.set(this.#artists.filter((other) => other !== artist));
    return h(
      'li',
      {},
      artist,
      button('×', remove, { 'aria-label': `Remove ${artist}`, 'data-key': artist, title: 'Remove' }),
    );
  }
}

import type { FoundArtists } from '../session/messages.js';
import { freshId, h } from './dom.js';
import { say } from './say.js';

/** What an artist field is for. */
interface ArtistFieldOptions {
  readonly label: string;
  readonly placeholder: string;
  find(text: string): Promise<FoundArtists>;
  onChoose(artist: string): void;
}

/**
 * A field to find an artist by typing: a combobox with a list, after the ARIA Authoring Practices. The arrow keys move
 * through the list, Enter takes the highlighted artist or the first, Escape closes the list and then clears the field.
 * If no name matches, similar names are suggested.
 */
export class ArtistField {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #list: HTMLUListElement;
  /** Explains the list when it contains suggestions. */
  readonly #hint = h('p', { class: 'll-note', 'aria-live': 'polite', hidden: true });
  readonly #popup: HTMLElement;
  readonly #options: ArtistFieldOptions;
  #found: readonly string[] = [];
  /** What `#found` answers. */
  #searched = '';
  #marked = -1;
  #typed = 0;

  constructor(options: ArtistFieldOptions) {
    this.#options = options;
    const id = freshId('artist');
    this.#list = h('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': options.label, hidden: true });
    this.#popup = h('div', { class: 'll-found', hidden: true }, this.#hint, this.#list);
    this.#input = h('input', {
      id,
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: options.placeholder,
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': this.#list.id,
    });
    this.#input.addEventListener('input', () => void this.#search());
    this.#input.addEventListener('keydown', (event) => this.#press(event));
    this.#input.addEventListener('click', () => {
      if (this.#popup.hidden) void this.#search();
    });
    this.#input.addEventListener('blur', () => this.#close());
    // The field keeps the focus, and so the list stays open until the click is over.
    this.#popup.addEventListener('mousedown', (event) => event.preventDefault());
    this.element = h(
      'div',
      { class: 'll-field' },
      h('label', { for: id }, options.label),
      this.#input,
      this.#popup,
    );
  }

  focus(): void {
    this.#input.focus();
  }

  /** Types a text, and shows what there is like it. */
  ask(text: string): void {
    this.#input.value = text;
    void this.#search();
  }

  async #search(): Promise<void> {
    const text = this.#input.value;
    const wanted = text.trim();
    const typed = ++this.#typed;
    const { names, nearest } = wanted === '' ? NOTHING : await this.#options.find(text);
    // The text has changed in the meantime.
    if (typed !== this.#typed) return;
    this.#found = names.length > 0 ? names : nearest;
    this.#searched = text;
    this.#marked = -1;
    this.#draw(wanted === '' || names.length > 0 ? '' : hintFor(wanted, nearest));
    // Below a field at the bottom of the screen it would open out of sight.
    this.#popup.scrollIntoView({ block: 'nearest' });
  }

  #press(event: KeyboardEvent): void {
    const { key } = event;
    if (event.isComposing) return;
    if (key === 'ArrowDown' || key === 'ArrowUp') this.#walk(key === 'ArrowDown' ? 1 : -1);
    else if (key === 'Enter') void this.#take();
    else if (key === 'Escape') this.#escape();
    else return;
    event.preventDefault();
  }

  #walk(step: number): void {
    if (this.#found.length === 0) {
      void this.#search();
      return;
    }
    const from = this.#marked < 0 && step < 0 ? 0 : this.#marked;
    this.#marked = (from + step + this.#found.length) % this.#found.length;
    this.#draw(this.#hint.textContent ?? '');
  }

  async #take(): Promise<void> {
    // After fast typing the list is missing or still that of the earlier text.
    if (this.#found.length === 0 || this.#searched !== this.#input.value) await this.#search();
    const artist = this.#found[Math.max(0, this.#marked)];
    if (artist !== undefined) this.#choose(artist);
  }

  #escape(): void {
    if (this.#popup.hidden) this.#input.value = '';
    this.#close();
  }

  #choose(artist: string): void {
    this.#input.value = '';
    this.#close();
    this.#options.onChoose(artist);
  }

  #close(): void {
    this.#typed++;
    this.#found = [];
    this.#marked = -1;
    this.#draw('');
  }

  #draw(hint: string): void {
    const items = this.#found.map((artist, i) => this.#item(artist, i));
    this.#list.replaceChildren(...items);
    this.#list.hidden = items.length === 0;
    this.#hint.textContent = hint;
    this.#hint.hidden = hint === '';
    this.#popup.hidden = items.length === 0 && hint === '';
    this.#input.setAttribute('aria-expanded', items.length > 0 ? 'true' : 'false');
    const marked = items[this.#marked];
    if (marked) {
      this.#input.setAttribute('aria-activedescendant', marked.id);
      marked.scrollIntoView({ block: 'nearest' });
    } else this.#input.removeAttribute('aria-activedescendant');
  }

  #item(artist: string, i: number): HTMLElement {
    const selected = i === this.#marked ? 'true' : 'false';
    const item = h('li', { id: `${this.#list.id}-${i}`, role: 'option', 'aria-selected': selected }, artist);
    // Not earlier: a finger that touches the list may be about to scroll it.
    item.addEventListener('click', () => this.#choose(artist));
    return item;
  }
}

const NOTHING: FoundArtists = { names: [], nearest: [] };

function hintFor(wanted: string, nearest: readonly string[]): string {
  return say(nearest.length > 0 ? 'didYouMean' : 'noArtistLike', { name: wanted });
}

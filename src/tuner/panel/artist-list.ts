import type { ComparedLists, ListedArtist } from '../session/messages.js';
import { button, h, replaceKeepingFocus } from './dom.js';
import { gone, movesOf, moveText, moveWords } from './moves.js';
import { inPercent, inWords, say } from './say.js';

/** Actions on an artist of a list. */
interface ListActions {
  /** Shows the artist. */
  onOpen(artist: string): void;
  /** Likes the artist, or no longer does. */
  onToggle(artist: string): void;
  isLiked(artist: string): boolean;
}

/** A list of artists with bars, next to that of the kept model, if any, with what has moved. */
export class ArtistList {
  readonly element = h('div', { class: 'll-lists' });
  readonly #actions: ListActions;

  constructor(actions: ListActions) {
    this.#actions = actions;
  }

  /** Marks the list as one of other data, until the next is shown. */
  outdate(): void {
    this.element.setAttribute('aria-busy', 'true');
  }

  /** @param label text alternative, e.g. `artists similar to muse` */
  show({ now, kept }: ComparedLists, label: string): void {
    this.element.removeAttribute('aria-busy');
    const names = now.map(({ artist }) => artist);
    if (!kept) {
      replaceKeepingFocus(
        this.element,
        this.#list('now', label, now, () => undefined),
      );
      return;
    }
    const keptNames = kept.map(({ artist }) => artist);
    const moves = movesOf(keptNames, names);
    const isGone = gone(keptNames, names);
    replaceKeepingFocus(
      this.element,
      h(
        'section',
        {},
        h('h4', {}, say('modelA')),
        this.#list('kept', say('ofModelA', { list: label }), kept, (place) =>
          isGone[place] ? mark('gone', say('gone'), say('notInListB')) : undefined,
        ),
      ),
      h(
        'section',
        {},
        h('h4', {}, say('modelB')),
        this.#list('now', say('ofModelB', { list: label }), now, (place) =>
          mark(moves[place].kind, moveText(moves[place]), moveWords(moves[place])),
        ),
      ),
    );
  }

  /** Shows a message in place of the list. */
  say(text: string): void {
    this.element.removeAttribute('aria-busy');
    replaceKeepingFocus(this.element, h('p', { class: 'll-note' }, text));
  }

  /** Marks the liked artists, after they have changed. */
  markLiked(): void {
    for (const like of this.element.querySelectorAll<HTMLButtonElement>('.ll-like')) this.#mark(like);
  }

  #mark(like: HTMLButtonElement): void {
    const { artist = '' } = like.dataset;
    const isLiked = this.#actions.isLiked(artist);
    like.textContent = isLiked ? '✓' : '+';
    like.setAttribute('aria-pressed', String(isLiked));
    like.title = say(isLiked ? 'unlike' : 'like', { artist });
  }

  #list(
    name: string,
    label: string,
    artists: readonly ListedArtist[],
    markOf: (place: number) => HTMLElement | undefined,
  ): HTMLElement {
    if (artists.length === 0) return h('p', { class: 'll-note' }, say('noArtists'));
    const items = artists.map((listed, place) => this.#item(name, listed, markOf(place)));
    return h('ol', { class: 'll-list', 'aria-label': label, 'data-list': name }, ...items);
  }

  #item(name: string, { artist, value, why }: ListedArtist, moved?: HTMLElement): HTMLElement {
    const open = button(artist, () => this.#actions.onOpen(artist), {
      class: 'll-artist',
      'data-key': `${name} open ${artist}`,
      title: say('showSimilarTo', { artist }),
    });
    // Both kinds of values rarely exceed 1: with this maximum, bar lengths are comparable between lists.
    open.style.setProperty('--ll-share', String(Math.max(0, Math.min(1, value))));
    const like = button('', () => this.#actions.onToggle(artist), {
      class: 'll-like',
      'data-artist': artist,
      'data-key': `${name} like ${artist}`,
      'aria-label': say('like', { artist }),
    });
    this.#mark(like);
    const reasons =
      why && why.length > 0
        ? [h('span', { class: 'll-why' }, say('becauseOf', { artists: whyText(why) }))]
        : [];
    const number = h('span', { class: 'll-value' }, inWords(value, 3));
    return h('li', {}, open, ...(moved ? [moved] : []), number, like, ...reasons);
  }
}

function whyText(why: NonNullable<ListedArtist['why']>): string {
  return why.map(({ artist, share }) => `${artist} (${inPercent(share)})`).join(', ');
}

function mark(kind: string, text: string, words: string): HTMLElement {
  return h(
    'span',
    { class: `ll-move ll-${kind}` },
    h('span', { 'aria-hidden': 'true' }, text),
    h('span', { class: 'll-heard' }, words),
  );
}

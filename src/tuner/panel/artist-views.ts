import type { ComparedLists, FoundArtists, Opened } from '../session/messages.js';
import { ArtistField } from './artist-field.js';
import { ArtistList } from './artist-list.js';
import { button, h, replaceKeepingFocus } from './dom.js';

/** Initial artists; the default is those with the most listeners. */
export interface FirstArtists {
  readonly artist?: string;
  readonly likes?: readonly string[];
}

/** Answers questions about artists. */
export interface Answers {
  find(text: string): Promise<FoundArtists>;
  /** @returns undefined if there is no model yet */
  similar(artist: string): Promise<ComparedLists | undefined>;
  recommend(likes: readonly string[]): Promise<ComparedLists | undefined>;
}

/** The artists similar to one, and recommendations for a listener who likes some, from the newest model. */
export class ArtistViews {
  readonly similar: HTMLElement;
  readonly recommended: HTMLElement;
  readonly likes: Likes;
  readonly #answers: () => Answers;
  readonly #similarList: ArtistList;
  readonly #recommendedList: ArtistList;
  readonly #heading = h('h3', { 'aria-live': 'polite' }, 'Similar artists');
  readonly #counted = h('p', { class: 'll-note' });
  #artist: string | undefined;
  /** Counted to ignore answers to earlier refreshes. */
  #refreshes = { similar: 0, recommended: 0 };
  #hasModel = false;

  /** @param answers gives the current source of answers */
  constructor(answers: () => Answers) {
    this.#answers = answers;
    const find = (text: string) => answers().find(text);
    const actions = {
      onOpen: (artist: string) => this.#open(artist),
      onToggle: (artist: string) => this.likes.toggle(artist),
      isLiked: (artist: string) => this.likes.artists.includes(artist),
    };
    this.#similarList = new ArtistList(actions);
    this.#recommendedList = new ArtistList(actions);
    const search = new ArtistField({
      label: 'Find an artist',
      placeholder: 'Type a name',
      find,
      onChoose: actions.onOpen,
    });
    const add = new ArtistField({
      label: 'Add an artist you like',
      placeholder: 'Type a name, or press + in a list',
      find,
      onChoose: (artist) => this.likes.add(artist),
    });
    this.likes = new Likes(
      () => this.#changeLikes(),
      () => add.focus(),
    );
    this.similar = h(
      'section',
      { class: 'll-similar' },
      this.#heading,
      search.element,
      h('p', { class: 'll-note' }, 'Cosine similarity; a full bar is 1.'),
      this.#similarList.element,
    );
    this.recommended = h(
      'section',
      { class: 'll-recommended' },
      h('h3', {}, 'Recommendations'),
      add.element,
      this.likes.element,
      this.#counted,
      this.#recommendedList.element,
    );
  }

  /** Starts with these artists, or those already set. */
  begin(
    { popular, typicalPlays }: Pick<Opened, 'popular' | 'typicalPlays'>,
    { artist, likes }: FirstArtists,
  ): void {
    this.#hasModel = false;
    const counted = `${typicalPlays.toLocaleString('en')} ${typicalPlays === 1 ? 'play' : 'plays'}`;
    this.#counted.textContent = `Predicted preference; a full bar is 1. Each artist you like counts as ${counted}, the median.`;
    if (this.#artist !== undefined) return;
    this.#show(artist ?? popular[0]);
    this.likes.set(likes ?? popular.slice(0, 2));
  }

  /** Asks the newest model for both lists. */
  refresh(): void {
    this.#hasModel = true;
    void this.#refreshSimilar();
    void this.#refreshRecommended();
  }

  #show(artist: string): void {
    this.#artist = artist;
    this.#heading.textContent = `Similar to ${artist}`;
  }

  #open(artist: string): void {
    this.#show(artist);
    // On a phone the other list lies a screen or two below.
    this.#heading.scrollIntoView({ block: 'nearest' });
    void this.#refreshSimilar();
  }

  #changeLikes(): void {
    for (const list of [this.#similarList, this.#recommendedList]) list.markLiked();
    void this.#refreshRecommended();
  }

  async #refreshSimilar(): Promise<void> {
    const artist = this.#artist;
    if (!this.#hasModel || artist === undefined) return;
    const refresh = ++this.#refreshes.similar;
    const isLate = () => refresh !== this.#refreshes.similar;
    await fill(
      this.#similarList,
      () => this.#answers().similar(artist),
      isLate,
      `Artists similar to ${artist}`,
    );
  }

  async #refreshRecommended(): Promise<void> {
    if (!this.#hasModel) return;
    const refresh = ++this.#refreshes.recommended;
    const isLate = () => refresh !== this.#refreshes.recommended;
    const { artists } = this.likes;
    if (artists.length === 0) {
      this.#recommendedList.say('Add artists to get recommendations.');
      return;
    }
    await fill(
      this.#recommendedList,
      () => this.#answers().recommend(artists),
      isLate,
      'Recommended artists',
    );
  }
}

async function fill(
  list: ArtistList,
  ask: () => Promise<ComparedLists | undefined>,
  isLate: () => boolean,
  label: string,
): Promise<void> {
  try {
    const lists = await ask();
    if (lists && !isLate()) list.show(lists, label);
  } catch (error) {
    if (!isLate()) list.say((error as Error).message);
  }
}

/** The liked artists: added by name, removed by their buttons. */
class Likes {
  readonly element = h('ul', { class: 'll-likes', 'aria-label': 'Artists you like' });
  readonly #onChange: () => void;
  readonly #onLastRemoved: () => void;
  #artists: readonly string[] = [];

  /** @param onLastRemoved takes the focus, which was on the button of the artist removed last */
  constructor(onChange: () => void, onLastRemoved: () => void) {
    this.#onChange = onChange;
    this.#onLastRemoved = onLastRemoved;
  }

  get artists(): readonly string[] {
    return this.#artists;
  }

  add(artist: string): void {
    if (!this.#artists.includes(artist)) this.set([...this.#artists, artist]);
  }

  toggle(artist: string): void {
    if (this.#artists.includes(artist)) this.#remove(artist);
    else this.add(artist);
  }

  /** Replaces the whole list. */
  set(artists: readonly string[]): void {
    this.#artists = artists;
    replaceKeepingFocus(this.element, ...artists.map((artist) => this.#chip(artist)));
    this.#onChange();
  }

  #remove(artist: string): void {
    this.set(this.#artists.filter((other) => other !== artist));
  }

  #chip(artist: string): HTMLElement {
    const remove = () => {
      this.#remove(artist);
      if (this.#artists.length === 0) this.#onLastRemoved();
    };
    return h(
      'li',
      {},
      artist,
      button('×', remove, { 'aria-label': `Remove ${artist}`, 'data-key': artist, title: 'Remove' }),
    );
  }
}

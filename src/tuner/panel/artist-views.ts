import { withoutAccents } from '../../util/fold-names.js';
import type { ComparedLists, FoundArtists, Opened } from '../session/messages.js';
import { ArtistField } from './artist-field.js';
import { ArtistList } from './artist-list.js';
import { button, h, replaceKeepingFocus } from './dom.js';
import { inWords, say } from './say.js';

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
  readonly #heading = h('h3', { 'aria-live': 'polite' }, say('similarArtists'));
  readonly #counted = h('p', { class: 'll-note' });
  readonly #search: ArtistField;
  readonly #onOpen: (artist: string) => void;
  #artist: string | undefined;
  /** Counted to ignore answers to earlier refreshes. */
  #refreshes = { similar: 0, recommended: 0 };
  #hasModel = false;

  /**
   * @param answers gives the current source of answers
   * @param onOpen told which artist a reader has chosen
   * @param tools stand below the search for an artist
   */
  constructor(
    answers: () => Answers,
    onOpen: (artist: string) => void = () => {},
    tools: readonly HTMLElement[] = [],
  ) {
    this.#answers = answers;
    this.#onOpen = onOpen;
    const find = (text: string) => answers().find(text);
    const actions = {
      onOpen: (artist: string) => this.#open(artist),
      onToggle: (artist: string) => this.likes.toggle(artist),
      isLiked: (artist: string) => this.likes.artists.includes(artist),
    };
    this.#similarList = new ArtistList(actions);
    this.#recommendedList = new ArtistList(actions);
    this.#search = new ArtistField({
      label: say('findArtist'),
      placeholder: say('typeName'),
      find,
      onChoose: actions.onOpen,
    });
    const add = new ArtistField({
      label: say('addArtist'),
      placeholder: say('typeNameOrPress'),
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
      this.#search.element,
      ...tools,
      h('p', { class: 'll-note' }, say('cosine')),
      this.#similarList.element,
    );
    this.recommended = h(
      'section',
      { class: 'll-recommended' },
      h('h3', {}, say('recommendations')),
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
    this.#counted.textContent = say('predicted', { count: inWords(typicalPlays) });
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

  /** Marks both lists as those of other data, until there is a model of this one. */
  outdate(): void {
    for (const list of [this.#similarList, this.#recommendedList]) list.outdate();
  }

  #show(artist: string): void {
    this.#artist = artist;
    this.#heading.textContent = say('similarTo', { artist });
  }

  /** The artist whose similar artists are shown. */
  get artist(): string {
    return this.#artist ?? '';
  }

  /** Shows the artist of this name, however it is spelled; or else what the field suggests for it. */
  async ask(name: string): Promise<void> {
    const { names } = await this.#answers().find(name);
    const wanted = withoutAccents(name);
    const artist = names.find((found) => withoutAccents(found) === wanted);
    if (artist === undefined) {
      this.#search.ask(name);
      return;
    }
    this.#show(artist);
    void this.#refreshSimilar();
  }

  #open(artist: string): void {
    this.#show(artist);
    this.#onOpen(artist);
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
      say('artistsSimilarTo', { artist }),
    );
  }

  async #refreshRecommended(): Promise<void> {
    if (!this.#hasModel) return;
    const refresh = ++this.#refreshes.recommended;
    const isLate = () => refresh !== this.#refreshes.recommended;
    const { artists } = this.likes;
    if (artists.length === 0) {
      this.#recommendedList.say(say('addForRecommendations'));
      return;
    }
    await fill(
      this.#recommendedList,
      () => this.#answers().recommend(artists),
      isLate,
      say('recommendedArtists'),
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
  readonly element = h('ul', { class: 'll-likes', 'aria-label': say('artistsYouLike') });
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
      button('×', remove, {
        'aria-label': say('removeArtist', { artist }),
        'data-key': artist,
        title: say('remove'),
      }),
    );
  }
}

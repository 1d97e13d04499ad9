// Imported from the compiled module: only there the model includes its wasm kernel.
import { tryAnswers } from '#listenlab/tuner/try-it/answers.js';
import type { PartAddress } from '../../notebook/page/address.js';
import type { PortableModel, TryOutput } from '../try-it/portable-model.js';
import { ArtistViews } from './artist-views.js';
import { copyLinkButton } from './copy-link.js';
import { h } from './dom.js';
import { framed } from './layout.js';
import { inWords, say } from './say.js';

/** What the page's address may hold: the artist whose similar artists are shown, and the artists that are liked. */
export const addressKeys: readonly string[] = ['try', 'likes'];

/** Between names in the address; no name of an artist has one. */
const BETWEEN = '\n';

/**
 * Shows the search box and its lists in a page without a kernel, such as a report.
 *
 * @param el an empty element
 * @param output the output's data
 * @param address where the page's address holds the artist, if it does
 */
export function mount(el: HTMLElement, output: TryOutput, address?: PartAddress): void {
  const { model, recommend, settings, ...first } = output;
  const answers = tryAnswers(model);
  const answer = () => {
    const likes = views.likes.artists.join(BETWEEN);
    return { try: views.artist, ...(recommend && likes !== firstLikes && { likes }) };
  };
  const copy = (to: PartAddress) =>
    h(
      'p',
      { class: 'll-presets ll-link' },
      copyLinkButton(say('copyAnswerLink'), () => to.link(answer())),
    );
  const views: ArtistViews = new ArtistViews(
    () => answers,
    () => address?.write(answer(), true),
    address ? [copy(address)] : [],
  );
  const lists = recommend ? [views.similar, views.recommended] : [views.similar];
  const body = h(
    'div',
    { class: 'll-body' },
    h('header', {}, h('h2', {}, say('tryIt')), about(model, settings)),
    ...lists,
  );
  el.append(framed(say('searchBox'), `ll-try ll-lists-${lists.length}`, body));
  views.begin({ popular: model.artists.slice(0, 2), typicalPlays: model.typicalPlays }, first);
  const firstLikes = views.likes.artists.join(BETWEEN);
  views.refresh();
  if (address) followAddress(views, address, new Set(model.artists));
}

/** Answers what the address asks, now and when a reader goes back. */
function followAddress(views: ArtistViews, address: PartAddress, known: ReadonlySet<string>): void {
  const first = views.artist;
  const follow = () => {
    const asked = address.read();
    void views.ask(asked.get('try') ?? first);
    const likes = asked.get('likes');
    if (likes !== undefined) views.likes.set(likes.split(BETWEEN).filter((name) => known.has(name)));
  };
  if (address.read().size > 0) follow();
  address.onChange(follow);
}

/** The front end of a widget, by the contract of anywidget. */
export default {
  render({ model, el }: { model: { get(name: string): unknown }; el: HTMLElement }): void {
    mount(el, model.get('data') as TryOutput);
  },
};

function about({ artists, ofArtists }: PortableModel, settings: string | undefined): HTMLElement {
  const who = say(artists.length < ofArtists ? 'someArtistsOf' : 'allArtistsOf', {
    count: inWords(artists.length),
    all: inWords(ofArtists),
    settings: settings ? ` (${settings === 'original recipe' ? say('recipe') : settings})` : '',
  });
  return h('p', { class: 'll-note' }, `${who} ${say('roundedTo8Bits')}`);
}

// Imported from the compiled module: only there the model includes its wasm kernel.
import { tryAnswers } from '#listenlab/tuner/try-it/answers.js';
import type { PortableModel, TryOutput } from '../try-it/portable-model.js';
import { ArtistViews } from './artist-views.js';
import { h } from './dom.js';
import { framed } from './layout.js';

/**
 * Shows the search box and its lists in a page without a kernel, such as a report.
 *
 * @param el an empty element
 */
export function mount(el: HTMLElement, { model, recommend, ...first }: TryOutput): void {
  const answers = tryAnswers(model);
  const views = new ArtistViews(() => answers);
  const lists = recommend ? [views.similar, views.recommended] : [views.similar];
  const body = h(
    'div',
    { class: 'll-body' },
    h('header', {}, h('h2', {}, 'Try it yourself'), about(model)),
    ...lists,
  );
  el.append(framed('Search box: try it yourself', `ll-try ll-lists-${lists.length}`, body));
  views.begin({ popular: model.artists.slice(0, 2), typicalPlays: model.typicalPlays }, first);
  views.refresh();
}

/** The front end of a widget, by the contract of anywidget. */
export default {
  render({ model, el }: { model: { get(name: string): unknown }; el: HTMLElement }): void {
    mount(el, model.get('data') as TryOutput);
  },
};

function about({ artists, ofArtists }: PortableModel): HTMLElement {
  const count = (number: number) => number.toLocaleString('en');
  const who =
    artists.length < ofArtists
      ? `The ${count(artists.length)} artists with the most listeners, of ${count(ofArtists)}`
      : `All ${count(artists.length)} artists`;
  return h(
    'p',
    { class: 'll-note' },
    `${who}, from this notebook’s model. Its numbers are rounded to 8 bits to fit in the page, so now and then one artist in ten differs.`,
  );
}

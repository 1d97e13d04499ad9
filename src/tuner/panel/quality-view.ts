import type { HeldOutQuality, ReferenceName } from '../session/messages.js';
import { Chart } from './chart.js';
import { h } from './dom.js';
import { type Qualities, qualityAxisEnd, qualityFigure } from './figures.js';

/** Held-out quality as numbers and as a chart, with the references. */
export class QualityView {
  readonly element: HTMLElement;
  readonly chart = new Chart();
  readonly #table = h('table', { class: 'll-qualities' });
  #end = 0;

  constructor() {
    this.element = h('section', { class: 'll-quality' }, this.#table, this.chart.element);
  }

  show(qualities: Qualities): void {
    const all = [qualities.now, qualities.kept, ...qualities.references.values()];
    const largest = Math.max(0, ...all.flatMap((each) => (each ? [each.ndcg, each.recall] : [])));
    this.#end = qualityAxisEnd(this.#end, largest);
    this.#table.replaceChildren(...tableOf(qualities));
    this.chart.show(qualityFigure(qualities, this.#end));
  }
}

function tableOf({ now, kept, references }: Qualities): HTMLElement[] {
  const recipe = references.get('original recipe');
  const rows: [string, HeldOutQuality | undefined, string][] = [
    ...(kept ? [['A (kept)', kept, 'kept'] as [string, HeldOutQuality, string]] : []),
    [kept ? 'B (now)' : 'this model', now, 'now'],
    ...(['original recipe', 'popularity'] as const).map(
      (name: ReferenceName): [string, HeldOutQuality | undefined, string] => [
        name,
        references.get(name),
        name,
      ],
    ),
  ];
  const k = (now ?? recipe)?.k ?? 10;
  const head = [`NDCG@${k}`, `recall@${k}`, 'vs recipe'].map((text) => h('th', { scope: 'col' }, text));
  const users = now ? `mean over ${now.users.toLocaleString('en')} listeners` : 'not measured yet';
  return [
    h('caption', {}, 'Held-out quality ', h('span', { class: 'll-note' }, users)),
    h('thead', {}, h('tr', {}, h('td'), ...head)),
    h('tbody', {}, ...rows.map(([name, quality, key]) => rowOf(name, quality, recipe, key))),
  ];
}

function rowOf(
  name: string,
  quality: HeldOutQuality | undefined,
  recipe: HeldOutQuality | undefined,
  key: string,
): HTMLElement {
  const cells = quality
    ? [quality.ndcg.toFixed(3), quality.recall.toFixed(3), timesText(quality, recipe)]
    : ['…', '…', ''];
  return h(
    'tr',
    { 'data-quality': key },
    h('th', { scope: 'row' }, name),
    ...cells.map((text) => h('td', {}, text)),
  );
}

/** How many times the NDCG of the original recipe. */
function timesText({ ndcg }: HeldOutQuality, recipe: HeldOutQuality | undefined): string {
  return recipe && recipe.ndcg > 0 ? `${(ndcg / recipe.ndcg).toFixed(1)} ×` : '';
}

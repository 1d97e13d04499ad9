import type { HeldOutQuality, ReferenceName } from '../session/messages.js';
import { Chart } from './chart.js';
import { h } from './dom.js';
import { type Qualities, qualityFigure } from './figures.js';

/** Held-out quality as numbers and as a chart, with the references. */
export class QualityView {
  readonly element: HTMLElement;
  readonly chart = new Chart('Held-out quality');
  readonly #table = h('table', { class: 'll-qualities' });

  constructor() {
    this.element = h('div', { class: 'll-quality' }, this.#table, this.chart.element);
  }

  show(qualities: Qualities): void {
    this.#table.replaceChildren(...tableOf(qualities));
    this.chart.show(qualityFigure(qualities));
  }
}

function tableOf({ now, kept, references }: Qualities): HTMLElement[] {
  const recipe = references.get('original recipe');
  const rows: [string, HeldOutQuality | undefined, string][] = [
    ...(kept ? [['A, kept', kept, 'kept'] as [string, HeldOutQuality, string]] : []),
    [kept ? 'B, now' : 'this model', now, 'now'],
    ...(['original recipe', 'popularity'] as const).map(
      (name: ReferenceName): [string, HeldOutQuality | undefined, string] => [
        name,
        references.get(name),
        name,
      ],
    ),
  ];
  const k = (now ?? recipe)?.k ?? 10;
  const head = [`NDCG@${k}`, `recall@${k}`, '× recipe'].map((text) => h('th', { scope: 'col' }, text));
  const users = now ? `means over ${now.users.toLocaleString('en')} users` : 'not measured yet';
  return [
    h('caption', {}, `Held-out quality, ${users}`),
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
  return recipe && recipe.ndcg > 0 ? (ndcg / recipe.ndcg).toFixed(1) : '';
}

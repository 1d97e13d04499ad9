import type { Plotly } from '../../notebook/page/plotly.js';
import type {
  HeldOutQuality,
  Progress,
  ReferenceMeasured,
  ReferenceName,
  TunerOptions,
} from '../session/messages.js';
import { Chart } from './chart.js';
import { h } from './dom.js';
import { lossFigure, type Qualities, qualityAxisEnd, qualityFigure } from './figures.js';
import { KNOBS } from './knobs.js';

/** Results of an evaluated model. */
export interface JudgedModel {
  readonly options: TunerOptions;
  readonly quality: HeldOutQuality;
}

/** Results: the loss of the newest model, and the quality of it, the kept one and the references. */
export class Results {
  readonly loss = new Chart('Training loss');
  readonly quality = new QualityView();
  /** Differences between the kept model and the newest. */
  readonly compared = h('p', { class: 'll-note' });
  #references = new Map<ReferenceName, HeldOutQuality>();
  #newest: JudgedModel | undefined;
  #kept: JudgedModel | undefined;
  #losses: number[] = [];

  get isKeeping(): boolean {
    return this.#kept !== undefined;
  }

  /** Clears everything: the data has changed, or the models are gone. */
  clear(): void {
    this.#references = new Map();
    this.#newest = undefined;
    this.#kept = undefined;
    this.#show();
  }

  /** Starts the curve of a run. */
  begin(): void {
    this.#losses = [];
  }

  /** Draws the curve so far. */
  progress({ iterations, loss }: Progress): void {
    this.#losses.push(loss);
    this.loss.show(lossFigure(this.#losses, iterations));
  }

  /** Draws the whole curve. */
  finish(losses: readonly number[]): void {
    this.loss.show(lossFigure(losses, losses.length));
  }

  judge(model: JudgedModel): void {
    this.#newest = model;
    this.#show();
  }

  reference({ name, quality }: ReferenceMeasured): void {
    this.#references.set(name, quality);
    this.#show();
  }

  /** Keeps the newest model to compare with, or forgets the kept one. */
  toggleKept(): void {
    this.#kept = this.#kept ? undefined : this.#newest;
    this.#show();
  }

  /** Shows the differences; @param options those of the current lists */
  compare(options: TunerOptions): void {
    this.compared.textContent = this.#kept ? comparison(this.#kept.options, options) : '';
  }

  /** Draws from now on, if Plotly is available. */
  use(plotly: Plotly | undefined): void {
    for (const chart of this.#charts) chart.use(plotly);
  }

  /** Draws again, in the colours of the page. */
  draw(): void {
    for (const chart of this.#charts) chart.draw();
  }

  close(): void {
    for (const chart of this.#charts) chart.close();
  }

  get #charts(): readonly Chart[] {
    return [this.loss, this.quality.chart];
  }

  #show(): void {
    const [now, kept] = [this.#newest?.quality, this.#kept?.quality];
    this.quality.show({ now, kept, references: this.#references });
  }
}

function comparison(kept: TunerOptions, now: TunerOptions): string {
  const differing = KNOBS.filter(({ name }) => kept[name] !== now[name]);
  if (differing.length === 0) return 'A and B have the same settings. Turn a knob to see what changes.';
  const words = (options: TunerOptions) =>
    differing.map(({ name, label }) => `${label.toLowerCase()} ${options[name]}`).join(', ');
  return `A: ${words(kept)}. B: ${words(now)}.`;
}

/** Held-out quality as numbers and as a chart, with the references. */
class QualityView {
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

/** NDCG as a multiple of the original recipe's. */
function timesText({ ndcg }: HeldOutQuality, recipe: HeldOutQuality | undefined): string {
  return recipe && recipe.ndcg > 0 ? `${(ndcg / recipe.ndcg).toFixed(1)} ×` : '';
}

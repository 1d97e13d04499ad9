import type { Plotly } from '../../notebook/page/plotly.js';
import type {
  HeldOutQuality,
  Progress,
  ReferenceMeasured,
  ReferenceName,
  StabilityMeasured,
  TunerOptions,
} from '../session/messages.js';
import { Chart } from './chart.js';
import { h } from './dom.js';
import { lossFigure, nameOf, type Qualities, qualityAxisEnd, qualityFigure } from './figures.js';
import { KNOBS } from './knobs.js';
import { inWords, say } from './say.js';

/** Results of an evaluated model. */
export interface JudgedModel {
  readonly options: TunerOptions;
  readonly quality: HeldOutQuality;
  /** How much of its lists stays with another seed, once that is known. */
  readonly stability?: StabilityMeasured;
}

/** Results: the loss of the newest model, and the quality of it, the kept one and the references. */
export class Results {
  readonly loss = new Chart(say('trainingLoss'));
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
    // The curve stays until the next one begins, marked as old.
    this.loss.element.setAttribute('aria-busy', 'true');
    this.#show();
  }

  /** Starts the curve of a run. */
  begin(): void {
    this.#losses = [];
  }

  /** Draws the curve so far. */
  progress({ iterations, loss }: Progress): void {
    this.#losses.push(loss);
    this.#showLoss(this.#losses, iterations);
  }

  /** Draws the whole curve. */
  finish(losses: readonly number[]): void {
    this.#showLoss(losses, losses.length);
  }

  #showLoss(losses: readonly number[], iterations: number): void {
    this.loss.element.removeAttribute('aria-busy');
    this.loss.show(lossFigure(losses, iterations));
  }

  judge(model: JudgedModel): void {
    this.#newest = model;
    this.#show();
  }

  stability(stability: StabilityMeasured): void {
    if (!this.#newest) return;
    this.#newest = { ...this.#newest, stability };
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
    this.quality.show({ now, kept, references: this.#references }, this.#newest?.stability);
  }
}

function comparison(kept: TunerOptions, now: TunerOptions): string {
  const differing = KNOBS.filter(({ name }) => kept[name] !== now[name]);
  if (differing.length === 0) return say('sameSettings');
  const words = (options: TunerOptions) =>
    differing.map(({ name }) => `${name} ${shown(options[name])}`).join(', ');
  return say('settingsOfBoth', { kept: words(kept), now: words(now) });
}

function shown(value: TunerOptions[keyof TunerOptions]): string {
  return typeof value === 'number' ? inWords(value) : String(value);
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

  show(qualities: Qualities, stability?: StabilityMeasured): void {
    const all = [qualities.now, qualities.kept, ...qualities.references.values()];
    const largest = Math.max(0, ...all.flatMap((each) => (each ? [each.ndcg, each.recall] : [])));
    this.#end = qualityAxisEnd(this.#end, largest);
    this.#table.replaceChildren(...tableOf(qualities, stability));
    this.chart.show(qualityFigure(qualities, this.#end));
  }
}

function tableOf({ now, kept, references }: Qualities, stability?: StabilityMeasured): HTMLElement[] {
  const recipe = references.get('original recipe');
  const rows: [string, HeldOutQuality | undefined, string][] = [
    ...(kept ? [[say('modelA'), kept, 'kept'] as [string, HeldOutQuality, string]] : []),
    [say(kept ? 'modelB' : 'thisModel'), now, 'now'],
    ...(['original recipe', 'popularity'] as const).map(
      (name: ReferenceName): [string, HeldOutQuality | undefined, string] => [
        nameOf(name),
        references.get(name),
        name,
      ],
    ),
  ];
  const k = (now ?? recipe)?.k ?? 10;
  const head = [`NDCG@${k}`, `recall@${k}`, say('versusRecipe')].map((text) =>
    h('th', { scope: 'col' }, text),
  );
  const users = now ? say('meanOver', { count: inWords(now.users) }) : say('notMeasured');
  const stay = stability && say('stayWithSeed', { stay: inWords(stability.stay, 1), k: stability.k });
  return [
    h(
      'caption',
      {},
      `${say('heldOutQuality')} `,
      h('span', { class: 'll-note' }, [users, stay].filter(Boolean).join('; ')),
    ),
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
    ? [inWords(quality.ndcg, 3), inWords(quality.recall, 3), timesText(quality, recipe)]
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
  return recipe && recipe.ndcg > 0 ? `${inWords(ndcg / recipe.ndcg, 1)} ×` : '';
}

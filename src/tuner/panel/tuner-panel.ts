import type {
  HeldOutQuality,
  Measured,
  ModelReady,
  Opened,
  Progress,
  ReferenceName,
} from '../session/messages.js';
import { ORIGINAL_RECIPE, type TunerOptions } from '../tuner-options.js';
import { ArtistViews, type FirstArtists } from './artist-views.js';
import { Chart } from './chart.js';
import { Controls } from './controls.js';
import { button, h } from './dom.js';
import { Engine, type EngineEvents } from './engine.js';
import { lossFigure } from './figures.js';
import { KNOBS } from './knobs.js';
import { loadPlotly } from './plotly.js';
import type { Connect } from './port.js';
import { QualityView } from './quality-view.js';
import { StatusLine } from './status-line.js';
import { STYLES } from './styles.js';
import { watchTheme } from './watch-theme.js';
import { workerPort } from './worker-port.js';

/** What a panel is about. */
export interface PanelData extends FirstArtists {
  /** What `packInteractions` made. */
  readonly packed: Uint8Array;
  /** What the knobs show first. */
  readonly options: TunerOptions;
  readonly title: string;
  /** Options known to be good, for a button. */
  readonly best?: Partial<TunerOptions>;
}

/** What a page offers a panel; a report offers nothing. */
export interface PanelHost {
  /** The way to a kernel that has all of the data. */
  readonly kernel?: Connect;
  /** Asks for the text of Plotly. */
  readonly plotly?: () => Promise<string>;
  /** Told what the knobs say. */
  readonly onOptions?: (options: TunerOptions) => void;
}

/** A model to compare later ones with. */
interface KeptModel {
  readonly options: TunerOptions;
  /** Left out when it was kept before it was judged. */
  readonly quality?: HeldOutQuality;
}

/** The panel: turn a knob, and see what becomes of the loss, the held-out quality and the lists. */
export class TunerPanel {
  readonly #data: PanelData;
  readonly #host: PanelHost;
  readonly #controls: Controls;
  readonly #loss = new Chart('Training loss');
  readonly #quality = new QualityView();
  readonly #artists = new ArtistViews(() => this.#engine);
  readonly #status = new StatusLine();
  readonly #about = h('p', { class: 'll-note' });
  readonly #compared = h('p', { class: 'll-note' });
  readonly #keep = button('Keep this model as A', () => this.#toggleKept(), { 'aria-pressed': 'false' });
  readonly #endTheme: () => void;
  #engine: Engine;
  #references = new Map<ReferenceName, HeldOutQuality>();
  #now: HeldOutQuality | undefined;
  #kept: KeptModel | undefined;
  /** The options of the model that the lists are of. */
  #shown: TunerOptions;
  /** Whether the run that goes on checks, from the seed, what a warm start gave. */
  #isCheck = false;
  #losses: number[] = [];
  #frame: number | undefined;

  constructor(element: HTMLElement, data: PanelData, host: PanelHost) {
    this.#data = data;
    this.#host = host;
    this.#shown = data.options;
    this.#controls = new Controls(data.options, () => this.#changed());
    element.append(this.#layOut());
    this.#engine = new Engine(workerPort(data.packed), this.#events());
    this.#endTheme = watchTheme(() => this.#eachChart((chart) => chart.draw()));
    void this.#drawCharts();
  }

  /** Shows options that were changed elsewhere, and trains with them. */
  follow(options: TunerOptions): void {
    const now = this.#controls.options;
    if (KNOBS.some(({ name }) => options[name] !== now[name])) this.#set(options);
  }

  /** Ends what the panel has started. */
  close(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#engine.close();
    this.#endTheme();
    this.#eachChart((chart) => chart.close());
  }

  #layOut(): HTMLElement {
    const { title, best } = this.#data;
    const presets = h(
      'div',
      { class: 'll-presets' },
      button('Original recipe', () => this.#set(ORIGINAL_RECIPE)),
      ...(best ? [button('Best known settings', () => this.#set({ ...ORIGINAL_RECIPE, ...best }))] : []),
      this.#keep,
    );
    return h(
      'div',
      { class: 'll-tuner', role: 'group', 'aria-label': `tuner: ${title}` },
      h('style', {}, STYLES),
      h(
        'div',
        { class: 'll-body' },
        h('header', {}, h('h2', {}, title), this.#about, ...this.#kernelSwitch()),
        h(
          'div',
          { class: 'll-controls' },
          this.#controls.element,
          presets,
          this.#compared,
          this.#loss.element,
        ),
        h('div', { class: 'll-results' }, this.#status.element, this.#quality.element),
        this.#artists.similar,
        this.#artists.recommended,
      ),
    );
  }

  #kernelSwitch(): HTMLElement[] {
    const { kernel } = this.#host;
    if (!kernel) return [];
    const input = h('input', { type: 'checkbox', role: 'switch' });
    input.addEventListener('change', () => {
      this.#reopen(input.checked ? kernel : workerPort(this.#data.packed));
    });
    return [h('label', { class: 'll-switch' }, input, 'Train on the full data in the kernel')];
  }

  #reopen(connect: Connect): void {
    this.#engine.close();
    this.#reset();
    this.#status.say('opening the data');
    this.#engine = new Engine(connect, this.#events());
  }

  /** Forgets what came of models that are gone. */
  #reset(): void {
    this.#references = new Map();
    this.#now = undefined;
    this.#losses = [];
    this.#setKept(undefined);
    this.#showQuality();
  }

  #events(): EngineEvents {
    return {
      onOpened: (opened) => this.#begin(opened),
      onProgress: (progress) => this.#showProgress(progress),
      onModel: (model) => this.#showModel(model),
      onMeasured: (measured) => this.#showMeasured(measured),
      onReference: ({ name, quality }) => {
        this.#references.set(name, quality);
        this.#showQuality();
      },
      onFailure: (message) => {
        this.#status.progress(1);
        this.#status.fail(message);
      },
      onRestart: (message) => {
        this.#reset();
        this.#status.fail(message);
      },
    };
  }

  #begin(opened: Opened): void {
    const count = (number: number) => number.toLocaleString('en');
    const { users, artists, plays, heldOut } = opened;
    this.#about.textContent =
      `${count(plays)} plays of ${count(artists)} artists by ${count(users)} users; ` +
      `${count(heldOut)} of them are held out to judge by.`;
    this.#artists.begin(opened, this.#data);
    this.#train({ warm: false });
  }

  /** A knob is turned: trains with the next frame, however many events come before it. */
  #changed(): void {
    if (this.#frame !== undefined) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = undefined;
      const { options } = this.#controls;
      this.#host.onOptions?.(options);
      // From another seed there is nothing to go on from.
      this.#train({ warm: options.seed === this.#shown.seed });
    });
  }

  #set(options: TunerOptions): void {
    this.#controls.show(options);
    this.#changed();
  }

  #train({ warm }: { warm: boolean }): void {
    this.#isCheck = false;
    this.#losses = [];
    this.#status.progress(0);
    this.#engine.train(this.#controls.options, { warm, early: true });
  }

  /** Trains from the seed what a warm start was used for, so that the numbers are those that the options give. */
  #check(): void {
    this.#isCheck = true;
    this.#engine.train(this.#controls.options, { warm: false, early: false });
  }

  #showProgress({ iteration, iterations, loss }: Progress): void {
    if (this.#isCheck) return;
    this.#losses.push(loss);
    this.#status.progress(iteration / iterations);
    this.#loss.show(lossFigure(this.#losses, iterations));
  }

  #showModel({ isFinal, losses }: ModelReady): void {
    this.#status.forgive();
    this.#shown = this.#controls.options;
    if (isFinal) {
      this.#losses = [...losses];
      this.#loss.show(lossFigure(losses, losses.length));
      this.#status.progress(1);
    }
    this.#refreshLists();
  }

  #showMeasured({ quality, isWarm, seconds }: Measured): void {
    this.#now = quality;
    this.#showQuality();
    const { k, ndcg, recall } = quality;
    if (isWarm) {
      this.#check();
      return;
    }
    this.#status.say(
      `Trained from seed ${this.#shown.seed} in ${seconds.toFixed(2)} s: ` +
        `NDCG@${k} ${ndcg.toFixed(3)}, recall@${k} ${recall.toFixed(3)}.`,
    );
  }

  #showQuality(): void {
    this.#quality.show({ now: this.#now, kept: this.#kept?.quality, references: this.#references });
  }

  #toggleKept(): void {
    this.#setKept(this.#kept ? undefined : { options: this.#shown, quality: this.#now });
    if (this.#kept) this.#engine.keep();
    else this.#engine.forget();
    this.#showQuality();
    this.#refreshLists();
  }

  #setKept(kept: KeptModel | undefined): void {
    this.#kept = kept;
    this.#keep.textContent = kept ? 'Forget model A' : 'Keep this model as A';
    this.#keep.setAttribute('aria-pressed', kept ? 'true' : 'false');
  }

  #refreshLists(): void {
    this.#compared.textContent = this.#kept ? comparison(this.#kept.options, this.#shown) : '';
    this.#artists.refresh();
  }

  async #drawCharts(): Promise<void> {
    const plotly = await loadPlotly(this.#host.plotly).catch(() => undefined);
    this.#eachChart((chart) => chart.use(plotly));
  }

  #eachChart(act: (chart: Chart) => void): void {
    for (const chart of [this.#loss, this.#quality.chart]) act(chart);
  }
}

/** What differs between the kept model and that of now, in words. */
function comparison(kept: TunerOptions, now: TunerOptions): string {
  const differing = KNOBS.filter(({ name }) => kept[name] !== now[name]);
  if (differing.length === 0) return 'A and B have the same options: turn a knob.';
  const words = (options: TunerOptions) =>
    differing.map(({ name, label }) => `${label} ${options[name]}`).join(', ');
  return `A: ${words(kept)}. B: ${words(now)}.`;
}

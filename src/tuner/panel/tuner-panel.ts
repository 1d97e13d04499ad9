import type { Measured, ModelReady, Opened, Progress } from '../session/messages.js';
import { ORIGINAL_RECIPE, type TunerOptions } from '../tuner-options.js';
import { ArtistViews, type FirstArtists } from './artist-views.js';
import { Controls } from './controls.js';
import { button, h } from './dom.js';
import { Engine, type EngineEvents } from './engine.js';
import { KNOBS } from './knobs.js';
import { layOut, switchOf } from './layout.js';
import { loadPlotly } from './plotly.js';
import type { Connect } from './port.js';
import { Results } from './results.js';
import { saveSettingsButton } from './save-settings.js';
import { StatusLine } from './status-line.js';
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

/** The panel: turn a knob, and see what becomes of the loss, the held-out quality and the lists. */
export class TunerPanel {
  readonly #data: PanelData;
  readonly #host: PanelHost;
  readonly #controls: Controls;
  readonly #results = new Results();
  readonly #artists = new ArtistViews(() => this.#engine);
  readonly #status = new StatusLine();
  readonly #about = h('p', { class: 'll-note' });
  readonly #keep = button('', () => this.#toggleKept());
  readonly #endTheme: () => void;
  #engine: Engine;
  /** The options of the run that goes on, or was the last. */
  #run: TunerOptions;
  /** Whether the run that goes on checks, from the seed, what a warm start gave. */
  #isCheck = false;
  #frame: number | undefined;

  constructor(element: HTMLElement, data: PanelData, host: PanelHost) {
    this.#data = data;
    this.#host = host;
    this.#run = data.options;
    this.#controls = new Controls(data.options, () => this.#changed());
    this.#nameKeep();
    element.append(this.#layOut());
    this.#engine = new Engine(workerPort(data.packed), this.#events());
    this.#endTheme = watchTheme(() => this.#results.draw());
    void loadPlotly(host.plotly).then(
      (plotly) => this.#results.use(plotly),
      () => this.#results.use(undefined),
    );
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
    this.#results.close();
  }

  #layOut(): HTMLElement {
    const { title, best } = this.#data;
    const { kernel } = this.#host;
    return layOut(title, {
      about: this.#about,
      ...(kernel && {
        kernelSwitch: switchOf('Train on the full data in the kernel', (isOn) => {
          this.#reopen(isOn ? kernel : workerPort(this.#data.packed));
        }),
      }),
      controls: this.#controls.element,
      presets: [
        button('Original recipe', () => this.#set(ORIGINAL_RECIPE)),
        ...(best ? [button('Best known settings', () => this.#set({ ...ORIGINAL_RECIPE, ...best }))] : []),
        this.#keep,
        saveSettingsButton(() => this.#controls.options),
      ],
      compared: this.#results.compared,
      loss: this.#results.loss.element,
      status: this.#status.element,
      quality: this.#results.quality.element,
      similar: this.#artists.similar,
      recommended: this.#artists.recommended,
    });
  }

  #reopen(connect: Connect): void {
    this.#engine.close();
    this.#clear();
    this.#status.forgive();
    this.#status.say('opening the data');
    this.#engine = new Engine(connect, this.#events());
  }

  #clear(): void {
    this.#results.clear();
    this.#nameKeep();
  }

  #events(): EngineEvents {
    return {
      onOpened: (opened) => this.#begin(opened),
      onProgress: (progress) => this.#showProgress(progress),
      onModel: (model) => this.#showModel(model),
      onMeasured: (measured) => this.#showMeasured(measured),
      onReference: (reference) => this.#results.reference(reference),
      onFailure: (message) => {
        this.#status.progress(1);
        this.#status.fail(message);
      },
      onSilence: (message) => this.#status.say(message),
      onRestart: (message) => {
        this.#clear();
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
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      const { options } = this.#controls;
      this.#host.onOptions?.(options);
      this.#status.forgive();
      // From another seed there is nothing to go on from.
      this.#train({ warm: options.seed === this.#run.seed });
    });
  }

  #set(options: TunerOptions): void {
    this.#controls.show(options);
    this.#changed();
  }

  #train({ warm }: { warm: boolean }): void {
    this.#isCheck = false;
    this.#run = this.#controls.options;
    this.#results.begin();
    this.#status.progress(0);
    this.#engine.train(this.#run, { warm, early: true });
  }

  /** Trains from the seed what a warm start was used for, so that the numbers are those that the options give. */
  #check(): void {
    this.#isCheck = true;
    this.#engine.train(this.#run, { warm: false, early: false });
  }

  #showProgress(progress: Progress): void {
    // The curve of the warm run stays until that from the seed is whole.
    if (this.#isCheck) return;
    this.#status.progress(progress.iteration / progress.iterations);
    this.#results.progress(progress);
  }

  #showModel({ isFinal, losses }: ModelReady): void {
    if (isFinal) {
      this.#results.finish(losses);
      this.#status.progress(1);
    }
    this.#showLists();
  }

  #showMeasured({ quality, isWarm, seconds }: Measured): void {
    this.#results.judge({ options: this.#run, quality });
    if (isWarm) {
      this.#check();
      return;
    }
    const { k, ndcg, recall } = quality;
    this.#status.say(
      `Trained from seed ${this.#run.seed} in ${seconds.toFixed(2)} s: ` +
        `NDCG@${k} ${ndcg.toFixed(3)}, recall@${k} ${recall.toFixed(3)}.`,
    );
  }

  #showLists(): void {
    this.#results.compare(this.#run);
    this.#artists.refresh();
  }

  #toggleKept(): void {
    this.#results.toggleKept();
    if (this.#results.isKeeping) this.#engine.keep();
    else this.#engine.forget();
    this.#nameKeep();
    this.#showLists();
  }

  #nameKeep(): void {
    const { isKeeping } = this.#results;
    this.#keep.textContent = isKeeping ? 'Forget model A' : 'Keep this model as A';
  }
}

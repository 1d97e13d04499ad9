import type { PartAddress } from '../../notebook/page/address.js';
import { watchTheme } from '../../notebook/page/theme.js';
import {
  type Measured,
  type ModelReady,
  type Opened,
  ORIGINAL_RECIPE,
  type Progress,
  type TunerOptions,
} from '../session/messages.js';
import { ArtistViews, type FirstArtists } from './artist-views.js';
import { loadPlotly } from './chart.js';
import { copyLinkButton } from './copy-link.js';
import { button, h } from './dom.js';
import { Engine, type EngineEvents } from './engine.js';
import type { KernelLink } from './kernel-link.js';
import { Controls, KNOBS } from './knobs.js';
import { layOut, Switch, saveSettingsButton } from './layout.js';
import { workerPort } from './port.js';
import { Results } from './results.js';
import { inWords, say } from './say.js';
import { SettingsAddress } from './settings-address.js';
import { StatusLine } from './status-line.js';
import { whoseInWords } from './whose-words.js';

/** What a panel is about. */
export interface PanelData extends FirstArtists {
  /** Output of `packInteractions`. */
  readonly packed: Uint8Array;
  /** Initial settings of the knobs. */
  readonly options: TunerOptions;
  readonly title: string;
  /** How many listeners the packed ones were chosen from, and by what; omitted if all are packed. */
  readonly chosenFrom?: { readonly listeners: number; readonly whose: string };
  /** Options known to be good, for a button. */
  readonly best?: Partial<TunerOptions>;
  /** Whether it starts in the kernel. */
  readonly inKernel?: boolean;
}

/** What the page provides to a panel. */
interface PanelHost {
  /** The kernel, which has all of the data. */
  readonly kernel?: KernelLink;
  /** Where the page's address holds the settings. */
  readonly address?: PartAddress;
}

const KEPT_IS_GONE =
  'Model A was lost when training moved between the page and the kernel. To compare again, keep a model that is trained here.';

const KERNEL_GONE =
  'The kernel that made this panel was restarted or has ended. The panel still trains here, on its sample of the data. ' +
  'To train on all of the data, or to use its settings in other cells, run this cell again.';

/** The panel: turn a knob and see the effect on the loss, the held-out quality and the lists. */
export class TunerPanel {
  readonly #data: PanelData;
  readonly #kernel: KernelLink | undefined;
  readonly #controls: Controls;
  readonly #results = new Results();
  readonly #artists = new ArtistViews(() => this.#engine);
  readonly #status = new StatusLine();
  readonly #about = h('p', { class: 'll-note' });
  readonly #keep = button('', () => this.#toggleKept());
  readonly #switch = new Switch('Train on all of the data, in the kernel', (isOn) => {
    this.#kernel?.share('inKernel', isOn);
    this.train(isOn);
  });
  readonly #address: SettingsAddress | undefined;
  readonly #ends: (() => void)[];
  #inKernel = false;
  #engine: Engine;
  /** The options of the current or last run. */
  #run: TunerOptions;
  /** Whether the current run repeats a warm-started one from the seed, as a check. */
  #isCheck = false;
  #frame: number | undefined;

  constructor(element: HTMLElement, data: PanelData, { kernel, address }: PanelHost) {
    this.#data = data;
    this.#kernel = kernel;
    this.#address = address && new SettingsAddress(address, data.options);
    this.#run = this.#addressed();
    this.#controls = new Controls(this.#run, () => this.#changed());
    this.#nameKeep();
    element.append(this.#layOut());
    this.#engine = this.#open(data.inKernel === true);
    if (kernel?.isGone) this.loseKernel();
    this.#ends = [watchTheme(() => this.#results.draw())];
    if (this.#address) this.#ends.push(this.#address.onChange(() => this.follow(this.#addressed())));
    void loadPlotly(kernel && (() => kernel.plotly())).then(
      (plotly) => this.#results.use(plotly),
      () => this.#results.use(undefined),
    );
  }

  /** Adopts options that were changed elsewhere, and trains with them. */
  follow(options: TunerOptions): void {
    const now = this.#controls.options;
    if (KNOBS.some(({ name }) => options[name] !== now[name])) this.#set(options);
  }

  /** Trains in the kernel from now on, on all of the data, or in the page. */
  train(inKernel: boolean): void {
    if (inKernel === this.#inKernel) return;
    this.#engine.close();
    this.#clear();
    this.#status.forgive();
    this.#engine = this.#open(inKernel);
  }

  /** The kernel has ended: says so, and continues in the page. */
  loseKernel(): void {
    this.#switch.disable();
    this.train(false);
    this.#status.notify(KERNEL_GONE);
  }

  /** The settings in the page's address, or else those that the panel was made with. */
  #addressed(): TunerOptions {
    if (!this.#address) return this.#data.options;
    const { options, refused } = this.#address.read();
    if (refused !== '') this.#status.notify(refused);
    return options;
  }

  /** Stops everything the panel has started. */
  close(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#engine.close();
    this.#address?.close();
    for (const end of this.#ends) end();
    this.#results.close();
  }

  #layOut(): HTMLElement {
    const { title, best } = this.#data;
    return layOut(title, {
      about: this.#about,
      ...(this.#kernel && { kernelSwitch: this.#switch.element }),
      status: this.#status.element,
      controls: this.#controls.element,
      presets: [
        button(say('originalRecipe'), () => this.#set(ORIGINAL_RECIPE)),
        ...(best ? [button(say('bestSettings'), () => this.#set({ ...ORIGINAL_RECIPE, ...best }))] : []),
        this.#keep,
        saveSettingsButton(() => this.#controls.options),
        ...this.#linkButtons(),
      ],
      compared: this.#results.compared,
      quality: this.#results.quality.element,
      loss: this.#results.loss.element,
      similar: this.#artists.similar,
      recommended: this.#artists.recommended,
    });
  }

  #linkButtons(): HTMLElement[] {
    const address = this.#address;
    if (!address) return [];
    return [copyLinkButton(say('copySettingsLink'), () => address.link(this.#controls.options))];
  }

  #open(inKernel: boolean): Engine {
    const kernel = inKernel && !this.#kernel?.isGone ? this.#kernel : undefined;
    this.#inKernel = kernel !== undefined;
    this.#switch.show(this.#inKernel);
    this.#status.busy(say('openingData'));
    return new Engine(kernel ? kernel.connect : workerPort(this.#data.packed), this.#events());
  }

  #clear(): void {
    if (this.#results.isKeeping) this.#status.notify(KEPT_IS_GONE);
    this.#results.clear();
    this.#artists.outdate();
    this.#status.glance(undefined);
    this.#nameKeep();
  }

  #events(): EngineEvents {
    return {
      onOpened: (opened) => this.#begin(opened),
      onProgress: (progress) => this.#showProgress(progress),
      onModel: (model) => this.#showModel(model),
      onMeasured: (measured) => this.#showMeasured(measured),
      onReference: (reference) => this.#results.reference(reference),
      onStability: (stability) => this.#results.stability(stability),
      onFailure: (message) => this.#status.fail(message),
      onSilence: (message) => this.#status.wonder(message),
      onRestart: (message) => {
        this.#clear();
        this.#status.fail(message);
      },
    };
  }

  #begin(opened: Opened): void {
    const { users, artists, plays, heldOut } = opened;
    // The kernel trains on all of them.
    const from = this.#inKernel ? undefined : this.#data.chosenFrom;
    this.#about.textContent = say('panelData', {
      users: inWords(users),
      listeners: from
        ? say('ofListeners', { count: inWords(from.listeners), whose: whoseInWords(from.whose) })
        : say('listenersOfPanel'),
      artists: inWords(artists),
      plays: inWords(plays),
      heldOut: inWords(heldOut),
    });
    this.#artists.begin(opened, this.#data);
    this.#train({ warm: false });
  }

  /** A knob was turned: trains on the next frame, however many events precede it. */
  #changed(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      const { options } = this.#controls;
      this.#kernel?.share('options', options);
      this.#address?.write(options);
      this.#status.forgive();
      // Another seed rules out a warm start.
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
    this.#status.busy(say('trainingNow'));
    this.#engine.train(this.#run, { warm, early: true });
  }

  /** Repeats a warm-started run from the seed, so that the numbers are exactly those of the options. */
  #check(): void {
    this.#isCheck = true;
    this.#status.busy(say('trainingAgain'), 1);
    this.#engine.train(this.#run, { warm: false, early: false });
  }

  #showProgress(progress: Progress): void {
    // The curve of the warm run stays until the one from the seed is complete.
    if (this.#isCheck) return;
    const { iteration, iterations } = progress;
    this.#status.busy(say('trainingAt', { iteration, iterations }), iteration / iterations);
    this.#results.progress(progress);
  }

  #showModel({ isFinal, losses }: ModelReady): void {
    if (isFinal) this.#results.finish(losses);
    this.#showLists();
  }

  #showMeasured({ quality, isWarm, seconds }: Measured): void {
    this.#results.judge({ options: this.#run, quality });
    this.#status.glance(quality);
    if (isWarm) {
      this.#check();
      return;
    }
    const { k, ndcg, recall } = quality;
    this.#status.say(
      say('trainedFrom', { seed: this.#run.seed, seconds: inWords(seconds, 2) }),
      `: NDCG@${k} ${inWords(ndcg, 3)}, recall@${k} ${inWords(recall, 3)}`,
    );
  }

  #showLists(): void {
    this.#results.compare(this.#run);
    this.#artists.refresh();
  }

  #toggleKept(): void {
    this.#results.toggleKept();
    this.#status.withdraw(KEPT_IS_GONE);
    if (this.#results.isKeeping) this.#engine.keep();
    else this.#engine.forget();
    this.#nameKeep();
    this.#showLists();
  }

  #nameKeep(): void {
    const { isKeeping } = this.#results;
    this.#keep.textContent = say(isKeeping ? 'forgetModel' : 'keepModel');
  }
}

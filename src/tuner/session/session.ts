import {
  type AlsOptions,
  type AlsSettings,
  DEFAULT_SETTINGS,
  readAlsOptions,
} from '../../engine/als/options.js';
import type { Interactions } from '../../engine/matrix/interactions.js';
import type { Model } from '../../engine/model/model.js';
import { InputError, messageOf } from '../../util/errors.js';
import { recommendedList, similarList } from './known-models.js';
import type {
  Answer,
  ComparedLists,
  ModelReady,
  ReferenceName,
  TunerReply,
  TunerRequest,
} from './messages.js';
import { measureQuality, popularityModel, type SessionData, sharedArtists } from './session-data.js';

type TrainRequest = Extract<TunerRequest, { kind: 'train' }>;
type Question = Extract<TunerRequest, { question: number }>;

/**
 * Trains a model; `onFirst` gets the model after the first iteration, if available. Such a model may be rotated: its
 * products and cosines are those of the iteration, its factors are not.
 */
export type ModelTrainer = (
  interactions: Interactions,
  options: AlsOptions,
  onFirst: (model: Model) => void,
) => Promise<Model>;

/**
 * Trains for one panel and answers its questions, from the newest model. A new run cancels the previous one. Used in
 * both a page's worker and the notebook's kernel, with different trainers.
 */
export class TunerSession {
  readonly #data: SessionData;
  readonly #train: ModelTrainer;
  readonly #reply: (reply: TunerReply) => void;
  /** References already sent to the panel. */
  readonly #told = new Set<ReferenceName>();
  #running: AbortController | undefined;
  /** Model of the last finished run, to warm-start from. */
  #finished: Model | undefined;
  /** The model that gives answers; its run may not be finished. */
  #shown: Model | undefined;
  /** Model of the last evaluated run, to keep. */
  #judged: Model | undefined;
  #kept: Model | undefined;

  constructor(data: SessionData, train: ModelTrainer, reply: (reply: TunerReply) => void) {
    this.#data = data;
    this.#train = train;
    this.#reply = reply;
  }

  /** Handles a request. It never fails: errors are sent as replies. */
  async take(request: TunerRequest): Promise<void> {
    if (request.kind === 'open') this.#reply(this.#data.opened);
    else if (request.kind === 'stop') this.#running?.abort();
    else if (request.kind === 'keep') this.#kept = this.#judged;
    else if (request.kind === 'forget') this.#kept = undefined;
    else if (request.kind === 'train') await this.#run(request);
    else this.#reply(this.#answer(request));
  }

  async #run(request: TrainRequest): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    const { run } = request;
    this.#reply({ kind: 'began', run });
    // Dragging a slider makes requests faster than runs start: superseded ones never start.
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    try {
      const { settings } = readAlsOptions({ ...request.options, computeLoss: true });
      const known = this.#data.known.find(settings);
      if (known) this.#show(run, known.model, { isFinal: true, isWarm: false, seconds: known.seconds });
      const { model, quality, isWarm, seconds } = known
        ? { ...known, isWarm: false }
        : await this.#trainAndJudge(request, settings, signal);
      this.#finished = model;
      this.#judged = model;
      this.#reply({ kind: 'measured', run, isWarm, seconds, quality });
      if (isRecipe(settings) && !isWarm) this.#data.known.references.set('original recipe', quality);
      await this.#measureReferences(signal);
      // A warm run is followed by one from the seed.
      if (!isWarm) await this.#measureStability(request, model, settings.seed, signal);
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof InputError ? error.message : `training failed: ${messageOf(error)}`;
      this.#reply({ kind: 'failed', run, message });
    }
  }

  async #trainAndJudge(request: TrainRequest, settings: AlsSettings, signal: AbortSignal) {
    const { model, isWarm, seconds } = await this.#trainModel(request, settings, signal);
    const quality = await measureQuality(model, this.#data.split, signal);
    if (!isWarm) this.#data.known.add(settings, { model, quality, seconds });
    return { model, quality, isWarm, seconds };
  }

  /** Trains to the end; the model then gives the answers and serves for warm starts. */
  async #trainModel({ run, options, warm, early }: TrainRequest, settings: AlsSettings, signal: AbortSignal) {
    const start = warm && this.#finished?.factors === settings.factors ? this.#finished : undefined;
    const isWarm = start !== undefined;
    const begun = performance.now();
    const losses: number[] = [];
    const onIteration: AlsOptions['onIteration'] = ({ iteration, loss = Number.NaN }) => {
      losses.push(loss);
      if (signal.aborted) return;
      this.#reply({ kind: 'progress', run, iteration, iterations: settings.iterations, loss });
    };
    const model = await this.#train(
      this.#data.split.train,
      { ...options, computeLoss: true, signal, start, onIteration, onProgress: () => {} },
      (first) => {
        if (!early || signal.aborted) return;
        this.#show(run, first, { isFinal: false, isWarm, seconds: secondsSince(begun) }, losses);
      },
    );
    signal.throwIfAborted();
    this.#finished = model;
    const seconds = secondsSince(begun);
    this.#show(run, model, { isFinal: true, isWarm, seconds }, losses);
    return { model, isWarm, seconds };
  }

  /** From now on this model gives the answers. */
  #show(
    run: number,
    model: Model,
    how: Pick<ModelReady, 'isFinal' | 'isWarm' | 'seconds'>,
    losses: readonly number[] = [],
  ): void {
    this.#shown = model;
    this.#reply({ kind: 'model', run, ...how, losses: model.losses ?? losses });
  }

  /** Evaluates references not evaluated yet; a newer run interrupts it and resumes it later. */
  async #measureReferences(signal: AbortSignal): Promise<void> {
    const { split, known } = this.#data;
    this.#tellReferences();
    if (!known.references.has('popularity')) {
      const model = popularityModel(split.train);
      known.references.set('popularity', await measureQuality(model, split, signal));
      this.#tellReferences();
    }
    if (!known.references.has('original recipe')) {
      const model = await this.#train(split.train, { signal, onProgress: () => {} }, () => {});
      known.references.set('original recipe', await measureQuality(model, split, signal));
      this.#tellReferences();
    }
  }

  /** Trains the same settings from another seed, once there is nothing else to do, and compares the lists. */
  async #measureStability({ run, options }: TrainRequest, model: Model, seed: number, signal: AbortSignal) {
    const again = { ...options, seed: (seed + 1) % 2 ** 32, signal, onProgress: () => {} };
    const other = await this.#train(this.#data.split.train, again, () => {});
    const shared = await sharedArtists(model, other, signal);
    if (shared) this.#reply({ kind: 'stability', run, k: shared.k, stay: shared.mean });
  }

  #tellReferences(): void {
    for (const [name, quality] of this.#data.known.references) {
      if (this.#told.has(name)) continue;
      this.#told.add(name);
      this.#reply({ kind: 'reference', name, quality });
    }
  }

  #answer(request: Question): Answer {
    const { question } = request;
    try {
      if (request.kind === 'find') {
        return { kind: 'answer', question, found: this.#data.finder.find(request.text) };
      }
      return { kind: 'answer', question, lists: this.#lists(request) };
    } catch (error) {
      return { kind: 'answer', question, refusal: messageOf(error) };
    }
  }

  #lists(request: Exclude<Question, { kind: 'find' }>): ComparedLists {
    const list = (model: Model) =>
      request.kind === 'similar'
        ? similarList(model, request.artist)
        : recommendedList(model, request.likes, this.#data.opened.typicalPlays);
    if (!this.#shown) throw new InputError('there is no model yet; train one first');
    const now = list(this.#shown);
    return this.#kept ? { now, kept: list(this.#kept) } : { now };
  }
}

function secondsSince(begun: number): number {
  return (performance.now() - begun) / 1000;
}

/** Whether these are the trainer's defaults, which are the recipe of the Python notebook everybody copies. */
function isRecipe(settings: AlsSettings): boolean {
  const { threads, computeLoss, ...given } = settings;
  return Object.entries(given).every(
    ([name, value]) => DEFAULT_SETTINGS[name as keyof AlsSettings] === value,
  );
}

import { type CheckedAlsOptions, readAlsOptions, type StartFactors } from '../../als/options.js';
import type { TrainedFactors } from '../../als/trained-factors.js';
import { IdMap } from '../../matrix/id-map.js';
import { Interactions } from '../../matrix/interactions.js';
import { InputError, messageOf } from '../../util/errors.js';
import { BrowserTraining, type TrainingParts } from './browser-training.js';
import type { RunFactors, TrainerReply, TrainerRequest } from './protocol.js';

type TrainRequest = Extract<TrainerRequest, { kind: 'train' }>;

/** What a trainer runs on. */
export interface ServiceParts extends TrainingParts {
  /** How many threads a run has that does not say. */
  readonly threads: number;
  /** @param transfer arrays that the receiver may have for its own */
  readonly reply: (reply: TrainerReply, transfer?: ArrayBuffer[]) => void;
}

/** Holds a subset and trains on it as it is asked; the newest run drops the one before, in the middle of an iteration. */
export class TrainerService {
  readonly #parts: ServiceParts;
  readonly #training: BrowserTraining;
  #interactions: Interactions | undefined;
  #running: AbortController | undefined;
  #last: (StartFactors & { readonly run: number }) | undefined;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#training = new BrowserTraining(parts);
  }

  /** Does what a request asks. It never fails: what goes wrong is a reply. */
  async take(request: TrainerRequest): Promise<void> {
    const run = request.kind === 'train' ? request.run : undefined;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    try {
      if (request.kind === 'load') this.#load(request.subset);
      if (request.kind === 'train') await this.#train(request, running.signal);
    } catch (error) {
      if (running.signal.aborted) return;
      this.#parts.reply({ kind: 'failed', run, message: sentenceOf(error) });
    }
  }

  #load({ users, artists, byUser }: Extract<TrainerRequest, { kind: 'load' }>['subset']): void {
    this.#last = undefined;
    this.#interactions = new Interactions(new IdMap('user', users), new IdMap('artist', artists), byUser);
    const { kernel, pool, reply } = this.#parts;
    reply({ kind: 'ready', build: kernel.build, canShare: pool !== undefined });
  }

  async #train({ run, options, warm }: TrainRequest, signal: AbortSignal): Promise<void> {
    const interactions = this.#interactions;
    if (!interactions) throw new InputError('there is nothing to train on yet; load a subset first');
    const { threads, reply } = this.#parts;
    const checked = readAlsOptions(options, threads);
    const { settings } = checked;
    const start = warm && this.#last?.factors === settings.factors ? this.#last : undefined;
    // A slider that is dragged asks faster than runs begin: those that have been overtaken never do.
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    const send = (iteration: number, found: TrainedFactors) => {
      const isFinal = iteration === settings.iterations;
      replyFactors(
        reply,
        { run, iteration, isFinal, settings, seconds: seconds(), startedFrom: start?.run },
        found,
      );
    };
    const onIteration: CheckedAlsOptions['onIteration'] = ({ iteration, loss }) => {
      const { iterations } = settings;
      const progress = { kind: 'progress', run, iteration, iterations, seconds: seconds() } as const;
      if (!signal.aborted) reply(loss === undefined ? progress : { ...progress, loss });
    };
    const found = await this.#training.run(
      interactions,
      { settings, signal, start, onIteration },
      (iteration, copy) => {
        if (iteration === 1 && settings.iterations > 1 && !signal.aborted) send(iteration, copy());
      },
    );
    if (signal.aborted) return;
    // What is sent is gone: the worker keeps copies to go on from.
    const { users, artists } = interactions;
    this.#last = {
      run,
      users,
      artists,
      factors: settings.factors,
      userFactors: found.userFactors.slice(),
      artistFactors: found.artistFactors.slice(),
    };
    send(settings.iterations, found);
  }
}

function replyFactors(
  reply: ServiceParts['reply'],
  about: Pick<RunFactors, 'run' | 'iteration' | 'isFinal' | 'settings' | 'seconds' | 'startedFrom'>,
  { userFactors, artistFactors, losses }: TrainedFactors,
): void {
  reply({ kind: 'factors', ...about, userFactors, artistFactors, losses }, [
    userFactors.buffer as ArrayBuffer,
    artistFactors.buffer as ArrayBuffer,
  ]);
}

function sentenceOf(error: unknown): string {
  return error instanceof InputError ? error.message : `the training failed: ${messageOf(error)}`;
}

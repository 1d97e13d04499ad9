import type {
  Answer,
  ComparedLists,
  FoundArtists,
  Measured,
  ModelReady,
  Opened,
  Progress,
  ReferenceMeasured,
  StabilityMeasured,
  TunerOptions,
  TunerReply,
  TunerRequest,
} from '../session/messages.js';
import type { Connect, Port } from './port.js';
import { say } from './say.js';

/** Events of an engine; cancelled runs emit none. */
export interface EngineEvents {
  onOpened(opened: Opened): void;
  onProgress(progress: Progress): void;
  onModel(model: ModelReady): void;
  onMeasured(measured: Measured): void;
  onReference(reference: ReferenceMeasured): void;
  onStability(stability: StabilityMeasured): void;
  /** @param message one sentence */
  onFailure(message: string): void;
  /** It died and was restarted, without its models. */
  onRestart(message: string): void;
  /** It has not answered for a while, but still may. */
  onSilence(message: string): void;
}

/** How to run; see `TunerRequest`. */
interface RunManner {
  readonly warm: boolean;
  readonly early: boolean;
}

/** An engine that dies this often without finishing a run is not restarted. */
const MOST_DEATHS = 2;

/** Trains and answers, in the page or in the kernel. */
export class Engine {
  readonly #connect: Connect;
  readonly #events: EngineEvents;
  readonly #questions = new Map<number, (answer: Answer | undefined) => void>();
  /** Undefined once it kept dying. */
  #port: Port | undefined;
  #deaths = 0;
  #run = 0;
  #asked = 0;

  constructor(connect: Connect, events: EngineEvents) {
    this.#connect = connect;
    this.#events = events;
    this.#port = this.#start();
  }

  /** Trains, cancelling the previous run. A dead engine is restarted first. */
  train(options: TunerOptions, manner: RunManner): void {
    this.#run++;
    this.#port ??= this.#start();
    this.#port.post({ kind: 'train', run: this.#run, options, ...manner });
  }

  /** Keeps the last evaluated model, to compare with. */
  keep(): void {
    this.#port?.post({ kind: 'keep' });
  }

  forget(): void {
    this.#port?.post({ kind: 'forget' });
  }

  /** Artists whose names contain this, or nearly so. */
  async find(text: string): Promise<FoundArtists> {
    return (await this.#ask({ kind: 'find', text }))?.found ?? { names: [], nearest: [] };
  }

  /** @returns undefined when the engine has died meanwhile @throws Error with the sentence of a refusal */
  async similar(artist: string): Promise<ComparedLists | undefined> {
    return listsOf(await this.#ask({ kind: 'similar', artist }));
  }

  /** @returns undefined when the engine has died meanwhile @throws Error with the sentence of a refusal */
  async recommend(likes: readonly string[]): Promise<ComparedLists | undefined> {
    return listsOf(await this.#ask({ kind: 'recommend', likes }));
  }

  close(): void {
    this.#run++;
    this.#port?.close();
    this.#port = undefined;
    this.#forgetQuestions();
  }

  #start(): Port {
    const port = this.#connect({
      onReply: (reply) => this.#take(reply),
      onDeath: (message) => this.#restart(message),
      onSilence: (message) => this.#events.onSilence(message),
    });
    port.post({ kind: 'open' });
    return port;
  }

  #restart(message: string): void {
    this.#run++;
    this.#forgetQuestions();
    if (++this.#deaths > MOST_DEATHS) {
      this.#port = undefined;
      this.#deaths = 0;
      this.#events.onFailure(say('trainingFails', { reason: message }));
      return;
    }
    this.#port = this.#start();
    this.#events.onRestart(say('trainingRestarted', { reason: message }));
  }

  #forgetQuestions(): void {
    for (const resolve of this.#questions.values()) resolve(undefined);
    this.#questions.clear();
  }

  #ask(asked: QuestionContent): Promise<Answer | undefined> {
    const question = ++this.#asked;
    const port = this.#port;
    if (!port) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#questions.set(question, resolve);
      port.post({ ...asked, question } as TunerRequest);
    });
  }

  #take(reply: TunerReply): void {
    if (reply.kind === 'answer') {
      this.#questions.get(reply.question)?.(reply);
      this.#questions.delete(reply.question);
    } else if (reply.kind === 'opened') {
      this.#events.onOpened(reply);
    } else if (reply.kind === 'reference') this.#events.onReference(reply);
    else if (reply.kind === 'failed' && reply.run === undefined) this.#events.onFailure(reply.message);
    // Otherwise it came from a run that had not yet heard of its cancellation.
    else if (reply.run === this.#run) this.#follow(reply);
  }

  #follow(reply: Exclude<TunerReply, Answer | Opened | ReferenceMeasured>): void {
    if (reply.kind === 'progress') this.#events.onProgress(reply);
    else if (reply.kind === 'model') this.#events.onModel(reply);
    else if (reply.kind === 'measured') this.#finish(reply);
    else if (reply.kind === 'stability') this.#events.onStability(reply);
    else if (reply.kind === 'failed') this.#events.onFailure(reply.message);
  }

  #finish(measured: Measured): void {
    this.#deaths = 0;
    this.#events.onMeasured(measured);
  }
}

type QuestionContent =
  | { readonly kind: 'find'; readonly text: string }
  | { readonly kind: 'similar'; readonly artist: string }
  | { readonly kind: 'recommend'; readonly likes: readonly string[] };

function listsOf(answer: Answer | undefined): ComparedLists | undefined {
  if (answer?.refusal !== undefined) throw new Error(answer.refusal);
  return answer?.lists;
}

import { type AlsSettings, DEFAULT_SETTINGS } from '../../engine/als/options.js';

// Messages between a panel and its trainer: a worker of its page or the notebook's kernel. All of it is plain JSON,
// except for the packed plays sent to open a worker.

/** Requests of a panel. */
export type TunerRequest =
  /** The first request. */
  | {
      readonly kind: 'open';
      /** Output of `packInteractions`; the kernel already has its plays. */
      readonly packed?: Uint8Array;
    }
  /** Trains; a run in progress is cancelled silently. */
  | {
      readonly kind: 'train';
      /** A number the panel has not used before; the replies carry it. */
      readonly run: number;
      /** Omitted ones have the trainer's defaults. */
      readonly options: Partial<AlsSettings>;
      /** Whether to warm-start from the last finished run, if it has as many factors. */
      readonly warm: boolean;
      /** Whether lists may already use the factors of the first iteration. */
      readonly early: boolean;
    }
  /** Cancels the current run. */
  | { readonly kind: 'stop' }
  /** Keeps the last evaluated model, to compare later ones with. */
  | { readonly kind: 'keep' }
  /** Forgets the kept model. */
  | { readonly kind: 'forget' }
  /** Asks for artists whose names contain this. */
  | { readonly kind: 'find'; readonly question: number; readonly text: string }
  | { readonly kind: 'similar'; readonly question: number; readonly artist: string }
  /** Asks for recommendations for a listener who likes these. */
  | { readonly kind: 'recommend'; readonly question: number; readonly likes: readonly string[] };

/** Replies to a panel. */
export type TunerReply =
  | Opened
  | Began
  | Progress
  | ModelReady
  | Measured
  | ReferenceMeasured
  | StabilityMeasured
  | Answer
  | TunerFailure;

/** The plays are loaded and split for training and evaluation. */
export interface Opened {
  readonly kind: 'opened';
  readonly users: number;
  readonly artists: number;
  /** Pairs of a user and an artist, held out or not. */
  readonly plays: number;
  /** How many of them are held out. */
  readonly heldOut: number;
  /** Play count assumed for each liked artist: the median of all plays. */
  readonly typicalPlays: number;
  /** Names of the artists with the most listeners. */
  readonly popular: readonly string[];
}

/** A run has begun: sent at once, so that silence means the trainer is dead. */
interface Began {
  readonly kind: 'began';
  readonly run: number;
}

/** An iteration of a run is over. */
export interface Progress {
  readonly kind: 'progress';
  readonly run: number;
  /** Counted from 1. */
  readonly iteration: number;
  readonly iterations: number;
  readonly loss: number;
}

/** From now on this run's model gives the answers. */
export interface ModelReady {
  readonly kind: 'model';
  readonly run: number;
  /** False after the first iteration. */
  readonly isFinal: boolean;
  /** Whether it was warm-started from the previous run, and so differs from a run from the seed. */
  readonly isWarm: boolean;
  /** Losses of each iteration so far. */
  readonly losses: readonly number[];
  /** Since the run began. */
  readonly seconds: number;
}

/** How well a model finds held-out plays: means over users. */
export interface HeldOutQuality {
  /** Length of the lists. */
  readonly k: number;
  readonly ndcg: number;
  readonly recall: number;
  /** Number of users evaluated. */
  readonly users: number;
}

/** A finished run has been evaluated. */
export interface Measured {
  readonly kind: 'measured';
  readonly run: number;
  /** As in `ModelReady`. */
  readonly isWarm: boolean;
  /** Training time. */
  readonly seconds: number;
  readonly quality: HeldOutQuality;
}

/** References to compare with: the options everybody copies, and the same list for everyone. */
export type ReferenceName = 'original recipe' | 'popularity';

/** A reference has been evaluated on the same plays. */
export interface ReferenceMeasured {
  readonly kind: 'reference';
  readonly name: ReferenceName;
  readonly quality: HeldOutQuality;
}

/** How much of a finished run's lists stays when its settings are trained from another seed. */
export interface StabilityMeasured {
  readonly kind: 'stability';
  readonly run: number;
  /** Length of the lists. */
  readonly k: number;
  /** How many artists of them stay, the mean over users. */
  readonly stay: number;
}

/** An artist in a list. */
export interface ListedArtist {
  readonly artist: string;
  /** Cosine, or predicted preference. */
  readonly value: number;
  /** For recommendations: the liked artists that contribute most, with their shares of all positive contributions. */
  readonly why?: readonly { readonly artist: string; readonly share: number }[];
}

/** A list of the current model, and of the kept one, if any. */
export interface ComparedLists {
  readonly now: readonly ListedArtist[];
  readonly kept?: readonly ListedArtist[];
}

/** Artists found by a search. */
export interface FoundArtists {
  /** Those whose names contain the text. */
  readonly names: readonly string[];
  /** If there are none: those whose names are a few edits away. */
  readonly nearest: readonly string[];
}

/** The answer to a question, or the reason for its refusal. */
export interface Answer {
  readonly kind: 'answer';
  readonly question: number;
  /** Of `find`. */
  readonly found?: FoundArtists;
  /** Of `similar` and `recommend`. */
  readonly lists?: ComparedLists;
  /** One sentence; excludes the other fields. */
  readonly refusal?: string;
}

/** What failed, in one sentence. The trainer continues. */
interface TunerFailure {
  readonly kind: 'failed';
  /** Omitted if it was not a run that failed. */
  readonly run?: number;
  readonly message: string;
}

/** The training options a panel sets. */
export type TunerOptions = Omit<AlsSettings, 'threads' | 'computeLoss' | 'solver'>;

const { threads, computeLoss, solver, ...recipe } = DEFAULT_SETTINGS;

/** The recipe of the Python notebook everybody copies: the defaults of `trainAls`. */
export const ORIGINAL_RECIPE: TunerOptions = recipe;

import { type AlsSettings, DEFAULT_SETTINGS } from '../../engine/als/options.js';

// What a panel and whoever trains for it say to each other: a worker of its page or the notebook's kernel. All of it
// is plain JSON, except for the packed plays that a worker is opened with.

/** What a panel asks. */
export type TunerRequest =
  /** Comes first. */
  | {
      readonly kind: 'open';
      /** What `packInteractions` made; the kernel has its plays already. */
      readonly packed?: Uint8Array;
    }
  /** Trains; a run that is still training is dropped without a further word. */
  | {
      readonly kind: 'train';
      /** A number the panel has not used before; the replies carry it. */
      readonly run: number;
      /** What is left out has the trainer's default. */
      readonly options: Partial<AlsSettings>;
      /** Whether to go on from the last finished run, where that has as many factors. */
      readonly warm: boolean;
      /** Whether lists may come from the factors of the first iteration already. */
      readonly early: boolean;
    }
  /** Drops the running run. */
  | { readonly kind: 'stop' }
  /** Keeps the model that was judged last, to compare later ones with. */
  | { readonly kind: 'keep' }
  /** Forgets the model that was kept. */
  | { readonly kind: 'forget' }
  /** Asks for artists whose names have this in them. */
  | { readonly kind: 'find'; readonly question: number; readonly text: string }
  | { readonly kind: 'similar'; readonly question: number; readonly artist: string }
  /** Asks for recommendations for a listener who likes these. */
  | { readonly kind: 'recommend'; readonly question: number; readonly likes: readonly string[] };

/** What it is told. */
export type TunerReply =
  | Opened
  | Began
  | Progress
  | ModelReady
  | Measured
  | ReferenceMeasured
  | Answer
  | TunerFailure;

/** The plays are there, and split into a part to train on and a part to judge by. */
export interface Opened {
  readonly kind: 'opened';
  readonly users: number;
  readonly artists: number;
  /** Pairs of a user and an artist, held out or not. */
  readonly plays: number;
  /** How many of them are held out. */
  readonly heldOut: number;
  /** As what each liked artist counts: the median of all plays. */
  readonly typicalPlays: number;
  /** Names of the artists with the most listeners. */
  readonly popular: readonly string[];
}

/** A run has begun: sent at once, so that silence means that nobody is there. */
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

/** From now on answers come from the model of this run. */
export interface ModelReady {
  readonly kind: 'model';
  readonly run: number;
  /** False after the first iteration. */
  readonly isFinal: boolean;
  /** Whether it went on from the run before, and so is not what the options give from their seed. */
  readonly isWarm: boolean;
  /** Of each iteration so far. */
  readonly losses: readonly number[];
  /** Since the run began. */
  readonly seconds: number;
}

/** How well a model finds the plays that were held out: means over users. */
export interface HeldOutQuality {
  /** Length of the lists. */
  readonly k: number;
  readonly ndcg: number;
  readonly recall: number;
  /** How many users were judged. */
  readonly users: number;
}

/** A finished run has been judged. */
export interface Measured {
  readonly kind: 'measured';
  readonly run: number;
  /** As of its model. */
  readonly isWarm: boolean;
  /** Of the training. */
  readonly seconds: number;
  readonly quality: HeldOutQuality;
}

/** What a model is compared with: the options everybody copies, and the same list for everyone. */
export type ReferenceName = 'original recipe' | 'popularity';

/** A reference has been judged, on the same plays. */
export interface ReferenceMeasured {
  readonly kind: 'reference';
  readonly name: ReferenceName;
  readonly quality: HeldOutQuality;
}

/** An artist in a list. */
export interface ListedArtist {
  readonly artist: string;
  /** Cosine, or predicted preference. */
  readonly value: number;
  /** Of recommendations: the liked artists that speak for it most, with their shares of all that speaks for it. */
  readonly why?: readonly { readonly artist: string; readonly share: number }[];
}

/** A list of the model of now, and that of the kept one, where there is one. */
export interface ComparedLists {
  readonly now: readonly ListedArtist[];
  readonly kept?: readonly ListedArtist[];
}

/** Artists that a search has found. */
export interface FoundArtists {
  /** Those that have what was typed in their names. */
  readonly names: readonly string[];
  /** Where there are none: those whose names are a few letters away. */
  readonly nearest: readonly string[];
}

/** The answer to a question, or why there is none. */
export interface Answer {
  readonly kind: 'answer';
  readonly question: number;
  /** Of `find`. */
  readonly found?: FoundArtists;
  /** Of `similar` and `recommend`. */
  readonly lists?: ComparedLists;
  /** One sentence; then there is nothing else. */
  readonly refusal?: string;
}

/** What could not be done, in one sentence. Whoever trains goes on. */
interface TunerFailure {
  readonly kind: 'failed';
  /** Left out where it was no run that failed. */
  readonly run?: number;
  readonly message: string;
}

/** The training options that a panel turns. */
export type TunerOptions = Omit<AlsSettings, 'threads' | 'computeLoss' | 'solver'>;

const { threads, computeLoss, solver, ...recipe } = DEFAULT_SETTINGS;

/** The recipe of the Python notebook everybody copies: the defaults of `trainAls`. */
export const ORIGINAL_RECIPE: TunerOptions = recipe;

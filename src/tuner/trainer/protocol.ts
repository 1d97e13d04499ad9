import type { AlsSettings } from '../../als/options.js';
import type { CsrMatrix } from '../../matrix/csr.js';

// What a page and the worker that trains for it say to each other. Shapes: users U, artists A, factors F.

/** What the worker trains on: names and plays, as `Interactions` has them. */
export interface TrainerSubset {
  /** (U) */
  readonly users: readonly string[];
  /** (A) */
  readonly artists: readonly string[];
  /** (U x A) plays */
  readonly byUser: CsrMatrix;
}

/** What a page asks of the worker. */
export type TrainerRequest =
  /** Comes first: what to train on. */
  | { readonly kind: 'load'; readonly subset: TrainerSubset }
  /** Trains; a run that is still training is dropped without a further word. */
  | {
      readonly kind: 'train';
      /** A number the page has not used before; the replies carry it. */
      readonly run: number;
      /** What is left out has the trainer's default. */
      readonly options: Partial<AlsSettings>;
      /** Whether to go on from the last finished run, where that has as many factors. */
      readonly warm: boolean;
    }
  /** Drops the running run. */
  | { readonly kind: 'stop' };

/** What the worker answers. */
export type TrainerReply = TrainerReady | RunProgress | RunFactors | RunFailure;

/** The subset is there. */
export interface TrainerReady {
  readonly kind: 'ready';
  /** Which build of the kernel runs; see kernels.ts for what that means to the bits of a result. */
  readonly build: 'relaxed' | 'simd';
  /** Whether runs may use threads: the page is cross-origin isolated. */
  readonly canShare: boolean;
}

/** An iteration of a run is over. */
export interface RunProgress {
  readonly kind: 'progress';
  readonly run: number;
  /** Counted from 1. */
  readonly iteration: number;
  /** How many there are to be. */
  readonly iterations: number;
  /** The training loss, where `computeLoss` asked for it. */
  readonly loss?: number;
  /** Since the run began. */
  readonly seconds: number;
}

/** Factors: after the first iteration, to show something at once, and at the end. Their arrays are transferred. */
export interface RunFactors {
  readonly kind: 'factors';
  readonly run: number;
  readonly iteration: number;
  /**
   * False after the first iteration. Such factors may be turned, all of them alike: products and cosines are
   * those of the iteration, the numbers are not.
   */
  readonly isFinal: boolean;
  readonly settings: AlsSettings;
  /** (U x F) row-major */
  readonly userFactors: Float32Array;
  /** (A x F) row-major */
  readonly artistFactors: Float32Array;
  /** Of each iteration so far, where `computeLoss` asked for it; else empty. */
  readonly losses: readonly number[];
  /** The run whose factors this one went on from; left out when it began at random. */
  readonly startedFrom?: number;
  /** Since the run began. */
  readonly seconds: number;
}

/** A run that could not be trained, or a subset that could not be loaded. The worker goes on. */
export interface RunFailure {
  readonly kind: 'failed';
  /** Left out where it was no run that failed. */
  readonly run?: number;
  /** One sentence: what was found, what was expected and what to do. */
  readonly message: string;
}

import type { CsrMatrix } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';

/** What a model is made of. Shapes: users U, artists I, factors F. */
export interface ModelParts {
  readonly users: IdMap;
  readonly artists: IdMap;
  readonly factors: number;
  /** (U x F) row-major. */
  readonly userFactors: Float32Array;
  /** (I x F) row-major. */
  readonly artistFactors: Float32Array;
  /** (U x I) what was played, to leave it out of recommendations. */
  readonly plays: CsrMatrix;
  /** The options it was trained with, and whatever else should travel with it. */
  readonly training: Readonly<Record<string, string | number | boolean>>;
  /** Training loss after each iteration, where it was computed. */
  readonly losses?: readonly number[];
}

/**
 * A trained model: a vector of factors for each user and each artist, with their names.
 * It answers questions without a trainer.
 */
export class Model {
  readonly users: IdMap;
  readonly artists: IdMap;
  readonly factors: number;
  readonly userFactors: Float32Array;
  readonly artistFactors: Float32Array;
  readonly plays: CsrMatrix;
  readonly training: Readonly<Record<string, string | number | boolean>>;
  readonly losses: readonly number[] | undefined;

  constructor(parts: ModelParts) {
    this.users = parts.users;
    this.artists = parts.artists;
    this.factors = parts.factors;
    this.userFactors = parts.userFactors;
    this.artistFactors = parts.artistFactors;
    this.plays = parts.plays;
    this.training = parts.training;
    this.losses = parts.losses;
  }
}

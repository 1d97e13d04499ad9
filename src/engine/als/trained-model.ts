import type { Interactions } from '../matrix/interactions.js';
import { Model } from '../model/model.js';
import type { AlsSettings } from './options.js';

// Shapes: users U, artists A, factors F.

/** What a training finds. */
export interface TrainedFactors {
  /** (U x F) row-major. */
  readonly userFactors: Float32Array;
  /** (A x F) row-major. */
  readonly artistFactors: Float32Array;
  /** Training loss after each iteration, where it was computed; else empty. */
  readonly losses: readonly number[];
}

/** The model of a finished training, with the settings that made it. `threads` is left out: it changes nothing. */
export function trainedModel(
  interactions: Interactions,
  settings: AlsSettings,
  { userFactors, artistFactors, losses }: TrainedFactors,
): Model {
  const { threads, ...training } = settings;
  return new Model({
    users: interactions.users,
    artists: interactions.artists,
    factors: settings.factors,
    userFactors,
    artistFactors,
    plays: interactions.byUser,
    training,
    losses: settings.computeLoss ? losses : undefined,
  });
}

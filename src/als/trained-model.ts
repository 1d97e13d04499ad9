import type { Interactions } from '../matrix/interactions.js';
import { Model } from '../model/model.js';
import type { AlsSettings } from './options.js';

/** The model of a finished training, with the settings that made it. `threads` is left out: it changes nothing. */
export function trainedModel(
  interactions: Interactions,
  settings: AlsSettings,
  losses: number[],
  factors: { userFactors: Float32Array; artistFactors: Float32Array },
): Model {
  const { threads, ...training } = settings;
  return new Model({
    users: interactions.users,
    artists: interactions.artists,
    factors: settings.factors,
    ...factors,
    plays: interactions.byUser,
    training,
    losses: settings.computeLoss ? losses : undefined,
  });
}

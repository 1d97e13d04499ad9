import type { Interactions } from '../../matrix/interactions.js';
import type { Fitting } from '../fit-on-threads.js';
import { gramOf } from './invert-gram.js';
import { type EaseWeighting, KnownArtists } from './plays-of-known.js';
import { primalForm } from './primal.js';
import { tunedLambda } from './tuned-lambda.js';

/** {@link tunedLambda} for the most popular artists only, where the inverses of all would take too long. */
export async function lambdaOfPopular(
  interactions: Interactions,
  artists: number,
  weighting: EaseWeighting,
  fitting: Fitting,
): Promise<number> {
  const known = new KnownArtists(interactions.byUser, artists, weighting);
  const x = known.weigh(interactions.byUser);
  return await tunedLambda(primalForm(interactions, known, x, await gramOf(x, fitting)), x, fitting);
}

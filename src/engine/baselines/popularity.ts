import { InputError } from '../../util/errors.js';
import { checkInteractions } from '../matrix/check-interactions.js';
import { countByColumn } from '../matrix/csr.js';
import type { ScorerParts } from '../ranking/scorer.js';
import type { Algorithm } from './algorithm.js';
import { recommenderFor } from './scored-recommender.js';
import { sharedFloat64 } from './shared-zeros.js';

/**
 * The artists with the most listeners, the same for everyone: the baseline any other algorithm should beat. An artist's
 * score is how many users played it. It knows nothing about similarity: `similarArtists` throws an InputError.
 *
 * @example const model = await popularity().fit(interactions);
 * Cost: a pass over the entries.
 */
export function popularity(): Algorithm {
  return {
    name: 'popularity',
    async fit(interactions, options = {}) {
      checkInteractions(interactions);
      const { artists, byUser } = interactions;
      const scores = sharedFloat64(artists.size);
      scores.set(countByColumn(byUser));
      return await recommenderFor(
        interactions,
        {
          artists,
          scorerParts: (): ScorerParts => ({ kind: 'popularity', scores }),
          similarArtists() {
            throw new InputError(
              'popularity does not know which artists are similar; use another algorithm, such as baselines.itemNeighbours()',
            );
          },
        },
        options,
      );
    },
  };
}

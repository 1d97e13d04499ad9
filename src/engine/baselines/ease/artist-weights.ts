import type { CsrMatrix } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { topK } from '../../ranking/top-k.js';
import { type ArtistKnowledge, itselfFirst } from '../scored-recommender.js';
import type { KnownArtists } from './plays-of-known.js';

/**
 * Scores with weights between artists. Shapes: users U, artists I, of which M are known.
 *
 * @param x (U x M) weighted plays of the training
 * @param weights (M x I) B
 */
export function knowledgeOfWeights(
  training: Interactions,
  known: KnownArtists,
  x: CsrMatrix,
  weights: CsrMatrix,
): ArtistKnowledge {
  const { indptr, indices, values } = weights;
  return {
    artists: training.artists,
    scorerParts: (listeners) => ({
      kind: 'product',
      left: listeners === training ? x : known.weigh(listeners.byUser),
      right: weights,
    }),
    similarArtists(artist, count) {
      const row = known.columnOf(artist);
      // An unknown artist has no row: it is only similar to itself.
      const [from, to] = row < 0 ? [0, 0] : [indptr[row], indptr[row + 1]];
      const { rows, scores } = topK(to - from, count, (i) =>
        indices[from + i] === artist ? undefined : values[from + i],
      );
      return itselfFirst(artist, 1, { rows: rows.map((i) => indices[from + i]), scores }, count);
    },
  };
}

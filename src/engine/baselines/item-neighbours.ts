import { type Given, oneOf, readOptions, wholeNumber } from '../../util/checks.js';
import { type CsrMatrix, transpose } from '../matrix/csr.js';
import type { Interactions } from '../matrix/interactions.js';
import { topK } from '../ranking/top-k.js';
import type { Algorithm } from './algorithm.js';
import { bestProducts } from './best-products.js';
import { fitWatched, pause } from './fit-on-threads.js';
import { neighbourWeights, squaredLength } from './neighbour-weights.js';
import { type ArtistKnowledge, itselfFirst, ScoredRecommender } from './scored-recommender.js';

/** What is set, each value checked. */
export interface ItemNeighboursSettings {
  /** How plays are weighted before artists are compared by their listeners. Default `bm25`. */
  readonly weighting: 'cosine' | 'tfidf' | 'bm25';
  /** Neighbours per artist, of which the first is usually itself; 1 or more. Default 20. */
  readonly neighbours: number;
}

/** How artists are compared, and how many neighbours each has; each has a default. */
export type ItemNeighboursOptions = Given<ItemNeighboursSettings>;

const DEFAULTS: ItemNeighboursSettings = { weighting: 'bm25', neighbours: 20 };
const CHECKS = { weighting: oneOf('cosine', 'tfidf', 'bm25'), neighbours: wholeNumber(1, 10_000) };

/**
 * Recommends artists with the same listeners as the artists a user plays: score = sum over the played artists i of
 * plays_ui times the similarity of i to the artist, if it is among i's neighbours (Sarwar, Karypis, Konstan and Riedl
 * 2001, "Item-based collaborative filtering recommendation algorithms", section 3; weights, neighbours and scores as in
 * the Python library implicit 0.7.3, an artist being one of its own neighbours).
 *
 * A similarity is the dot product of two artists' weighted listeners: for cosine and tfidf the vectors have length 1,
 * so an artist's similarity to itself is 1; for bm25 it is unbounded. `similarArtists` only finds neighbours.
 *
 * @example const model = await baselines.itemNeighbours({ weighting: 'bm25', neighbours: 20 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0
 * Cost: multiplications: the sum over users of their artists squared, some 50 million a second on a core: 0.3 s for
 * lastfm-2k, half a minute on two cores for Last.fm 360K; 16 bytes for each neighbour.
 */
export function itemNeighbours(options: ItemNeighboursOptions = {}): Algorithm {
  const { weighting, neighbours } = readOptions(options, CHECKS, DEFAULTS, 'itemNeighbours');
  return {
    name: `item neighbours, ${weighting}`,
    fit: (interactions, fitOptions = {}) =>
      fitWatched('comparing artists', interactions, fitOptions, async (fitting) => {
        const plays = interactions.byArtist;
        await pause(fitting);
        const weights = neighbourWeights(plays, weighting === 'cosine' ? 'linear' : weighting);
        await pause(fitting);
        const byUser = transpose(weights);
        await pause(fitting);
        const similarities = await bestProducts(weights, byUser, { ...fitting, count: neighbours });
        return new ScoredRecommender(interactions, knowledgeOf(interactions, weights, similarities));
      }),
  };
}

function knowledgeOf(
  { artists }: Interactions,
  weights: CsrMatrix,
  similarities: CsrMatrix,
): ArtistKnowledge {
  return {
    artists,
    scorerParts: ({ byUser }) => ({ kind: 'product', left: byUser, right: similarities }),
    similarArtists(artist, count) {
      const from = similarities.indptr[artist];
      const { rows, scores } = topK(similarities.indptr[artist + 1] - from, count, (i) =>
        similarities.indices[from + i] === artist ? undefined : similarities.values[from + i],
      );
      const others = { rows: rows.map((i) => similarities.indices[from + i]), scores };
      return itselfFirst(artist, squaredLength(weights, artist), others, count);
    },
  };
}

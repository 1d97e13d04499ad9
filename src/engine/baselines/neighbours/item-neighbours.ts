import { type Given, oneOf, readOptions, wholeNumber } from '../../../util/checks.js';
import { MODEL_WORDS } from '../../../util/finding-words.js';
import type { CsrMatrix } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { Weighting } from '../../model/equations/settings.js';
import { playStatistics, weightPlays } from '../../model/equations/weighting.js';
import { topK } from '../../ranking/top-k.js';
import type { Algorithm } from '../algorithm.js';
import { fitWatched, passes } from '../fit-on-threads.js';
import { nameOfSettings } from '../name-of-settings.js';
import { type ArtistKnowledge, itselfFirst, recommenderFor } from '../scored-recommender.js';
import { withValues } from '../with-values.js';
import { bestProducts } from './best-products.js';
import { type Damping, damped, neighbourWeights, squaredLength } from './neighbour-weights.js';

/** What is set, each value checked. */
export interface ItemNeighboursSettings {
  /** How plays are weighted before artists are compared by their listeners. Default `bm25`. */
  readonly weighting: 'cosine' | 'tfidf' | 'bm25';
  /** Neighbours per artist, of which the first is usually itself; 1 or more. Default 200. */
  readonly neighbours: number;
  /** What is compared and weighted: the plays, or these damped. Default `sqrt` for bm25, else `log`. */
  readonly plays: Damping;
  /** How a user's plays are weighted in their scores, see the type `Weighting`. Default `tfidf` for bm25, else `log`. */
  readonly userWeighting: Weighting;
}

/** How artists are compared, how many neighbours each has, and how a user's plays count; each has a default. */
export type ItemNeighboursOptions = Given<ItemNeighboursSettings>;

const CHECKS = {
  weighting: oneOf('cosine', 'tfidf', 'bm25'),
  neighbours: wholeNumber(1, 10_000),
  plays: oneOf('linear', 'sqrt', 'log', 'binary'),
  userWeighting: oneOf('linear', 'log', 'binary', 'bm25', 'tfidf'),
};

const DEFAULTS = {
  bm25: { weighting: 'bm25', neighbours: 200, plays: 'sqrt', userWeighting: 'tfidf' },
  tfidf: { weighting: 'tfidf', neighbours: 200, plays: 'log', userWeighting: 'log' },
  cosine: { weighting: 'cosine', neighbours: 200, plays: 'log', userWeighting: 'log' },
} as const satisfies Record<string, ItemNeighboursSettings>;

/** Those of the weighting that was given, which is checked later. */
function defaultsFor(options: unknown): ItemNeighboursSettings {
  const { weighting = 'bm25' } = Object(options) as ItemNeighboursOptions;
  return DEFAULTS[weighting as keyof typeof DEFAULTS] ?? DEFAULTS.bm25;
}

/**
 * Recommends artists with the same listeners as the artists a user plays: score = sum over the played artists i of
 * w_ui times the similarity of i to the artist, if it is among i's neighbours, of which it is one itself (Sarwar,
 * Karypis, Konstan and Riedl 2001, "Item-based collaborative filtering recommendation algorithms", section 3).
 *
 * A similarity is the dot product of two artists' weighted listeners: for cosine and tfidf the vectors have length 1,
 * so an artist's similarity to itself is 1; for bm25 it is unbounded. `similarArtists` only finds neighbours.
 *
 * The models of the Python library implicit 0.7.3 are `{ neighbours: 20, plays: 'linear', userWeighting: 'linear' }`.
 * There a few artists with very many plays decide: on lastfm-2k, with a fifth held out, bm25 has 0.180 in NDCG@10 in
 * this form and 0.241 with the defaults, tfidf 0.114 and 0.220, cosine 0.018 and 0.221. Where everybody has hundreds of
 * artists and few plays of each, cosine and tfidf are 3 % better with 20 neighbours: `bestOf` finds out.
 *
 * @example const model = await baselines.itemNeighbours({ weighting: 'bm25', neighbours: 200 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0
 * Cost: the sum over users of their artists squared in multiplications, and 16 bytes for each neighbour: 40 s of processor
 * time, which threads share, and 1.8 GB with the plays for 358,868 users and 292,364 artists with 18.3 million pairs
 * (simulated, the size of Last.fm 360K), on an AMD EPYC with other work beside it.
 */
export function itemNeighbours(options: ItemNeighboursOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, defaultsFor(options), 'itemNeighbours');
  const { weighting, neighbours, plays } = settings;
  return {
    name: nameOfSettings(`${MODEL_WORDS.itemNeighbours}, ${weighting}`, options, ['weighting']),
    fit: (interactions, fitOptions = {}) =>
      fitWatched('comparing artists', interactions, fitOptions, async (fitting) => {
        const nextPass = passes('weighing plays', 3, fitting);
        await nextPass();
        // The first to ask for it has it transposed, which is a pass of its own.
        const ofArtists = interactions.byArtist;
        await nextPass();
        const byArtist = damped(ofArtists, plays);
        await nextPass();
        const weights = neighbourWeights(byArtist, weighting === 'cosine' ? 'linear' : weighting);
        await nextPass();
        const compared = { left: weights, right: weights, count: neighbours, withoutItself: false };
        const similarities = await bestProducts(compared, fitting);
        const knowledge = knowledgeOf(interactions, settings.userWeighting, weights, similarities);
        return await recommenderFor(interactions, knowledge, fitting);
      }),
  };
}

function knowledgeOf(
  training: Interactions,
  userWeighting: Weighting,
  weights: CsrMatrix,
  similarities: CsrMatrix,
): ArtistKnowledge {
  const statistics = playStatistics(training.byUser);
  return {
    artists: training.artists,
    scorerParts({ byUser }) {
      const left = withValues(byUser, weightPlays(byUser, userWeighting, { statistics }));
      return { kind: 'product', left, right: similarities };
    },
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

import { type Given, oneOf, readOptions, wholeNumber } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { MODEL_WORDS } from '../../../util/finding-words.js';
import { formatCount } from '../../../util/format.js';
import { type CsrMatrix, countByRow, transpose } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { Weighting } from '../../model/equations/settings.js';
import { playStatistics } from '../../model/equations/weighting.js';
import { scorerOf } from '../../ranking/scorer.js';
import { topK } from '../../ranking/top-k.js';
import type { Algorithm } from '../algorithm.js';
import { fitWatched, passes } from '../fit-on-threads.js';
import { nameOfSettings } from '../name-of-settings.js';
import { type ArtistKnowledge, itselfFirst, ScoredRecommender } from '../scored-recommender.js';
import { bestProducts } from './best-products.js';
import { multiplicationsOfRows, productsOfFew } from './few-products.js';
import { type Damping, damped, neighbourWeights, squaredLength } from './neighbour-weights.js';

/** What is set, each value checked. */
export interface UserNeighboursSettings {
  /** How plays are weighted before users are compared; bm25 is unbounded, the others are cosines. Default `bm25`. */
  readonly weighting: Weighting;
  /** Number of most similar users considered, 1 or more. Default 50. */
  readonly neighbours: number;
  /** What is compared and recommended: the plays, or these damped. Default `log`. */
  readonly plays: Damping;
}

/** How users are compared, and how many neighbours each has; each has a default. */
export type UserNeighboursOptions = Given<UserNeighboursSettings>;

const DEFAULTS: UserNeighboursSettings = { weighting: 'bm25', neighbours: 50, plays: 'log' };
const CHECKS = {
  weighting: oneOf('linear', 'log', 'binary', 'bm25', 'tfidf'),
  neighbours: wholeNumber(1, 10_000),
  plays: oneOf('linear', 'sqrt', 'log', 'binary'),
};

/** Most multiplications for other listeners in one uninterruptible step: less than two seconds. */
const MOST_AT_ONCE = 2e8;

/**
 * Recommends what the most similar users play: score = sum over the neighbours v of similarity_uv w_vi, where w are the
 * plays of v, damped and divided by their length (Herlocker, Konstan, Borchers and Riedl 1999, "An algorithmic framework
 * for performing collaborative filtering", sections 3 to 5, with a weighted sum for the ratings there).
 *
 * A similarity is the dot product of two users' weighted plays, none of them one's own neighbour. Artists are similar if
 * the same users play them: the cosine of their weighted listeners, with all artists and not only with some neighbours.
 *
 * The more users there are and the fewer artists each has, the more neighbours are worth having: `bestOf` with 25, 50,
 * 100 and 200 finds out.
 *
 * @example const model = await baselines.userNeighbours({ weighting: 'bm25', neighbours: 50 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0; for
 * other listeners, when these are too many to compare at once
 * Cost: for each artist, its listeners squared in multiplications, some 0.8 billion a second on a core of an AMD EPYC with
 * other work beside it: 30 s of processor time and 480 MB for 100,000 users and 81,000 artists with 5.1 million pairs; at
 * the size of Last.fm 360K 2.3e11 of them, in five minutes of processor time that threads share.
 */
export function userNeighbours(options: UserNeighboursOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'userNeighbours');
  const { weighting, neighbours } = settings;
  return {
    name: nameOfSettings(`${MODEL_WORDS.userNeighbours}, ${weighting}`, options, ['weighting']),
    fit: (interactions, fitOptions = {}) =>
      fitWatched('comparing users', interactions, fitOptions, async (fitting) => {
        const nextPass = passes('weighing plays', 4, fitting);
        await nextPass();
        const plays = damped(interactions.byUser, settings.plays);
        await nextPass();
        const weights = neighbourWeights(plays, weighting);
        await nextPass();
        const byArtist = transpose(weights);
        await nextPass();
        const right = neighbourWeights(plays, 'linear');
        await nextPass();
        const compared = { left: weights, right: weights, count: neighbours, withoutItself: true };
        const left = await bestProducts(compared, fitting);
        const knowledge = knowledgeOf(interactions, settings, { weights, byArtist, right });
        return new ScoredRecommender(interactions, knowledge, { kind: 'product', left, right });
      }),
  };
}

/** What is known of the users of the training. */
interface ComparedUsers {
  /** (U x I) by which they are compared. */
  readonly weights: CsrMatrix;
  /** (I x U) the same. */
  readonly byArtist: CsrMatrix;
  /** (U x I) w, which scores are sums of. */
  readonly right: CsrMatrix;
}

function knowledgeOf(
  training: Interactions,
  { weighting, neighbours, plays }: UserNeighboursSettings,
  { weights, byArtist, right }: ComparedUsers,
): ArtistKnowledge {
  const lengths = Float64Array.from({ length: byArtist.rows }, (_, artist) =>
    Math.sqrt(squaredLength(byArtist, artist)),
  );
  const statistics = playStatistics(damped(training.byUser, plays));
  const together = scorerOf({ kind: 'product', left: byArtist, right: weights });
  return {
    artists: training.artists,
    scorerParts(listeners) {
      const theirs = neighbourWeights(damped(listeners.byUser, plays), weighting, statistics);
      checkWork(theirs, byArtist);
      const leftOut = Int32Array.from(listeners.users.names, rowsByName(training));
      const left = productsOfFew(theirs, byArtist, { count: neighbours, leftOut });
      return { kind: 'product', left, right };
    },
    similarArtists(artist, count) {
      const products = new Float64Array(training.artists.size);
      together.scoreInto(artist, products);
      const others = topK(products.length, count, (other) =>
        other === artist || products[other] === 0
          ? undefined
          : products[other] / (lengths[artist] * lengths[other]),
      );
      return itselfFirst(artist, 1, others, count);
    },
  };
}

/** The training's row of a name, spelled exactly so, or -1: nobody is their own neighbour. */
function rowsByName({ users }: Interactions): (name: string) => number {
  const rows = new Map(users.names.map((name, row) => [name, row]));
  return (name) => rows.get(name) ?? -1;
}

function checkWork(theirs: CsrMatrix, byArtist: CsrMatrix): void {
  const work = multiplicationsOfRows(theirs, countByRow(byArtist)).reduce((sum, count) => sum + count, 0);
  if (work <= MOST_AT_ONCE) return;
  throw new InputError(
    `comparing ${formatCount(theirs.rows)} listeners with the users of the training takes ${formatCount(work)} ` +
      `multiplications; expected at most ${formatCount(MOST_AT_ONCE)}: ask about fewer listeners`,
  );
}

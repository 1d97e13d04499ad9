import type { Watch } from '../../util/work.js';
import type { CsrMatrix } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';
import type { Interactions } from '../matrix/interactions.js';
import type { Recommendation, RecommendOptions, SimilarArtist, SimilarOptions } from '../model/model.js';
import type { ScorerParts } from '../ranking/scorer.js';
import type { Ranking } from '../ranking/top-k.js';

/** What every trained model can do, whatever the algorithm. A factor `Model` is one, too. */
export interface Recommender {
  /** (U) names of the users. */
  readonly users: IdMap;
  /** (I) names of the artists. */
  readonly artists: IdMap;
  /** (U x I) what was played, which is left out of recommendations. */
  readonly plays: CsrMatrix;
  /** @internal What its scores are computed from, for worker threads; without it, it is asked for one user after another. */
  readonly scorerParts?: ScorerParts;
  /** The artists with the highest scores for a user, best first. */
  recommend(user: string, options?: RecommendOptions): Recommendation[];
  /** {@link recommend} from row number to row numbers. */
  recommendByIndex(user: number, options?: RecommendOptions): Ranking;
  /** The most similar artists, starting with the artist itself. */
  similarArtists(name: string, options?: SimilarOptions): SimilarArtist[];
  /** The same knowledge of artists applied to other users: those of `known`, which has the same artists. */
  withListeners(known: Interactions, watch?: Watch): Promise<Recommender>;
}

/** How a fit is watched and stopped, and on how many threads it runs. */
export interface FitOptions extends Watch {
  /** Worker threads; the result does not depend on it. Default: the number of cores. */
  readonly threads?: number;
}

/**
 * A learning algorithm with its settings: what evaluations and sweeps compare.
 *
 * @example const model = await baselines.itemNeighbours({ weighting: 'bm25' }).fit(interactions);
 */
export interface Algorithm {
  /** A short name with the settings that matter, for tables: `item neighbours, bm25`. */
  readonly name: string;
  fit(interactions: Interactions, options?: FitOptions): Promise<Recommender>;
}

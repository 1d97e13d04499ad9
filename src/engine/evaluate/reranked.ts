import type { Recommender } from '../baselines/algorithm.js';
import type { RecommendOptions } from '../model/model.js';
import { readRecommendOptions } from '../model/questions.js';
import { requireRecommender } from './evaluate-options.js';

/** What a list is chosen for beside the scores, as in {@link RecommendOptions}. */
export type RerankOptions = Pick<RecommendOptions, 'diversity' | 'popularityDamper' | 'calibration'>;

/**
 * A model whose lists are re-ranked, for evaluations that show what it costs: `evaluate` has no such options itself.
 *
 * @example
 * const calibrated = await evaluate(reranked(model, { calibration: 0.2 }), split);
 * calibrated.mean('ndcg', 10); // beside that of `evaluate(model, split)`
 * @param model a model of factors: other recommenders refuse these options when a list is asked for
 * @param options see {@link RecommendOptions}; those of a call go first
 * @throws InputError for anything but a model, or an impossible option
 * Cost: nothing itself; each list is made on the calling thread, some milliseconds with `diversity` for lists of ten.
 * @category Evaluate
 */
export function reranked(model: Recommender, options: RerankOptions): Recommender {
  requireRecommender(model);
  readRecommendOptions(options);
  return {
    users: model.users,
    artists: model.artists,
    plays: model.plays,
    recommend: (user, more = {}) => model.recommend(user, { ...options, ...more }),
    recommendByIndex: (user, more = {}) => model.recommendByIndex(user, { ...options, ...more }),
    similarArtists: (name, more) => model.similarArtists(name, more),
    withListeners: async (known, watch) => reranked(await model.withListeners(known, watch), options),
  };
}

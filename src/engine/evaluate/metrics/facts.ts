import { METRICS, type MetricName, type MetricTraits } from './metrics.js';

/** What a metric is, for tables, charts and searches. */
export interface MetricFacts extends MetricTraits {
  /** Whose definition it follows, and where others compute something else under the same name. */
  readonly convention: string;
}

/**
 * Read in the sources of implicit 0.7.3, LensKit (lenskit.metrics, 2025 and 2026), RecTools (rectools.metrics, 0.13),
 * RecBole (recbole.evaluator.metrics, 1.x) and LightGCN (code/utils.py of LightGCN-PyTorch). k is the length asked for.
 */
const CONVENTIONS: Readonly<Record<MetricName, string>> = {
  precision:
    'Hits over k, also for a shorter list: as in RecTools, RecBole and LightGCN. LensKit divides by the length of the list, implicit all users’ hits by all their min(k, held out).',
  recall:
    'Hits over all held out: as in RecTools, RecBole and LightGCN. The Recall of LensKit is truncatedRecall.',
  truncatedRecall:
    'Hits over min(k, held out): the Recall of LensKit and of Liang et al. (2018), and Precision(r_precision=True) of RecTools.',
  ndcg: 'The ideal list has min(k, held out) hits: as in implicit, LensKit, RecBole and LightGCN, and as NDCG(divide_by_achievable=True) of RecTools.',
  ndcgFullIdeal:
    'The ideal list has k hits, also where fewer were held out: as NDCG of RecTools by default. It is never above ndcg, and reaches 1 only for users with k held out.',
  map: 'Precisions at the hits over min(k, held out): as in implicit and RecBole. LensKit takes the length of a shorter list for k. RecTools divides by all held out, or by k (divide_by_k=True).',
  mrr: '1 / place of the first hit, 0 without one in k: as in RecTools, RecBole, and RecipRank of LensKit. MRRatK_r of LightGCN adds up something else.',
  hitRate: '1 for a list with a hit, else 0: as HitRate of RecTools, and Hit of RecBole and LensKit.',
  coverage:
    'Distinct artists in all lists over all artists: as ItemCoverage of RecBole and CatalogCoverage(normalize=True) of RecTools.',
  novelty:
    'Mean of -log2 of the share of users who listen, an artist without any counting as one with one: as MeanInvUserFreq of RecTools.',
  popularityBias:
    'Delta GAP of Abdollahpouri et al. (2019): lists against profiles. AveragePopularity of RecBole looks at lists alone.',
  miscalibration:
    'Steck (2018), equation 3, with three strata of popularity in place of genres: how far lists are from profiles. None of the others has it.',
  diversity:
    'Co-listening tells how alike artists are. Intra-list diversity of the others takes whatever distance of items it is given.',
  auc: 'Over all artists, every user with equal weight (Rendle et al. 2009). GAUC of RecBole weighs users by what was held out; implicit sees only the first k.',
  percentileRank: 'Hu, Koren and Volinsky (2008), equation 8: weighted by plays. None of the others has it.',
};

/** Every metric there is. */
export const METRIC_FACTS = Object.fromEntries(
  Object.entries(METRICS).map(([name, traits]) => [
    name,
    { ...traits, convention: CONVENTIONS[name as MetricName] },
  ]),
) as Readonly<Record<MetricName, MetricFacts>>;

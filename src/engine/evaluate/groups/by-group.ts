import { anything, aText, readOptions, WATCH_CHECKS, wholeNumber } from '../../../util/checks.js';
import { type Watch, watched } from '../../../util/work.js';
import { userMeans } from '../comparison/user-means.js';
import { type Evaluation, requireEvaluation } from '../evaluation.js';
import { METRICS, type MetricName } from '../metrics/metrics.js';
import { FEW_USERS } from '../split/sample-users.js';
import { coverageOfGroups } from './group-coverage.js';
import { popularityOfGroups, popularityOfUsers } from './group-popularity.js';
import { qualityOfGroups } from './group-quality.js';
import type { GroupRow } from './group-row.js';
import { groupByPlays, type PlaysGrouping } from './groups-by-plays.js';
import { listLength } from './judged-lists.js';
import { resampleGroups } from './resample-groups.js';
import { groupByName, sizesOf, type UserGroups } from './user-groups.js';

/** How users are grouped and what is measured; each option has a default. */
export interface ByGroupOptions extends Watch {
  /** A metric that each user has a value of. Default `ndcg`. */
  metric?: string;
  /** The length of the lists, also of those beside a metric that uses none, such as `auc`. Default: the first one evaluated. */
  k?: number;
  /**
   * Named groups with fewer users are joined, and what is still smaller is not tested. Default 20: of fewer, the rank sums
   * are not normal yet, bootstrap intervals are too narrow, and a mean says more about single people than about a group.
   */
  smallest?: number;
  /** At most so many named groups, the largest; the others are joined. Default 12. */
  most?: number;
}

/** An evaluation by groups of users. */
export interface GroupedEvaluation {
  /** The metric, for headings: `NDCG@10`. */
  readonly label: string;
  /** Over all users: the mean of the groups, weighted by their users. */
  readonly mean: number;
  /** As the evaluation has it: of pooled ones, with a user counted anew in each split; else the same as `mean`. */
  readonly pooledMean: number;
  readonly users: number;
  /** Below so many users a group is not tested. */
  readonly smallest: number;
  /** One for each group; every user is in one of them. */
  readonly rows: readonly GroupRow[];
}

const CHECKS = {
  metric: aText,
  k: anything,
  smallest: wholeNumber(2),
  most: wholeNumber(1),
  ...WATCH_CHECKS,
};
const DEFAULTS = { metric: 'ndcg', smallest: FEW_USERS, most: 12 };

/**
 * Whom a model serves: quality, coverage and popularity of lists by groups of users, each group compared with all other
 * users.
 *
 * @example
 * const byCountry = await metrics.byGroup(evaluation, await explore.listenerGroups(dataset, 'country'));
 * const byActivity = await metrics.byGroup(evaluation, 'activity');
 * show(charts.metricByGroup(byCountry.rows, { overall: byCountry.mean }));
 * @param evaluation of one model; pooled ones too, in which each user counts once, with the mean over the splits
 * @param by the group of each user, by name; or, from the known plays, `activity`: users with few, some and many artists,
 * or `mainstream`: whose artists are rare, mixed or popular, each a third of the users
 * @param options see {@link ByGroupOptions}
 * @returns the groups in the order of `by`, then joined small ones, then the users whose group is not given
 * @throws InputError for anything but groups; for a metric without a value for each user; for an evaluation without lists
 *
 * @remarks
 * Users of different groups differ in more than the group's name: a difference says whom the lists serve, not why.
 *
 * Cost: O(users resamples): for 20,000 users and 1,000 resamples about a second.
 */
export async function byGroup(
  evaluation: Evaluation,
  by: UserGroups | PlaysGrouping,
  options: ByGroupOptions = {},
): Promise<GroupedEvaluation> {
  requireEvaluation(evaluation);
  const { metric, k: asked, smallest, most } = readOptions(options, CHECKS, DEFAULTS);
  // A metric of ranks is not of lists of some length.
  const ofRanks = METRICS[metric as MetricName]?.needs === 'ranks';
  const { label, k: measured, values } = userMeans([evaluation], metric, ofRanks ? undefined : asked);
  const k = ofRanks ? listLength(evaluation, asked) : measured;
  const grouping =
    by === 'activity' || by === 'mainstream'
      ? groupByPlays(evaluation, by)
      : groupByName(evaluation.measured.names, by, { smallest, most });
  const quality = { sums: values[0], weights: values[0].map(() => 1) };
  const popularity = popularityOfUsers(evaluation, k);
  const draws = await watched('resampling', options, (watch) =>
    resampleGroups([quality, popularity.lift], grouping, { ...evaluation.options, ...watch }),
  );
  const { confidence } = evaluation.options;
  const ofQuality = qualityOfGroups(values[0], grouping, draws[0], { confidence, smallest });
  const ofPopularity = popularityOfGroups(popularity, grouping, draws[1], confidence);
  const ofCoverage = coverageOfGroups(evaluation, grouping, { k, smallest });
  const sizes = sizesOf(grouping);
  const rows = grouping.groups.map(
    ({ name, kind }, g): GroupRow => ({
      group: name,
      kind,
      users: sizes[g],
      ...ofQuality[g],
      ...ofCoverage[g],
      ...ofPopularity[g],
    }),
  );
  const mean = values[0].reduce((sum, value) => sum + value, 0) / evaluation.users;
  const pooledMean = evaluation.mean(metric, measured);
  return { label, mean, pooledMean, users: evaluation.users, smallest, rows };
}

export { type ByKnownPlaysOptions, byKnownPlays, type KnownPlaysRow } from '../by-known-plays.js';
export { type CompareOptions, compare } from '../comparison/compare.js';
export type {
  ComparedModel,
  Comparison,
  ComparisonOptions,
  ModelPair,
  Verdict,
} from '../comparison/comparison.js';
export { headlineNumbers, type JudgedNumber } from '../comparison/headline-numbers.js';
export { type Difference, pairedDifference } from '../comparison/paired-difference.js';
export { type SignedRank, type SignedRankOptions, signedRank } from '../comparison/signed-rank.js';
export { poolEvaluations } from '../evaluation.js';
export { type ByGroupOptions, byGroup, type GroupedEvaluation } from '../groups/by-group.js';
export { byPopularity, type StratumRow } from '../groups/by-popularity.js';
export type { GroupRow } from '../groups/group-row.js';
export type { PlaysGrouping } from '../groups/groups-by-plays.js';
export type { UserGroups } from '../groups/user-groups.js';
export { type ListOverlap, type ListOverlapOptions, listOverlap } from '../list-overlap.js';
export { METRIC_FACTS as facts, type MetricFacts } from './facts.js';
export { type MetricName, metricNames as names } from './metrics.js';

export * as charts from './data/charts/index.js';
export type {
  AlsIteration,
  AlsOptions,
  AlsProgress,
  AlsSettings,
  Solver,
} from './engine/als/options.js';
export { trainReference } from './engine/als/reference.js';
export type { Recommender } from './engine/baselines/algorithm.js';
export * as describe from './engine/describe.js';
export { evaluateInline as evaluate } from './engine/evaluate/evaluate-inline.js';
export type { EvaluateOptions } from './engine/evaluate/evaluate-options.js';
export type { Evaluation, MetricMean } from './engine/evaluate/evaluation.js';
export * as metrics from './engine/evaluate/metrics/index.js';
export * as splits from './engine/evaluate/split/index.js';
export type { Split } from './engine/evaluate/split/split.js';
export { IdMap } from './engine/matrix/id-map.js';
export { Interactions, interactionsFromRows } from './engine/matrix/interactions.js';
export { type DecayOptions, decayPlays } from './engine/matrix/listens/decay-plays.js';
export { listensFromRows, type TimedPlays } from './engine/matrix/listens/listens-from-rows.js';
export { type ArtistMap, type ArtistMapOptions, artistMap } from './engine/model/artist-map.js';
export type { ExplainOptions, Explanation } from './engine/model/explain.js';
export type { FoldInOptions } from './engine/model/fold-in/few-plays.js';
export type { Listener } from './engine/model/fold-in/listener.js';
export type { PlaysByName } from './engine/model/fold-in/plays.js';
export { Model } from './engine/model/model.js';
export type { ModelParts } from './engine/model/model-parts.js';
export type {
  Recommendation,
  RecommendOptions,
  SimilarArtist,
  SimilarOptions,
  SimilarUser,
} from './engine/model/questions.js';
export { trainInline as trainAls } from './tuner/trainer/train-inline.js';
export { InputError } from './util/errors.js';

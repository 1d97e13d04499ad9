/**
 * Figures, as plain JSON of Plotly. A chart has the name of the question whose answer it draws: `charts.topArtists` draws what
 * `explore.topArtists` answers. Each takes rows, columns or a frame.
 */
export * as charts from './data/charts/index.js';
export { catalogue, type DatasetEntry, type DatasetFile } from './data/dataset/catalogue/catalogue.js';
export { type Download, type DownloadOptions, downloadDataset } from './data/dataset/catalogue/download.js';
export type { Patience } from './data/dataset/catalogue/fetch-file.js';
export type { CleanOptions } from './data/dataset/clean/clean.js';
export type { ColumnName, PlayColumns, TableOptions } from './data/dataset/columns/table-options.js';
export { Dataset } from './data/dataset/dataset.js';
export type { OpenOptions } from './data/dataset/open.js';
/**
 * Questions about the plays of a dataset, answered by the database as small tables.
 */
export * as explore from './data/explore/index.js';
export { type UserMask, userMask } from './data/explore/user-mask.js';
export {
  columnsOf,
  type Frame,
  type FrameColumns,
  frame,
  frameOfRows,
  type RowOf,
} from './data/frame/frame.js';
export type { HistoryFile } from './data/history/count-plays.js';
export type { FileLeftAlone } from './data/history/history-errors.js';
export {
  type ArtistMatches,
  type MatchedArtist,
  matchArtists,
  type UnmatchedArtist,
} from './data/history/match-artists.js';
export { openDataset } from './data/history/open-dataset.js';
export {
  type ListeningHistory,
  type ListeningHistoryOptions,
  readListeningHistory,
} from './data/history/read-listening-history.js';
export type { ArtistPlays, RowPlace, SkippedRows } from './data/history/tally.js';
/**
 * Sentences in Markdown that say what is true of the data, a model or settings at hand; for `showMarkdown`.
 */
export * as describe from './describe.js';
export type { QueryResult, QueryValue } from './duckdb/results.js';
export { trainAls } from './engine/als/node/train.js';
export { type TrainOnceOptions, trainOnce } from './engine/als/node/train-once.js';
export type {
  AlsIteration,
  AlsOptions,
  AlsProgress,
  AlsSettings,
  Solver,
  StartFactors,
} from './engine/als/options.js';
export { trainReference } from './engine/als/reference.js';
export type { TrainOptions } from './engine/als/train-seeds.js';
export type { Algorithm, FitOptions, Recommender } from './engine/baselines/algorithm.js';
export { als } from './engine/baselines/als.js';
/**
 * Models to compare with. Each is an algorithm whose `fit(plays)` makes a model, as `als` is.
 */
export * as baselines from './engine/baselines/index.js';
export type { EvaluateOptions } from './engine/evaluate/evaluate-options.js';
export type { Evaluation, MetricMean } from './engine/evaluate/evaluation.js';
export type { IntervalOptions } from './engine/evaluate/intervals.js';
/**
 * What each metric of `evaluate` is, and what can be done with evaluations.
 */
export * as metrics from './engine/evaluate/metrics/index.js';
export {
  type BestOf,
  type BestOfOptions,
  bestOf,
  type Choice,
  type JudgedCandidate,
} from './engine/evaluate/node/best-of.js';
export { evaluate } from './engine/evaluate/node/evaluate.js';
export { type RerankOptions, reranked } from './engine/evaluate/reranked.js';
export type { ComparisonRow, SettingsRanking } from './engine/evaluate/settings/compare-entrants.js';
export { type CompareSettingsOptions, compareSettings } from './engine/evaluate/settings/compare-settings.js';
export type { SettingsSplit } from './engine/evaluate/settings/hold-out.js';

export {
  type RecommendSettingsOptions,
  recommendSettings,
} from './engine/evaluate/settings/recommend-settings.js';
export type { RecommendedSettings, StageSummary } from './engine/evaluate/settings/recommended-settings.js';
export type {
  Compared,
  Found,
  JudgedModel,
  JudgedSettings,
  SettingsComparison,
} from './engine/evaluate/settings/settings-comparison.js';
export type { EvidenceRow } from './engine/evaluate/settings/standings.js';
/**
 * Plays divided into those to learn from and those to be asked for, for `evaluate`, `sweep` and `compareSettings`.
 */
export * as splits from './engine/evaluate/split/index.js';
export type { Split } from './engine/evaluate/split/split.js';
export type {
  SettingChoices,
  SettingRange,
  SweepName,
  SweepSettings,
  SweepSpace,
} from './engine/evaluate/sweep/space.js';
export { type Sweep, sweep } from './engine/evaluate/sweep/sweep.js';
export type { SweepOptions } from './engine/evaluate/sweep/sweep-options.js';
export type {
  BestTrial,
  EarlyStopping,
  FailedSettings,
  SweepTrial,
  TrialOf,
} from './engine/evaluate/sweep/trials.js';
export type { DatasetLike } from './engine/matrix/check-interactions.js';
export type { CsrMatrix } from './engine/matrix/csr.js';
export { IdMap } from './engine/matrix/id-map.js';
export { Interactions, interactionsFromRows, type RowOfPlays } from './engine/matrix/interactions.js';
export { type DecayOptions, decayPlays } from './engine/matrix/listens/decay-plays.js';
export type { Listen, ListenColumns, Listens } from './engine/matrix/listens/listens.js';
export { listensFromRows, type TimedPlays } from './engine/matrix/listens/listens-from-rows.js';
export { type ArtistMap, type ArtistMapOptions, artistMap } from './engine/model/artist-map.js';
export type { Confidence, ConfidenceSettings, Weighting } from './engine/model/equations/settings.js';
export type { PlayStatistics } from './engine/model/equations/weighting.js';
export type { Contribution, ExplainOptions, Explanation } from './engine/model/explain.js';
export type { FoldInOptions } from './engine/model/fold-in/few-plays.js';
export type { Listener } from './engine/model/fold-in/listener.js';
export type { LikelyListener, NewArtist } from './engine/model/fold-in/new-artist.js';
export type { PlaysByName } from './engine/model/fold-in/plays.js';
export { Model } from './engine/model/model.js';
export type { ModelParts } from './engine/model/model-parts.js';
export { loadModel } from './engine/model/node/load-model.js';
export {
  type RecommendAllOptions,
  type RecommendAllSummary,
  recommendAll,
} from './engine/model/node/recommend-all.js';
export type {
  Recommendation,
  RecommendOptions,
  SimilarArtist,
  SimilarOptions,
  SimilarUser,
} from './engine/model/questions.js';
export type { RecommendationBlock } from './engine/ranking/all-users/rank-blocks.js';
export type { Ranking } from './engine/ranking/top-k.js';
export { askUser } from './notebook/display/front-end.js';
export {
  type HeadlineComparison,
  type HeadlineNumber,
  type HeadlineNumbers,
  headline,
} from './notebook/display/headline.js';
export {
  type ProgressLine,
  type ProgressLineOptions,
  progressLine,
  type TrainingProgressOptions,
  trainingProgress,
} from './notebook/display/progress.js';
export { type ShowOptions, show, showMarkdown } from './notebook/display/show.js';
export type { Notebook } from './notebook/jupyter/nbformat.js';
export type { ReportDataset, ReportHeader } from './notebook/report/cover/header.js';
export type { Detail } from './notebook/report/detail.js';
export { hideUsers, type WithoutUsers } from './notebook/report/hide/hide-users.js';
export type { LanguageChoice, ReportWords } from './notebook/report/language/words.js';
export type { NamedNotebook, PicturedNotebook } from './notebook/report/outline.js';
export type { ReportOptions } from './notebook/report/render-report.js';
/**
 * Controls of a notebook, for `interact` and `show`.
 */
export * as widgets from './notebook/widgets/index.js';
export { type Interaction, interact, type ValuesOf } from './notebook/widgets/interact.js';
export { renderReport, writeReport } from './tuner/kernel/report.js';
export { type TryOptions, tryIt } from './tuner/kernel/try-it.js';
export { type Tuner, type TunerSetup, tuner } from './tuner/kernel/tuner.js';
export type { TunerOptions } from './tuner/session/messages.js';
export type { Given, OneOf } from './util/checks.js';
export { InputError } from './util/errors.js';
export { escapeMarkdown } from './util/escape.js';
export type { AskOptions, DisplayOptions, FrontEnd, MimeBundle } from './util/kernel-context.js';
export type { TaskProgress, Watch } from './util/work.js';

export {
  type ExplanationChartOptions,
  explanationChart,
  type RecommendationsChartOptions,
  recommendationsChart,
  type SimilarArtistsChartOptions,
  similarArtistsChart,
  type TopArtistsChartOptions,
  topArtistsChart,
} from './data/charts/artist-bars.js';
export { artistMapChart, type MappedArtist } from './data/charts/artist-map.js';
export type { ChartData } from './data/charts/columns.js';
export { artistsPerUserChart, longTailChart, playsDistributionChart } from './data/charts/distributions.js';
export type { ChartOptions, PlotlyFigure, PlotlyObject } from './data/charts/figure.js';
export { type MetricBar, metricBarsChart } from './data/charts/metric-bars.js';
export { agesChart, countriesChart, signupsChart } from './data/charts/profiles.js';
export type { SweepChartOptions } from './data/charts/settings-curves.js';
export { type SettingsCurvesOptions, settingsCurvesChart } from './data/charts/settings-curves.js';
export { settingsHeatmapChart } from './data/charts/settings-heatmap.js';
export { settingsParallelChart } from './data/charts/settings-parallel.js';
export { lossChart, metricAgainstTimeChart } from './data/charts/training.js';
export { catalogue, type DatasetEntry, type DatasetFile } from './data/dataset/catalogue/catalogue.js';
export {
  type Download,
  type DownloadOptions,
  downloadDataset,
} from './data/dataset/catalogue/download.js';
export type { Patience } from './data/dataset/catalogue/fetch-file.js';
export type { CleanOptions } from './data/dataset/clean/clean.js';
export type { ColumnName, PlayColumns, TableOptions } from './data/dataset/columns/table-options.js';
export { Dataset } from './data/dataset/dataset.js';
export type { Listen } from './data/dataset/interactions.js';
export type { OpenOptions } from './data/dataset/open.js';
export {
  artistsPerUser,
  listenersPerArtist,
  playsDistribution,
  popularityShares,
} from './data/explore/distributions.js';
export { head, requirePlays, summary } from './data/explore/overview.js';
export {
  agesAndGenders,
  listenersByCountry,
  profileSummary,
  signupsByMonth,
} from './data/explore/profiles.js';
export {
  exampleArtist,
  firstChoices,
  listenersOf,
  listenersWithFirstChoice,
  rankByPlays,
  topArtists,
  userHistory,
} from './data/explore/rankings.js';
export {
  describeFirstChoices,
  describeListLengths,
  describePlayCounts,
  describeTail,
} from './data/explore/sentences.js';
export { tellingUserNames, type UserMask, userMask } from './data/explore/user-mask.js';
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
export type { QueryResult } from './duckdb/results.js';
export { trainAls } from './engine/als/node/train.js';
export {
  type AlsIteration,
  type AlsOptions,
  type AlsProgress,
  type AlsSettings,
  type CheckedAlsOptions,
  readAlsOptions,
  type Solver,
} from './engine/als/options.js';
export { trainReference } from './engine/als/reference.js';
export type { Algorithm, FitOptions, Recommender } from './engine/baselines/algorithm.js';
export { als } from './engine/baselines/als.js';
export { baselines } from './engine/baselines/baselines.js';
export { type BprOptions, bpr } from './engine/baselines/bpr.js';
export { type EaseOptions, ease } from './engine/baselines/ease.js';
export { type ItemNeighboursOptions, itemNeighbours } from './engine/baselines/item-neighbours.js';
export {
  type LogisticMatrixFactorizationOptions,
  logisticMatrixFactorization,
} from './engine/baselines/logistic-matrix-factorization.js';
export { popularity } from './engine/baselines/popularity.js';
export { ScoredRecommender } from './engine/baselines/scored-recommender.js';
export { type UserNeighboursOptions, userNeighbours } from './engine/baselines/user-neighbours.js';
export {
  describeBest,
  describeChange,
  describeConfidence,
  describeExplanation,
  describeFailed,
  describeLosses,
  describeMatrix,
  describeNearest,
  describeRecommended,
  type Scored,
} from './engine/describe.js';
export { evaluateInline } from './engine/evaluate/evaluate-inline.js';
export type { EvaluateOptions } from './engine/evaluate/evaluate-options.js';
export { Evaluation, type MetricMean, poolEvaluations } from './engine/evaluate/evaluation.js';
export {
  METRICS,
  type MetricFacts,
  type MetricName,
  metricNames,
} from './engine/evaluate/metrics/metrics.js';
export { evaluate } from './engine/evaluate/node/evaluate.js';
export { type Difference, pairedDifference } from './engine/evaluate/paired-difference.js';
export { type CompareSettingsOptions, compareSettings } from './engine/evaluate/settings/compare-settings.js';
export {
  type RecommendSettingsOptions,
  recommendSettings,
} from './engine/evaluate/settings/recommend-settings.js';
export type {
  ComparisonRow,
  EvidenceRow,
  RecommendedSettings,
} from './engine/evaluate/settings/search-settings.js';
export type { JudgedModel, JudgedSettings } from './engine/evaluate/settings/settings-comparison.js';
export { nameSettings, SettingsComparison } from './engine/evaluate/settings/settings-comparison.js';
export {
  type HoldOutUsersOptions,
  holdOutUsers,
  type LeaveKOutOptions,
  leaveKOut,
  type RandomSplitOptions,
  randomSplit,
} from './engine/evaluate/split/random-splits.js';
export { enoughToJudge, type SampleUsersOptions, sampleUsers } from './engine/evaluate/split/sample-users.js';
export type { Split } from './engine/evaluate/split/split.js';
export {
  type SplitByTimeOptions,
  splitByTime,
  type TimedPlays,
  type TimeSplit,
} from './engine/evaluate/split/split-by-time.js';
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
export type { CsrMatrix } from './engine/matrix/csr.js';
export { IdMap } from './engine/matrix/id-map.js';
export { Interactions, interactionsFromRows } from './engine/matrix/interactions.js';
export { type ArtistMap, type ArtistMapOptions, artistMap } from './engine/model/artist-map.js';
export type { Confidence, ConfidenceSettings, Weighting } from './engine/model/equations/settings.js';
export type { PlayStatistics } from './engine/model/equations/weighting.js';
export type { Contribution, ExplainOptions, Explanation } from './engine/model/explain.js';
export { Listener } from './engine/model/fold-in/listener.js';
export { type LikelyListener, NewArtist } from './engine/model/fold-in/new-artist.js';
export type { PlaysByName } from './engine/model/fold-in/plays.js';
export { Model } from './engine/model/model.js';
export type { ModelParts } from './engine/model/model-parts.js';
export { loadModel } from './engine/model/node/load-model.js';
export type { RecommendAllOptions } from './engine/model/node/recommend-all.js';
export { type RecommendAllSummary, recommendAll } from './engine/model/node/recommend-all.js';
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
export { toMimeBundle } from './notebook/display/mime-bundle.js';
export {
  type ProgressLine,
  type ProgressLineOptions,
  progressLine,
  type TrainingProgressOptions,
  trainingProgress,
} from './notebook/display/progress.js';
export { headline, show, showMarkdown } from './notebook/display/show.js';
export type { ReportHeader } from './notebook/report/cover.js';
export { hideUsers, type WithoutUsers } from './notebook/report/hide-users.js';
export type { NamedNotebook } from './notebook/report/outline.js';
export { type AnyWidget, type AnyWidgetOptions, anywidget } from './notebook/widgets/anywidget.js';
export { hbox, vbox } from './notebook/widgets/box.js';
export {
  type Button,
  type ButtonOptions,
  button,
  type CheckboxOptions,
  checkbox,
  type DropdownOptions,
  dropdown,
  type ProgressOptions,
  progress,
  type SliderOptions,
  slider,
  type TextOptions,
  text,
} from './notebook/widgets/controls.js';
export { type Interaction, interact, type ValuesOf } from './notebook/widgets/interact.js';
export { type OutputWidget, output } from './notebook/widgets/output.js';
export type { Control, ControlOptions, Widget } from './notebook/widgets/widget.js';
export { renderReport, writeReport } from './tuner/kernel/report.js';
export { type TryOptions, tryIt } from './tuner/kernel/try-it.js';
export { type Tuner, type TunerSetup, tuner } from './tuner/kernel/tuner.js';
export type { TunerOptions } from './tuner/session/messages.js';
export { InputError } from './util/errors.js';
export { escapeMarkdown } from './util/escape.js';
export type { AskOptions, DisplayOptions, FrontEnd, MimeBundle } from './util/kernel-context.js';
export { plotlyTheme } from './util/plotly-theme.js';
export type { TaskProgress } from './util/work.js';

export {
  type AlsIteration,
  type AlsOptions,
  type AlsProgress,
  type AlsSettings,
  type CheckedAlsOptions,
  readAlsOptions,
  type Solver,
} from './als/options.js';
export { trainReference } from './als/reference.js';
export { trainAls } from './als/train.js';
export { type AgesColumns, agesChart } from './charts/ages.js';
export { type ArtistMapColumns, artistMapChart } from './charts/artist-map.js';
export { artistsPerUserChart } from './charts/artists-per-user.js';
export { countriesChart } from './charts/countries.js';
export { type ExplanationChartOptions, explanationChart } from './charts/explanation.js';
export { longTailChart } from './charts/long-tail.js';
export { lossChart } from './charts/loss.js';
export { metricAgainstTimeChart } from './charts/metric-against-time.js';
export { type MetricBarsColumns, metricBarsChart } from './charts/metric-bars.js';
export { playsDistributionChart } from './charts/plays-distribution.js';
export type { ChartOptions, PlotlyFigure, PlotlyObject } from './charts/plotly-figure.js';
export { type RecommendationsChartOptions, recommendationsChart } from './charts/recommendations.js';
export { type SettingsCurvesOptions, settingsCurvesChart } from './charts/settings-curves.js';
export { settingsHeatmapChart } from './charts/settings-heatmap.js';
export { settingsParallelChart } from './charts/settings-parallel.js';
export { signupsChart } from './charts/signups.js';
export { type SimilarArtistsChartOptions, similarArtistsChart } from './charts/similar-artists.js';
export type { SweepChartOptions } from './charts/sweep-chart-options.js';
export { type TopArtistsChartOptions, topArtistsChart } from './charts/top-artists.js';
export { catalogue, type DatasetEntry, type DatasetFile } from './dataset/catalogue.js';
export type { CleanOptions } from './dataset/clean.js';
export { Dataset } from './dataset/dataset.js';
export {
  type Download,
  type DownloadOptions,
  type DownloadProgress,
  downloadDataset,
} from './dataset/download.js';
export type { Patience } from './dataset/fetch-file.js';
export type { OpenOptions } from './dataset/open.js';
export type { QueryResult } from './dataset/query-result.js';
export type { Listen } from './dataset/read-listens.js';
export type { ColumnName, PlayColumns, TableOptions } from './dataset/table-options.js';
export { type AskOptions, askUser } from './display/ask-user.js';
export type { DisplayOptions, FrontEnd } from './display/front-end.js';
export { headline } from './display/headline.js';
export { type MimeBundle, toMimeBundle } from './display/mime-bundle.js';
export { type ProgressLine, type ProgressLineOptions, progressLine } from './display/progress-line.js';
export { show, showMarkdown } from './display/show.js';
export { type TrainingProgressOptions, trainingProgress } from './display/training-progress.js';
export type { Algorithm, FitOptions, Recommender } from './evaluate/algorithm.js';
export { als } from './evaluate/als-algorithm.js';
export { baselines } from './evaluate/baselines/baselines.js';
export { type BprOptions, bpr } from './evaluate/baselines/bpr.js';
export { type EaseOptions, ease } from './evaluate/baselines/ease.js';
export { type ItemNeighboursOptions, itemNeighbours } from './evaluate/baselines/item-neighbours.js';
export {
  type LogisticMatrixFactorizationOptions,
  logisticMatrixFactorization,
} from './evaluate/baselines/logistic-matrix-factorization.js';
export { popularity } from './evaluate/baselines/popularity.js';
export { ScoredRecommender } from './evaluate/baselines/scored-recommender.js';
export { type UserNeighboursOptions, userNeighbours } from './evaluate/baselines/user-neighbours.js';
export { evaluate } from './evaluate/evaluate.js';
export { evaluateInline } from './evaluate/evaluate-inline.js';
export { Evaluation, type MetricMean } from './evaluate/evaluation.js';
export { METRICS, type MetricFacts, type MetricName, metricNames } from './evaluate/metrics/metrics.js';
export type { EvaluateOptions } from './evaluate/options.js';
export { poolEvaluations } from './evaluate/pool-evaluations.js';
export { type CompareSettingsOptions, compareSettings } from './evaluate/quality/compare-settings.js';
export type { JudgedModel, JudgedSettings } from './evaluate/quality/judged-settings.js';
export { type Difference, pairedDifference } from './evaluate/quality/paired-difference.js';
export { SettingsComparison } from './evaluate/quality/settings-comparison.js';
export { nameSettings } from './evaluate/quality/settings-name.js';
export { enoughToJudge } from './evaluate/split/enough-to-judge.js';
export { type HoldOutUsersOptions, holdOutUsers } from './evaluate/split/hold-out-users.js';
export { type LeaveKOutOptions, leaveKOut } from './evaluate/split/leave-k-out.js';
export { type RandomSplitOptions, randomSplit } from './evaluate/split/random-split.js';
export { type SampleUsersOptions, sampleUsers } from './evaluate/split/sample-users.js';
export type { Split } from './evaluate/split/split.js';
export {
  type SplitByTimeOptions,
  splitByTime,
  type TimedPlays,
  type TimeSplit,
} from './evaluate/split/split-by-time.js';
export type { ComparisonRow } from './evaluate/sweep/compare-recommended.js';
export type { SweepOptions } from './evaluate/sweep/options.js';
export {
  type EvidenceRow,
  type RecommendedSettings,
  type RecommendSettingsOptions,
  recommendSettings,
} from './evaluate/sweep/recommend-settings.js';
export type { BestTrial, FailedSettings, SweepTrial, TrialOf } from './evaluate/sweep/rows.js';
export type {
  SettingChoices,
  SettingRange,
  SweepName,
  SweepSettings,
  SweepSpace,
} from './evaluate/sweep/space.js';
export { type Sweep, sweep } from './evaluate/sweep/sweep.js';
export type { EarlyStopping } from './evaluate/sweep/trials.js';
export { exampleArtist } from './explore/example-artist.js';
export { firstChoices, listenersWithFirstChoice } from './explore/first-choices.js';
export { head } from './explore/head.js';
export { artistsPerUser, listenersPerArtist } from './explore/list-lengths.js';
export { listenersOf } from './explore/listeners-of.js';
export { playsDistribution } from './explore/plays-distribution.js';
export { popularityShares } from './explore/popularity-shares.js';
export { profileSummary } from './explore/profile-summary.js';
export { agesAndGenders, listenersByCountry, signupsByMonth } from './explore/profiles.js';
export { rankByPlays, userHistory } from './explore/ranks.js';
export { requirePlays } from './explore/require-plays.js';
export {
  describeConfidence,
  describeExplanation,
  describeLosses,
  describeMatrix,
  describeNearest,
  describeRecommended,
} from './explore/sentences/models.js';
export {
  describeFirstChoices,
  describeListLengths,
  describePlayCounts,
  describeTail,
} from './explore/sentences/plays.js';
export { describeBest, describeChange, describeFailed, type Scored } from './explore/sentences/quality.js';
export { summary } from './explore/summary.js';
export { topArtists } from './explore/top-artists.js';
export { type UserMask, userMask } from './explore/user-mask.js';
export { tellingUserNames } from './explore/user-names.js';
export { columnsOf } from './frame/columns-of.js';
export { type Frame, type FrameColumns, frame, type RowOf } from './frame/frame.js';
export { frameOfRows } from './frame/frame-of-rows.js';
export type { HistoryFile } from './history/count-plays.js';
export {
  type ArtistMatches,
  type MatchedArtist,
  matchArtists,
  type UnmatchedArtist,
} from './history/match-artists.js';
export type { FileLeftAlone } from './history/nothing-found.js';
export { openDataset } from './history/open-dataset.js';
export {
  type ListeningHistory,
  type ListeningHistoryOptions,
  readListeningHistory,
} from './history/read-listening-history.js';
export type { ArtistPlays, RowPlace, SkippedRows } from './history/tally.js';
export { type AnyWidget, type AnyWidgetOptions, anywidget } from './jupyter/widgets/anywidget.js';
export { hbox, vbox } from './jupyter/widgets/box.js';
export { type Button, type ButtonOptions, button } from './jupyter/widgets/button.js';
export { type CheckboxOptions, checkbox } from './jupyter/widgets/checkbox.js';
export type { Control, ControlOptions } from './jupyter/widgets/control.js';
export { type DropdownOptions, dropdown } from './jupyter/widgets/dropdown.js';
export { type Interaction, interact, type ValuesOf } from './jupyter/widgets/interact.js';
export { type OutputWidget, output } from './jupyter/widgets/output.js';
export { type ProgressOptions, progress } from './jupyter/widgets/progress.js';
export { type SliderOptions, slider } from './jupyter/widgets/slider.js';
export { type TextOptions, text } from './jupyter/widgets/text.js';
export type { Widget } from './jupyter/widgets/widget.js';
export type { CsrMatrix } from './matrix/csr.js';
export { IdMap } from './matrix/id-map.js';
export { Interactions, interactionsFromRows } from './matrix/interactions.js';
export { type ArtistMap, type ArtistMapOptions, artistMap } from './model/artist-map.js';
export type { Ranking } from './model/best-rows.js';
export type { PlayStatistics } from './model/equations/play-statistics.js';
export type { Confidence, ConfidenceSettings, Weighting } from './model/equations/settings.js';
export type { Contribution, ExplainOptions, Explanation } from './model/explain.js';
export { Listener } from './model/fold-in/listener.js';
export { type LikelyListener, NewArtist } from './model/fold-in/new-artist.js';
export type { PlaysByName } from './model/fold-in/plays-by-name.js';
export { loadModel } from './model/load-model.js';
export { Model } from './model/model.js';
export type { ModelParts } from './model/parts.js';
export type { Recommendation, RecommendOptions } from './model/recommend/options.js';
export type { RecommendationBlock } from './model/recommend-all/blocks.js';
export type { RecommendAllOptions } from './model/recommend-all/options.js';
export { type RecommendAllSummary, recommendAll } from './model/recommend-all/recommend-all.js';
export type { SimilarArtist, SimilarOptions, SimilarUser } from './model/similar/options.js';
export type { ReportHeader } from './report/header.js';
export { hideUsers, type WithoutUsers } from './report/hide-users.js';
export type { NamedNotebook } from './report/outline.js';
export { renderReport } from './report/render-report.js';
export { writeReport } from './report/write-report.js';
export { type TryOptions, tryIt } from './tuner/try-it/try-it.js';
export { type Tuner, type TunerSetup, tuner } from './tuner/tuner.js';
export type { TunerOptions } from './tuner/tuner-options.js';
export { InputError } from './util/errors.js';
export { escapeMarkdown } from './util/markdown.js';
export { plotlyTheme } from './util/plotly-theme.js';

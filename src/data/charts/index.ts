export { plotlyTheme } from '../../util/plotly-theme.js';
export { type AgeRow, agesAndGenders } from './ages.js';
export {
  type ExplanationOptions,
  explanation,
  type RecommendationsOptions,
  recommendations,
  type SimilarArtistsOptions,
  similarArtists,
  type TopArtistsOptions,
  topArtists,
} from './artist-bars.js';
export { artistMap, type MappedArtist } from './artist-map.js';
export type { ChartData, Columns, FrameOf } from './columns.js';
export {
  artistsPerUser,
  type ListenersStep,
  listenersPerArtist,
  playsDistribution,
} from './distributions.js';
export type { ChartOptions, PlotlyFigure, PlotlyObject } from './figure.js';
export { byKnownPlays, type KnownPlaysPoint } from './known-plays.js';
export {
  type GroupMetric,
  type GroupPopularity,
  type MetricByGroupOptions,
  metricByGroup,
  popularityByGroup,
} from './listener-groups.js';
export { type MetricBar, metricBars } from './metric-bars.js';
export {
  type ModelDifference,
  type ModelDifferencesOptions,
  modelDifferences,
} from './model-differences.js';
export { hitsByPopularity, type StratumShares } from './popularity-strata.js';
export { listenersByCountry, signupsByMonth } from './profiles.js';
export {
  type CurvePoint,
  type SettingsCurvesOptions,
  type SweepChartOptions,
  settingsCurves,
} from './settings-curves.js';
export { settingsHeatmap } from './settings-heatmap.js';
export { type SettingsColumns, settingsParallel } from './settings-parallel.js';
export { loss, metricAgainstTime } from './training.js';

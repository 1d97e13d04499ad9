export { plotlyTheme } from '../../util/plotly-theme.js';
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
export type { ChartData } from './columns.js';
export {
  artistsPerUser,
  listenersPerArtist,
  playsDistribution,
} from './distributions.js';
export type { ChartOptions, PlotlyFigure, PlotlyObject } from './figure.js';
export { type MetricBar, metricBars } from './metric-bars.js';
export {
  agesAndGenders,
  listenersByCountry,
  signupsByMonth,
} from './profiles.js';
export {
  type SettingsCurvesOptions,
  type SweepChartOptions,
  settingsCurves,
} from './settings-curves.js';
export { settingsHeatmap } from './settings-heatmap.js';
export { settingsParallel } from './settings-parallel.js';
export { loss, metricAgainstTime } from './training.js';

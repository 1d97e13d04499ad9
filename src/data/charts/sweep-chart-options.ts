import type { ChartOptions } from './plotly-figure.js';

/** What the charts of a sweep take besides their columns. */
export interface SweepChartOptions extends ChartOptions {
  /** What `mean` is a mean of, for labels. Default `NDCG@10`. */
  metric?: string;
}

/** The metric of a chart that is not told another. */
export const DEFAULT_METRIC = 'NDCG@10';

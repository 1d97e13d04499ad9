/** A trace, layout or config of Plotly as plain JSON. */
export type PlotlyObject = Record<string, unknown>;

/**
 * A Plotly figure as plain JSON: what `Plotly.newPlot` takes and what travels in a notebook as
 * `application/vnd.plotly.v1+json`.
 */
export interface PlotlyFigure {
  data: PlotlyObject[];
  layout: PlotlyObject;
  config?: PlotlyObject;
}

/** What every chart takes besides its columns. */
export interface ChartOptions {
  /** Plain text; each chart has a default. */
  title?: string;
  /** Plain text below the title, for instance the name of the dataset and that it is simulated. */
  subtitle?: string;
}

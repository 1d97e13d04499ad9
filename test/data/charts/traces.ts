import type { PlotlyFigure } from '#listenlab/data/charts/figure.js';

/** A trace as these tests read it. */
export interface Trace {
  x: number[];
  y: number[];
  z: (number | null)[];
  text: string[];
  customdata: string[];
  width: number[];
  name: string;
  locations: string[];
  mode: string;
  marker: { color: string | string[]; symbol: string };
}

/** The traces of a figure. */
export function traces({ data }: PlotlyFigure): Trace[] {
  return data as unknown as Trace[];
}

/** The title of a figure, and its subtitle. */
export function layoutText(figure: PlotlyFigure): { title: string; subtitle?: string } {
  const title = figure.layout.title as { text: string; subtitle?: { text: string } };
  return { title: title.text, subtitle: title.subtitle?.text };
}

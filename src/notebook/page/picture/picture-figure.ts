import { type FigureColours, figureTheme } from '../figure-theme.js';
import { asObject, over, type PlotlyObject, withoutWebgl } from '../plotly.js';

/** Width of a picture in CSS pixels: that of a notebook on GitHub, which is narrower than the lab's. */
const WIDTH = 800;
/** Plotly's own height of a figure that names none. */
const DEFAULT_HEIGHT = 450;

/**
 * The colours of `palette.css` on paper: a picture does not know what page it will be on, so it brings a white one.
 *
 * @internal
 */
export const PAPER: FigureColours = {
  ink: '#1d2226',
  muted: '#586069',
  line: '#e2dfd7',
  surface: '#ffffff',
  land: '#ebe8e0',
};

/** Of the same widths nearly everywhere, so that a picture made elsewhere has its texts in the same places. */
export const PICTURE_FONT = 'Arial, Helvetica, Liberation Sans, Nimbus Sans, sans-serif';

/** A figure that is ready to be drawn as a picture, and how large that is, in CSS pixels. */
export interface PictureFigure {
  readonly data: PlotlyObject[];
  readonly layout: PlotlyObject;
  readonly width: number;
  readonly height: number;
}

/** A figure as it is on white paper, whatever the theme of the page it came from. */
export function pictureFigure(figure: { data: PlotlyObject[]; layout?: PlotlyObject }): PictureFigure {
  const given = figure.layout ?? {};
  const { font, ...theme } = figureTheme(PAPER);
  const template = asObject(given.template);
  const width = sizeOf(given.width, WIDTH);
  const height = sizeOf(given.height, DEFAULT_HEIGHT);
  const layout = {
    ...given,
    autosize: false,
    width,
    height,
    font: { ...asObject(given.font), ...font, family: PICTURE_FONT },
    paper_bgcolor: PAPER.surface,
    template: { ...template, layout: over(asObject(template.layout), theme) },
  };
  return { data: figure.data.map(withoutWebgl), layout, width, height };
}

function sizeOf(value: unknown, preset: number): number {
  return typeof value === 'number' && value >= 10 ? Math.round(value) : preset;
}

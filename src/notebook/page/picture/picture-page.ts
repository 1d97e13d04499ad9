import type { Plotly, PlotlyObject } from '../plotly.js';
import { drawPicture, drawSvg } from './draw-picture.js';

/** What Plotly defines, and what those who ask for pictures call. */
interface PicturePage {
  readonly Plotly: Plotly;
  listenlabPng(figure: Figure): Promise<unknown>;
  listenlabSvg(figure: Figure): Promise<unknown>;
}

type Figure = { data: PlotlyObject[]; layout?: PlotlyObject };

// Also run where there is Plotly, but no screen and no canvas: see `pictures/svg`.
const page = globalThis as unknown as PicturePage;
page.listenlabPng = (figure) => drawPicture(page.Plotly, figure, '');
page.listenlabSvg = (figure) => drawSvg(page.Plotly, figure);

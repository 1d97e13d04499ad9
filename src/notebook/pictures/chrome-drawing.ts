import { scriptJson } from '../../util/escape.js';
import { withChrome } from '../chrome/with-chrome.js';
import type { ReportFigure } from '../report/figure.js';
import type { DrawFigure, FigurePicture } from './figure-outputs.js';
import { pictureAssets } from './picture-assets.js';

/**
 * Runs work that draws figures with a headless Chrome, all in one page: PNG, two pixels for each one of the page, so that
 * they are sharp on today's screens.
 *
 * @param chrome path of the program
 * @param figures all that will be drawn: the page gets the maps they need
 * @throws InputError when Chrome does not start or ends early
 */
export function drawingWithChrome<T>(
  chrome: string,
  figures: readonly ReportFigure[],
  signal: AbortSignal,
  work: (draw: DrawFigure) => Promise<T>,
): Promise<T> {
  return withChrome(chrome, signal, async (page) => {
    await page.open(pageFor(figures));
    return work(async ({ data, layout }) => {
      const figure = JSON.stringify({ data, layout });
      const drawn = await page.evaluate<Omit<FigurePicture, 'type'>>(`listenlabPng(${figure})`);
      return { type: 'image/png', ...drawn };
    });
  });
}

/** It runs no script but these, and loads nothing. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:";

function pageFor(figures: readonly ReportFigure[]): string {
  const { plotly, page, maps } = pictureAssets(figures);
  return `<!DOCTYPE html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<script>PlotlyGeoAssets = { topojson: ${scriptJson(maps)} };</script>
<script>${plotly}</script>
<script>${page}</script>
`;
}

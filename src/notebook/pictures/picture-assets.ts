import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mapsOf, type ReportFigure } from '../report/figure.js';
import { readAssets } from '../report/page.js';

/** What a page that draws pictures is made of. */
export interface PictureAssets {
  /** The code of plotly.js, and of the page that draws pictures with it. */
  readonly plotly: string;
  readonly page: string;
  /** Outlines of countries by Plotly's names for them. */
  readonly maps: object;
}

/** The parts of a page that draws these figures' pictures. */
export function pictureAssets(figures: readonly ReportFigure[]): PictureAssets {
  const { plotly, maps } = readAssets(true, figures.flatMap(mapsOf), []);
  const page = readFileSync(path.join(import.meta.dirname, '../page/picture/picture-page.js'), 'utf8');
  return { plotly, page, maps };
}

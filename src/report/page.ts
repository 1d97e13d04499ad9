import { escapeHtml, scriptJson } from '../util/html.js';
import type { ReportAssets } from './assets.js';
import { FIGURE_SCRIPT } from './browser/figure-script.js';
import { PAGE_SCRIPT } from './browser/page-script.js';
import { STYLES } from './browser/styles.js';
import { THEME_SCRIPT } from './browser/theme-script.js';
import { inlineScript, securityPolicy } from './inline-script.js';

/** The parts of the page; `contents` and `main` are HTML, everything in them escaped already. */
export interface PageParts {
  title: string;
  contents: string;
  main: string;
  assets: ReportAssets;
}

// A drawn icon of the page, so that no browser goes looking for one.
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 6v4M5 3v10M8 5v6M11 1v14M14 6v4" stroke="#0d7a6d" stroke-width="2" stroke-linecap="round"/></svg>',
)}`;

/** The whole document: head with its security policy, bar, contents, report, and the scripts it may run. */
export function renderPage({ title, contents, main, assets }: PageParts): string {
  const theme = inlineScript(THEME_SCRIPT);
  const page = inlineScript(PAGE_SCRIPT);
  const figures = assets.plotly === '' ? [] : [inlineScript(assets.plotly), inlineScript(FIGURE_SCRIPT)];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${securityPolicy([theme, page, ...figures])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="listenlab">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${ICON}">
<style>${STYLES}</style>
${theme.html}
</head>
<body>
<a class="skip" href="#page_report">Skip to the report</a>
${renderBar(title)}
<div class="layout">
${contents}
<main id="page_report">
${main}
${renderFooter(assets)}
</main>
</div>
${mapData(assets)}
${[...figures, page].map(({ html }) => html).join('\n')}
</body>
</html>
`;
}

function renderBar(title: string): string {
  return `<div class="bar" role="banner">
<button type="button" id="page_contents_toggle" class="only-narrow" aria-expanded="false" aria-controls="page_contents"><span aria-hidden="true">☰</span> Contents</button>
<a class="brand" href="#page_top">${MARK}<span>${escapeHtml(title)}</span></a>
<button type="button" id="page_code" aria-pressed="false"><span aria-hidden="true">{ }</span><span class="wide-label">Show all code</span></button>
<button type="button" id="page_theme" aria-pressed="false"><span aria-hidden="true">◐</span><span class="wide-label">Dark</span></button>
</div>`;
}

const MARK =
  '<svg aria-hidden="true" viewBox="0 0 16 16" width="18" height="18"><path d="M2 6v4M5 3v10M8 5v6M11 1v14M14 6v4" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>';

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

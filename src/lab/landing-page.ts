import { escapeHtml } from '../util/html.js';
import { LANDING_STYLES } from './landing-styles.js';
import type { ListedNotebook } from './notebook-list.js';

/** A dataset as the first page tells of it. */
export interface ListedDataset {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly licence: string;
  readonly simulated: boolean;
  /** Whether its files are on this machine. */
  readonly present: boolean;
}

/** What the first page shows. */
export interface LandingData {
  readonly notebooks: readonly ListedNotebook[];
  readonly datasets: readonly ListedDataset[];
  readonly version: string;
  /** False where no report can be made, which leaves its button out. */
  readonly canReport: boolean;
}

/**
 * The lab's first page: the notebooks in order, the data they use, how to get real data, and a button that
 * runs them all into a report. Its script is `/static/landing.js`.
 */
export function landingPage(data: LandingData): string {
  const { notebooks, version } = data;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>listenlab</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${LANDING_STYLES}</style>
<script type="module" src="/static/landing.js"></script>
</head>
<body>
<header>
<h1>${MARK}listenlab</h1>
<p class="lead">What people listen to, and what they would like to hear next.</p>
</header>
<main>
<section aria-labelledby="notebooks">
<h2 id="notebooks">Notebooks</h2>
${notebooks.length === 0 ? '<p>This folder has no notebooks yet. The list of files makes a new one.</p>' : notebookList(notebooks)}
<p class="more"><a href="/tree">All files, and a new notebook</a> · <a href="/lab">JupyterLab</a></p>
</section>
${dataSection(data)}
${data.canReport && notebooks.length > 0 ? reportSection() : ''}
</main>
<footer>listenlab ${escapeHtml(version)} · <a href="/static/licences.txt">licences of the interface</a></footer>
</body>
</html>
`;
}

function notebookList(notebooks: readonly ListedNotebook[]): string {
  const items = notebooks.map(
    ({ path, title, sentence }) =>
      `<li><a href="/notebooks/${escapeHtml(path.split('/').map(encodeURIComponent).join('/'))}"><strong>${escapeHtml(title)}</strong>${sentence && `<span>${escapeHtml(sentence)}</span>`}</a></li>`,
  );
  return `<ol class="notebooks">\n${items.join('\n')}\n</ol>`;
}

function dataSection({ notebooks, datasets }: LandingData): string {
  const used = [...new Set(notebooks.map(({ dataset }) => dataset).filter((name) => name !== undefined))];
  return `<section aria-labelledby="data">
<h2 id="data">Data</h2>
${used.map((name) => usedDataset(name, datasets)).join('\n')}
${datasets
  .filter(({ name }) => !used.includes(name))
  .map(otherDataset)
  .join('\n')}
</section>`;
}

function usedDataset(name: string, datasets: readonly ListedDataset[]): string {
  const known = datasets.find((each) => each.name === name);
  const title = known?.title ?? name;
  const simulated = known?.simulated
    ? ' The artists are real; the listeners and their plays are simulated.'
    : '';
  return `<p class="used"><span class="tag">in use</span> <strong>${escapeHtml(title)}</strong>${simulated} Each notebook names it in its first cell, as <code>dataset</code>.</p>`;
}

function otherDataset({ name, title, description, licence, present }: ListedDataset): string {
  const set = `<code>dataset = '${escapeHtml(name)}'</code>`;
  const how = present
    ? `It is on this machine: write ${set} in a notebook’s first cell.`
    : `Get it with <code>npx listenlab data get ${escapeHtml(name)}</code>, then write ${set} in a notebook’s first cell.`;
  return `<details><summary>${escapeHtml(title)}${present ? ' <span class="tag">here</span>' : ''}</summary><p>${escapeHtml(description)} Licence: ${escapeHtml(licence)}.</p><p>${how}</p></details>`;
}

function reportSection(): string {
  return `<section aria-labelledby="report" id="report_box" data-state="idle">
<h2 id="report">Report</h2>
<p>Runs all notebooks as they are saved and makes one page of them, which opens anywhere, also offline.</p>
<p><button type="button" id="report_start">Make the report</button> <a id="report_link" href="/report" hidden>Open the report</a></p>
<p id="report_status" role="status"></p>
</section>`;
}

const MARK =
  '<svg aria-hidden="true" viewBox="0 0 16 16" width="30" height="30"><path d="M2 6v4M5 3v10M8 5v6M11 1v14M14 6v4" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>';

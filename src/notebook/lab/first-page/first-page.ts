import { readFileSync } from 'node:fs';
import { escapeHtml } from '../../../util/escape.js';
import { markSvg } from '../../page/elements.js';
import type { ChosenTheme } from '../../page/protocol.js';
import type { FoundReport, UnfinishedReport } from '../reports/found-reports.js';
import { folderMark } from '../server/lab-identity.js';
import { dataSection, type OpenedDataset, type ShownDataset } from './data-section.js';
import { datasetOpened, type ListedNotebook, type NotebookList } from './notebook-list.js';
import { notebookSection } from './notebook-section.js';
import { reportSection } from './report-section.js';

/** The style sheet, built from `notebook/page/first-page`. */
const STYLES = new URL('../../page/first-page/first-page.css', import.meta.url);

/** What the first page shows. */
export interface FirstPageData {
  /** Id of the lab's folder. */
  readonly id: string;
  readonly list: NotebookList;
  readonly datasets: readonly ShownDataset[];
  readonly opened: OpenedDataset;
  readonly reports: readonly FoundReport[];
  readonly unfinished: readonly UnfinishedReport[];
  /** Paths of pages that compare reports. */
  readonly comparisons: readonly string[];
  readonly version: string;
  /** False hides the button if no report can be made. */
  readonly canReport: boolean;
  /** The theme chosen in the interface. */
  readonly theme?: ChosenTheme;
}

/**
 * The lab's first page: the notebooks in order with the question each answers, the dataset they open, and the reports
 * made from them. Its script is `/static/first-page.js`.
 */
export function firstPage(data: FirstPageData): string {
  const { list, datasets, reports, comparisons, version, theme } = data;
  const { notebooks } = list;
  const choices = { notebooks, datasets, opened: datasetOpened(notebooks) };
  return `<!doctype html>
<html lang="en" class="ll-palette"${theme ? ` data-theme="${theme}"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>listenlab</title>
${folderMark(data.id)}
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${readFileSync(STYLES, 'utf8')}</style>
<script type="module" src="/static/first-page.js"></script>
</head>
<body>
<header>
<h1>${markSvg(30)}listenlab</h1>
<p class="lead">What people listen to, and what they would like to hear next.</p>
</header>
<main>
<section aria-labelledby="notebooks">
<h2 id="notebooks">Notebooks</h2>
${notebookSection(list)}
<p class="actions"><button type="button" class="quiet" id="new_notebook" data-folder="${folderOf(notebooks)}">New notebook</button> <a href="/tree">All files</a> <a href="/lab">JupyterLab</a></p>
<p id="new_status" role="status"></p>
</section>
${runningSection()}
${reportSection({ reports, unfinished: data.unfinished, comparisons, choices: data.canReport && notebooks.length > 0 ? choices : undefined })}
${dataSection(datasets, data.opened)}
</main>
<footer>listenlab ${escapeHtml(version)} · <a href="/static/licences.txt">licences of the interface</a></footer>
</body>
</html>
`;
}

/** The folder for a new notebook: among the others. */
function folderOf(notebooks: readonly ListedNotebook[]): string {
  return notebooks.length > 0 && notebooks.every(({ path }) => path.startsWith('notebooks/'))
    ? 'notebooks'
    : '';
}

/** The first page's section on kernels, which its script fills and shows when there are any. */
function runningSection(): string {
  return `<section aria-labelledby="running" id="running_box" hidden>
<h2 id="running">Running</h2>
<p>Notebooks keep their variables when their page is closed, and running cells continue.</p>
<ul class="running" id="running_list"></ul>
<p id="running_status" role="status"></p>
</section>`;
}

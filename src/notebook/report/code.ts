import { escapeHtml } from '../../util/escape.js';
import { type CodeCell, tagsOf } from '../jupyter/nbformat.js';
import { scrollBox } from '../page/elements.js';
import { highlightTypeScript } from './highlighter.js';
import type { ReportWords } from './language/words.js';

/** papermill's tags for cells that hold the settings of the run, and their labels here. */
const SETTINGS: Record<string, keyof ReportWords> = {
  parameters: 'settings',
  'injected-parameters': 'settingsOfRun',
};

/**
 * The code of a cell: folded under its first line, or, where it holds the run's settings, in plain view.
 *
 * @param how `isOpen`: whether it is unfolded at first
 */
export function renderCode(
  cell: CodeCell,
  words: ReportWords,
  { isOpen }: { readonly isOpen: boolean },
): string {
  const code = cell.source.trim();
  if (code === '') return '';
  const block = codeBlock(highlightCode(code), words);
  const settings = tagsOf(cell).find((tag) => tag in SETTINGS);
  if (settings)
    return `<div class="settings"><p class="settings-title">${escapeHtml(words[SETTINGS[settings]])}</p>${block}</div>`;
  const count = cell.execution_count ?? '';
  const firstLine = summaryOf(code);
  return `<details class="code"${isOpen ? ' open' : ''}><summary><span class="code-label">${escapeHtml(words.code)} <span class="code-count">${count}</span></span><code class="first-line">${escapeHtml(firstLine)}</code></summary>${block}</details>`;
}

/** More than fits beside the label on a wide screen. */
const LONGEST_SUMMARY = 160;

/** The first line of code; one that only opens a bracket is joined with what follows. */
function summaryOf(code: string): string {
  const firstLine = code.slice(0, code.search(/\n|$/));
  return /[([{]$/.test(firstLine) ? code.replace(/\s+/g, ' ').slice(0, LONGEST_SUMMARY) : firstLine;
}

const TYPESCRIPT_NAMES = new Set(['typescript', 'ts', 'javascript', 'js']);

/**
 * Code as HTML, with spans of class `hljs-*` where the language is TypeScript or JavaScript; other
 * languages are escaped and plain. Colours come from the page's style sheet, so nothing runs in the page.
 */
export function highlightCode(code: string, language = 'typescript'): string {
  if (!TYPESCRIPT_NAMES.has(language.toLowerCase())) return escapeHtml(code);
  return highlightTypeScript(code);
}

/** Highlighted code in the frame where the page's script puts a button that copies it. */
export function codeBlock(html: string, words: ReportWords): string {
  return `<div class="code-frame"><pre class="code-block" ${scrollBox(words.code)}><code>${html}</code></pre></div>`;
}

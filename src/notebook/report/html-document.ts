import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { escapeHtml } from '../../util/escape.js';

/** The parts of a document; all but the title are HTML, already escaped. */
interface DocumentParts {
  title: string;
  /** Generator and metadata. */
  about: string;
  body: string;
  /** Run at the end of the body, in order. */
  scripts: InlineScript[];
  /** Whether it trains models: WebAssembly in workers of its own. */
  trains?: boolean;
}

// An inline icon, so that browsers do not request one.
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 6v4M5 3v10M8 5v6M11 1v14M14 6v4" stroke="#0d7a6d" stroke-width="2" stroke-linecap="round"/></svg>',
)}`;

/** The button that switches between light and dark. */
export const THEME_BUTTON =
  '<button type="button" id="page_theme" aria-pressed="false"><span aria-hidden="true">◐</span><span class="wide-label">Dark</span></button>';

/** A whole document: head with its security policy and styles, body, and the scripts it may run. */
export function renderDocument({ title, about, body, scripts, trains = false }: DocumentParts): string {
  const theme = inlineScript(pageFile('theme-start.js'));
  return `<!DOCTYPE html>
<html lang="en" class="ll-palette">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${securityPolicy([theme, ...scripts], trains)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${about}
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${ICON}">
<style>${pageFile('report.css')}</style>
${theme.html}
</head>
<body>
${body}
${scripts.map(({ html }) => html).join('\n')}
</body>
</html>
`;
}

/** A script inside the page, and the entry of the page's security policy that lets it run. */
interface InlineScript {
  html: string;
  /** `'sha256-...'`, with its quotes. */
  source: string;
}

/** A script or style sheet of a report, built from `notebook/page/report`. */
export function pageFile(name: string): string {
  return readFileSync(path.join(import.meta.dirname, '../page/report', name), 'utf8');
}

/**
 * Wraps JavaScript in an element and hashes it, so that only this script may run in the page.
 *
 * @throws Error when the code would end its element early, or start a parser state that hides its end
 */
export function inlineScript(code: string): InlineScript {
  if (/<\/?script/i.test(code)) throw new Error('a script inside the report contains a script tag');
  const hash = createHash('sha256').update(code, 'utf8').digest('base64');
  return { html: `<script>${code}</script>`, source: `'sha256-${hash}'` };
}

/**
 * The policy of a page that runs only these scripts and makes no requests.
 *
 * @param trains lets it compile WebAssembly and run inline workers
 */
function securityPolicy(scripts: InlineScript[], trains: boolean): string {
  const sources = scripts.map(({ source }) => source);
  return [
    "default-src 'none'",
    `script-src ${[...sources, ...(trains ? ["'wasm-unsafe-eval'"] : [])].join(' ')}`,
    ...(trains ? ['worker-src blob:'] : []),
    // Plotly, and tables that align their cells, write style attributes.
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

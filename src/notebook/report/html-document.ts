import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { escapeHtml } from '../../util/escape.js';
import type { Detail } from './detail.js';
import type { ReportWords } from './language/words.js';

/** The parts of a document; all but the title are HTML, already escaped. */
interface DocumentParts {
  title: string;
  /** Of the page, such as `en`. */
  language: string;
  /** How much of the notebooks a report shows at first. */
  detail?: Detail;
  /** Generator and metadata. */
  about: string;
  body: string;
  /** Run at the end of the body, in order. */
  scripts: InlineScript[];
  /** A style sheet after the page's own, as `requireTheme` lets it pass. Default: none. */
  theme?: string;
  /** Whether it trains models: WebAssembly in workers of its own. */
  trains?: boolean;
}

// An inline icon, so that browsers do not request one.
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 6v4M5 3v10M8 5v6M11 1v14M14 6v4" stroke="#0d7a6d" stroke-width="2" stroke-linecap="round"/></svg>',
)}`;

/** The button that switches between light and dark. */
export function themeButton({ dark }: ReportWords): string {
  return `<button type="button" id="page_theme" aria-pressed="false"><span aria-hidden="true">◐</span><span class="wide-label">${escapeHtml(dark)}</span></button>`;
}

/** A whole document: head with its security policy and styles, body, and the scripts it may run. */
export function renderDocument({
  title,
  language,
  detail,
  about,
  body,
  scripts,
  theme = '',
  trains = false,
}: DocumentParts): string {
  const start = inlineScript(pageFile('theme-start.js'));
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}" class="ll-palette"${detail ? ` data-detail="${detail}"` : ''}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${securityPolicy([start, ...scripts], { trains, fonts: theme !== '' })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${about}
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${ICON}">
<style>${pageFile('report.css')}${footOfPages(title)}</style>${theme && `\n<style>${theme}</style>`}
${start.html}
</head>
<body>
${body}
${scripts.map(({ html }) => html).join('\n')}
</body>
</html>
`;
}

/** More of a title would reach the page's number. */
const LONGEST_FOOT = 90;

/** The title at the foot of printed pages. */
function footOfPages(title: string): string {
  const letters = [...title];
  const text = letters.length > LONGEST_FOOT ? [...letters.slice(0, LONGEST_FOOT - 1), '…'] : letters;
  const escaped = text.map((letter) =>
    /[\w ]/.test(letter) ? letter : `\\${letter.codePointAt(0)?.toString(16)} `,
  );
  return `@page{@bottom-left{content:"${escaped.join('')}";color:#586069;font:8pt system-ui,sans-serif}}`;
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
 * @param allowed `trains` lets it compile WebAssembly and run inline workers, `fonts` have fonts inside its styles
 */
function securityPolicy(
  scripts: InlineScript[],
  { trains, fonts }: Record<'trains' | 'fonts', boolean>,
): string {
  const sources = scripts.map(({ source }) => source);
  return [
    "default-src 'none'",
    `script-src ${[...sources, ...(trains ? ["'wasm-unsafe-eval'"] : [])].join(' ')}`,
    ...(trains ? ['worker-src blob:'] : []),
    // Plotly, and tables that align their cells, write style attributes.
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    ...(fonts ? ['font-src data:'] : []),
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

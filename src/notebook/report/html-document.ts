import { escapeHtml } from '../../util/escape.js';
import { STYLES } from './browser/styles.js';
import { THEME_SCRIPT } from './browser/theme-script.js';
import { type InlineScript, inlineScript, securityPolicy } from './inline-script.js';

/** The parts of a document; all but the title are HTML, everything in them escaped already. */
export interface DocumentParts {
  title: string;
  /** What made it, and data about it. */
  about: string;
  body: string;
  /** Run at the end of the body, in order. */
  scripts: InlineScript[];
  /** Whether it trains models: WebAssembly in workers of its own. */
  trains?: boolean;
}

// A drawn icon of the page, so that no browser goes looking for one.
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 6v4M5 3v10M8 5v6M11 1v14M14 6v4" stroke="#0d7a6d" stroke-width="2" stroke-linecap="round"/></svg>',
)}`;

/** listenlab's sign, as high as a line of text. */
export const MARK =
  '<svg aria-hidden="true" viewBox="0 0 16 16" width="18" height="18"><path d="M2 6v4M5 3v10M8 5v6M11 1v14M14 6v4" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>';

/** The button that {@link THEME_CONTROL} needs. */
export const THEME_BUTTON =
  '<button type="button" id="page_theme" aria-pressed="false"><span aria-hidden="true">◐</span><span class="wide-label">Dark</span></button>';

/** A whole document: head with its security policy and styles, body, and the scripts it may run. */
export function renderDocument({ title, about, body, scripts, trains = false }: DocumentParts): string {
  const theme = inlineScript(THEME_SCRIPT);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${securityPolicy([theme, ...scripts], trains)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${about}
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${ICON}">
<style>${STYLES}</style>
${theme.html}
</head>
<body>
${body}
${scripts.map(({ html }) => html).join('\n')}
</body>
</html>
`;
}

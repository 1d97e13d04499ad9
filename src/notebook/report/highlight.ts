import hljs from 'highlight.js/lib/core';
import typescript from 'highlight.js/lib/languages/typescript';
import { escapeHtml } from '../../util/escape.js';

const highlighter = hljs.newInstance();
highlighter.registerLanguage('typescript', typescript);

const TYPESCRIPT_NAMES = new Set(['typescript', 'ts', 'javascript', 'js']);

/**
 * Code as HTML, with spans of class `hljs-*` where the language is TypeScript or JavaScript; other
 * languages are escaped and plain. Colours come from the page's style sheet, so nothing runs in the page.
 */
export function highlightCode(code: string, language = 'typescript'): string {
  if (!TYPESCRIPT_NAMES.has(language.toLowerCase())) return escapeHtml(code);
  return highlighter.highlight(code, { language: 'typescript', ignoreIllegals: true }).value;
}

import hljs from 'highlight.js/lib/core';
import typescript from 'highlight.js/lib/languages/typescript';

const highlighter = hljs.newInstance();
highlighter.registerLanguage('typescript', typescript);

/** Code as HTML, with spans of class `hljs-*`. The build puts these parts of highlight.js into this file. */
export function highlightTypeScript(code: string): string {
  return highlighter.highlight(code, { language: 'typescript', ignoreIllegals: true }).value;
}

import { createRequire } from 'node:module';
import type { TokenizerAndRendererExtension, Tokens } from 'marked';
import type Temml from 'temml';
import { escapeHtml } from '../../../util/escape.js';

const load = createRequire(import.meta.url);

/** A formula as written. */
interface Formula {
  /** With its delimiters. */
  readonly raw: string;
  readonly tex: string;
  /** Whether it has a line of its own. */
  readonly display: boolean;
}

/** Anything but the two dollars that end a formula, and no empty line. */
const BETWEEN_DOLLARS = String.raw`(?:(?!\n[ \t]*\n)(?:\\[\s\S]|[^\\$]|\$(?!\$)))+?`;

/**
 * An opening dollar sign is not followed by a blank, a closing one not preceded by a blank or followed by a digit: $5
 * and $6 are prices.
 */
const DOLLARS = String.raw`\$(?![\s$])(?<inline>(?:\\[\s\S]|[^\\$])+?)(?<!\s)\$(?!\d)`;

/** What has a line of its own, where `\[` is written so: between two dollars each, in brackets, or an environment. */
function display(slash: string): string {
  return String.raw`\$\$(?<dollars>${BETWEEN_DOLLARS})\$\$|${slash}\[(?<brackets>[\s\S]+?)${slash}\]|(?<whole>\\begin\{(?<name>[a-z]+\*?)\}[\s\S]+?\\end\{\k<name>\})`;
}

function anywhere(slash: string): RegExp {
  return new RegExp(`${display(slash)}|${DOLLARS}|${slash}\\((?<parentheses>[\\s\\S]+?)${slash}\\)`, 'y');
}

/** In Markdown a backslash before a bracket is an escape, and stands twice. */
const DOUBLE = String.raw`\\\\`;
const BLOCK = new RegExp(` {0,3}(?:${display(DOUBLE)})[ \\t]*(?:\\n|$)`, 'y');
const IN_MARKDOWN = anywhere(DOUBLE);
const IN_LATEX = anywhere(String.raw`\\`);

/** Formulas in Markdown, as marked reads them: TeX between JupyterLab's delimiters. */
export function mathExtensions(render: (formula: Formula) => string): TokenizerAndRendererExtension[] {
  const renderer = (token: Tokens.Generic) => render(token as unknown as Formula);
  return [
    {
      name: 'mathBlock',
      level: 'block',
      start: (source) => source.match(/(?<=\n) {0,3}(?:\$\$|\\\\\[|\\begin\{)/)?.index,
      tokenizer: (source) => tokenOf('mathBlock', formulaAt(BLOCK, source, 0)),
      renderer,
    },
    {
      name: 'math',
      level: 'inline',
      start: (source) => source.match(/\$|\\\\[[(]|\\begin\{/)?.index,
      tokenizer: (source) => tokenOf('math', formulaAt(IN_MARKDOWN, source, 0)),
      renderer,
    },
  ];
}

/** The content of `text/latex`, formulas only, as HTML. */
export function latexHtml(text: string): string {
  let html = '';
  for (let at = 0; at < text.length; ) {
    const formula = /[$\\]/.test(text[at]) ? formulaAt(IN_LATEX, text, at) : undefined;
    const plain = text.startsWith('\\$', at) ? '\\$' : text[at];
    html += formula ? formulaHtml(formula) : escapeHtml(plain.slice(-1));
    at += (formula?.raw ?? plain).length;
  }
  return html;
}

/** A formula as MathML, which browsers render natively; invalid TeX is shown as written. */
export function formulaHtml({ raw, tex, display }: Formula): string {
  // Loaded for the first formula: it takes some 50 ms, and most processes that load this file write no report.
  const temml: typeof Temml = load('temml');
  try {
    return temml.renderToString(tex, { displayMode: display, throwOnError: true });
  } catch {
    return `<code>${escapeHtml(raw.trim())}</code>`;
  }
}

function formulaAt(pattern: RegExp, source: string, at: number): Formula | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(source);
  if (!found) return undefined;
  const { dollars, brackets, whole, inline, parentheses } = found.groups ?? {};
  const displayed = dollars ?? brackets ?? whole;
  return { raw: found[0], tex: displayed ?? inline ?? parentheses, display: displayed !== undefined };
}

function tokenOf(type: string, formula: Formula | undefined): Tokens.Generic | undefined {
  return formula && { type, ...formula };
}

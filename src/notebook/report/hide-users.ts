import { requireIterable } from '../../util/checks.js';
import { escapeHtml, escapeMarkdown } from '../../util/escape.js';
import { type Cell, checkNotebook, tagsOf } from '../jupyter/nbformat.js';
import { type NamedNotebook, requireNotebooks } from './outline.js';

/** Notebooks that can be shared. */
export interface WithoutUsers {
  /** Copies, with `[a listener]` in place of users. */
  notebooks: NamedNotebook[];
  /**
   * Where users were found: the notebook's name, and the code cell counted from 1 as `run` does, or the text after it
   * (0: before all).
   */
  found: { name: string; cell: number; isText: boolean }[];
}

/** Replaces users' names in a report. */
const STAND_IN = '[a listener]';

/**
 * Removes users from executed notebooks before a report is made: their names, anywhere in code and outputs, the whole
 * column `user` of HTML tables, and the value of the parameter `user`. It is the safety net for notebooks that forgot
 * {@link userMask}; it cannot recognise short names in running text.
 *
 * @example const { notebooks, found } = hideUsers(executed, await explore.tellingUserNames(dataset));
 * @param notebooks not modified
 * @param names of users; only those of eight characters or more are looked for in text
 * Cost: one pass over the text, some 10 ms for each MB.
 * @category Report
 */
export function hideUsers(notebooks: readonly NamedNotebook[], names: Iterable<string>): WithoutUsers {
  requireNotebooks(notebooks);
  requireIterable(names, 'names of users: await explore.tellingUserNames(dataset)');
  const finder = new NameFinder(names, STAND_IN);
  const found: WithoutUsers['found'] = [];
  const hidden = notebooks.map((named) => {
    const { name, notebook } = named;
    checkNotebook(notebook, name);
    let code = 0;
    const cells = notebook.cells.map((cell) => {
      const isText = cell.cell_type !== 'code';
      if (!isText) code++;
      const clean = hideInCell(cell, finder);
      if (JSON.stringify(clean) === JSON.stringify(cell)) return cell;
      found.push({ name, cell: code, isText });
      return clean;
    });
    return { ...named, notebook: { ...notebook, cells } };
  });
  return { notebooks: hidden, found };
}

function hideInCell(cell: Cell, finder: NameFinder): Cell {
  const source = finder.hide(isSettings(cell) ? hideUserSetting(cell.source, STAND_IN) : cell.source);
  if (cell.cell_type !== 'code') return { ...cell, source };
  return { ...cell, source, outputs: hideInValue(cell.outputs, finder) as typeof cell.outputs };
}

function isSettings(cell: Cell): boolean {
  return tagsOf(cell).some((tag) => tag === 'parameters' || tag === 'injected-parameters');
}

/** A copy of plain JSON with users hidden in all strings, including property names. */
function hideInValue(value: unknown, finder: NameFinder): unknown {
  if (typeof value === 'string') return finder.hide(value);
  if (Array.isArray(value)) return value.map((item) => hideInValue(item, finder));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    const clean = key === 'text/html' && typeof inner === 'string' ? hideUserColumns(inner, STAND_IN) : inner;
    return [finder.hide(key), hideInValue(clean, finder)];
  });
  return Object.fromEntries(entries);
}

/** Shorter names have too many false matches. */
const SHORTEST = 8;
const WORD = /[\p{L}\p{N}]/u;

/** Finds many names in text, as whole words, and replaces them. */
class NameFinder {
  readonly #standIn: string;
  /** Names by their first eight characters, longest first: verbatim, and as escaped in HTML and Markdown. */
  readonly #names = new Map<string, string[]>();

  constructor(names: Iterable<string>, standIn: string) {
    this.#standIn = standIn;
    for (const name of names) {
      if (name.length < SHORTEST) continue;
      for (const form of new Set([name, escapeHtml(name), escapeMarkdown(name)])) {
        const start = form.slice(0, SHORTEST);
        this.#names.set(start, [...(this.#names.get(start) ?? []), form]);
      }
    }
    for (const forms of this.#names.values()) forms.sort((a, b) => b.length - a.length);
  }

  hide(text: string): string {
    if (this.#names.size === 0) return text;
    let hidden = '';
    let from = 0;
    for (let at = 0; at + SHORTEST <= text.length; at++) {
      const name = this.#nameAt(text, at);
      if (name === undefined) continue;
      hidden += text.slice(from, at) + this.#standIn;
      from = at + name.length;
      at = from - 1;
    }
    return from === 0 ? text : hidden + text.slice(from);
  }

  #nameAt(text: string, at: number): string | undefined {
    if (isWord(text, at - 1)) return undefined;
    const forms = this.#names.get(text.slice(at, at + SHORTEST));
    return forms?.find((form) => text.startsWith(form, at) && !isWord(text, at + form.length));
  }
}

function isWord(text: string, at: number): boolean {
  return at >= 0 && at < text.length && WORD.test(text[at]);
}

const TABLE = /<table\b.*?<\/table>/gis;
const ROW = /<tr\b.*?<\/tr>/gis;
const CELL = /(<t([hd])\b[^>]*>)(.*?)(<\/t\2>)/gis;

/** HTML with this text in all columns called `user`; other columns stay. */
function hideUserColumns(html: string, standIn: string): string {
  return html.replace(TABLE, (table) => {
    const [head = ''] = table.match(ROW) ?? [];
    const names = [...head.matchAll(CELL)].map(([, , , text]) => plainText(text));
    if (!names.includes('user')) return table;
    let rows = 0;
    return table.replace(ROW, (row) => {
      if (rows++ === 0) return row;
      let column = 0;
      return row.replace(CELL, (cell: string, open: string, _: string, text: string, close: string) =>
        names[column++] === 'user' && plainText(text) !== '' ? `${open}${standIn}${close}` : cell,
      );
    });
  });
}

function plainText(html: string): string {
  return html.replace(/<[^>]*>/g, '').trim();
}

/** A declaration of the parameter `user` with a text that is not empty. */
const USER = /^(\s*(?:export\s+)?(?:const|let|var)\s+user\b[^=\n]*=\s*)(['"`])(?:(?!\2)[^\\\n]|\\.)+\2/gm;

/** The code of a parameters cell without the user named in it. */
function hideUserSetting(code: string, standIn: string): string {
  return code.replace(USER, (_, start: string, quote: string) => `${start}${quote}${standIn}${quote}`);
}

import type { Token, Tokens } from 'marked';
import type { Cell, Notebook } from '../jupyter/nbformat.js';
import { escapeHtml } from '../util/html.js';
import { headingHtml, headingsOf, parseMarkdown } from './markdown.js';
import { createSlugger, slugOf } from './slug.js';

/** A notebook and the name of its file, with or without `.ipynb`. */
export interface NamedNotebook {
  name: string;
  notebook: Notebook;
}

/** A heading of a notebook and where it stands in the page. */
export interface OutlineHeading {
  id: string;
  /** 1 to 6, as written in the markdown. */
  depth: number;
  /** Its words, escaped, without elements. */
  html: string;
}

/** A notebook as the report shows it: its title, its headings and its markdown, parsed. */
export interface OutlineNotebook {
  named: NamedNotebook;
  /** The name without `.ipynb`. */
  name: string;
  /** The id of its title. */
  id: string;
  /** The words of its title, escaped: of its first heading, or else its name. */
  titleHtml: string;
  /** True when the title is a heading in its markdown rather than its name. */
  titled: boolean;
  /** The headings after the title. */
  headings: OutlineHeading[];
  markdown: Map<Cell, Token[]>;
  ids: Map<Tokens.Heading, string>;
  /** The id of each cell in the page; it keeps while other cells come and go. */
  cellIds: Map<Cell, string>;
}

/** Parses the markdown of all notebooks and gives every heading an id that is unique in the page. */
export function outlineOf(notebooks: NamedNotebook[]): OutlineNotebook[] {
  const slug = createSlugger();
  const cellSlug = createSlugger();
  return notebooks.map((named) => {
    const markdown = parseCells(named);
    const ids = new Map<Tokens.Heading, string>();
    const headings = [...markdown.values()].flatMap(headingsOf).map((token) => {
      const html = headingHtml(token);
      const id = slug(html.replace(/&#?\w+;/g, ' '));
      ids.set(token, id);
      return { id, depth: token.depth, html };
    });
    const name = named.name.replace(/\.ipynb$/, '');
    const titled = headings[0]?.depth === 1;
    const id = titled ? headings[0].id : slug(name);
    const titleHtml = titled ? headings[0].html : escapeHtml(name);
    const { cells } = named.notebook;
    const cellIds = new Map(cells.map((cell) => [cell, `cell_${cellSlug(`${name} ${cell.id}`)}`]));
    const later = headings.slice(titled ? 1 : 0);
    return { named, name, id, titleHtml, titled, headings: later, markdown, ids, cellIds };
  });
}

function parseCells({ notebook }: NamedNotebook): Map<Cell, Token[]> {
  const cells = notebook.cells.filter((cell) => cell.cell_type === 'markdown');
  return new Map(cells.map((cell) => [cell, parseMarkdown(cell.source)]));
}

/** Where a link leads in the page; undefined leaves it as it is. */
export type ResolveLink = (href: string) => string | undefined;

/**
 * Where a link inside a notebook leads in the page: `#Some-heading` to that heading (of the notebook
 * itself, though another one may own the plain id), `02-train.ipynb` to that notebook.
 */
export function linkResolver(outline: OutlineNotebook[], current: OutlineNotebook): ResolveLink {
  return (href) => {
    const [, path, fragment] = /^([^#]*)#?(.*)$/s.exec(href) ?? [];
    const target = path === '' ? current : outline.find(({ name }) => isNotebookPath(path, name));
    if (target === undefined) return undefined;
    if (fragment === '') return `#${target.id}`;
    const wanted = slugOf(decode(fragment));
    const own = [...target.ids.values()].find((id) => id === wanted || id.replace(/-\d+$/, '') === wanted);
    return own === undefined ? undefined : `#${own}`;
  };
}

function isNotebookPath(path: string, name: string): boolean {
  return decode(path).replace(/^\.\//, '') === `${name}.ipynb`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

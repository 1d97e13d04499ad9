import path from 'node:path';
import type { Token, Tokens } from 'marked';
import { hasTypes, requireList } from '../../util/checks.js';
import { escapeHtml } from '../../util/escape.js';
import type { Cell, Notebook, Output } from '../jupyter/nbformat.js';
import type { Numbering } from './caption.js';
import { type FullOnly, fullOnlyIn } from './detail.js';
import type { ReportWords } from './language/words.js';
import { decodeAddress, type Pictures } from './markdown/links-and-images.js';
import {
  headingHtml,
  headingsOf,
  type MarkdownPlace,
  markdownOf,
  parseMarkdown,
} from './markdown/markdown.js';

/** A notebook and the name of its file, with or without `.ipynb`. */
export interface NamedNotebook {
  name: string;
  notebook: Notebook;
  /** The notebook's folder, where pictures of its Markdown are looked up. Default: no pictures. */
  folder?: string;
}

/** A notebook with the pictures of its Markdown. */
export interface PicturedNotebook extends NamedNotebook {
  pictures?: Pictures;
}

/** A heading of a notebook and its place in the page. */
interface OutlineHeading {
  id: string;
  /** 1 to 6, as written in the markdown. */
  depth: number;
  /** Its words, escaped, without elements. */
  html: string;
  /** Whether it stands only in full. */
  isDetail: boolean;
}

/** A notebook as the report shows it: its title, its headings and its markdown, parsed. */
export interface OutlineNotebook {
  named: PicturedNotebook;
  /** The name without `.ipynb`. */
  name: string;
  /** The id of its title. */
  id: string;
  /** Its title, escaped: its first heading, or else its name. */
  titleHtml: string;
  /** True when the title is a heading in its markdown rather than its name. */
  titled: boolean;
  /** The headings after the title. */
  headings: OutlineHeading[];
  /** Parsed Markdown of cells and outputs. */
  markdown: Map<Cell | Output, Token[]>;
  ids: Map<Tokens.Heading, string>;
  /** The ids of its headings by slug; the first of several with the same slug. */
  anchors: Map<string, string>;
  /** The id of each cell in the page; stable when other cells are added or removed. */
  cellIds: Map<Cell, string>;
  /** Its parts that stand only in full. */
  fullOnly: FullOnly;
}

/** @throws InputError unless they are notebooks with their names */
export function requireNotebooks(notebooks: unknown): asserts notebooks is NamedNotebook[] {
  requireList(
    notebooks,
    hasTypes({ name: 'string', notebook: 'object' }),
    'notebooks with their names: [{ name, notebook }]',
  );
}

/** Parses the markdown of all notebooks and gives every heading an id that is unique in the page. */
export function outlineOf(notebooks: PicturedNotebook[]): OutlineNotebook[] {
  const slug = createSlugger();
  const cellSlug = createSlugger();
  return notebooks.map((named) => {
    const cellMarkdown = parseCells(named);
    const outputMarkdown = parseOutputs(named);
    const ids = new Map<Tokens.Heading, string>();
    const anchors = new Map<string, string>();
    const fullOnly = fullOnlyIn(named.notebook, cellMarkdown);
    const register = (token: Tokens.Heading, isDetail: boolean): OutlineHeading => {
      const html = headingHtml(token);
      // Links refer to formulas as written.
      const words = headingHtml(token, (tex) => tex).replace(/&#?\w+;/g, ' ');
      const id = slug(words);
      ids.set(token, id);
      if (!anchors.has(slugOf(words))) anchors.set(slugOf(words), id);
      return { id, depth: token.depth, html, isDetail };
    };
    const registerAll = ([part, tokens]: [Cell | Output, Token[]]) =>
      headingsOf(tokens).map((token) => register(token, fullOnly.has(part)));
    const headings = [...cellMarkdown].flatMap(registerAll);
    // They can be linked to, but are not in the table of contents.
    [...outputMarkdown].forEach(registerAll);
    const markdown = new Map([...cellMarkdown, ...outputMarkdown]);
    const name = named.name.replace(/\.ipynb$/, '');
    const titled = headings[0]?.depth === 1;
    const id = titled ? headings[0].id : slug(name);
    const titleHtml = titled ? headings[0].html : escapeHtml(name);
    const { cells } = named.notebook;
    const cellIds = new Map(cells.map((cell) => [cell, `cell_${cellSlug(`${name} ${cell.id}`)}`]));
    const later = headings.slice(titled ? 1 : 0);
    return { named, name, id, titleHtml, titled, headings: later, markdown, ids, anchors, cellIds, fullOnly };
  });
}

function parseCells({ notebook }: NamedNotebook): Map<Cell | Output, Token[]> {
  const cells = notebook.cells.filter((cell) => cell.cell_type === 'markdown');
  return new Map(cells.map((cell) => [cell, parseMarkdown(cell.source)]));
}

function parseOutputs({ notebook }: NamedNotebook): Map<Cell | Output, Token[]> {
  const outputs = notebook.cells.flatMap((cell) => (cell.cell_type === 'code' ? cell.outputs : []));
  return new Map(
    outputs.flatMap((output) => {
      const tokens = markdownOf(output);
      return tokens === undefined ? [] : [[output, tokens]];
    }),
  );
}

/** The page context for all Markdown of a notebook. */
export function placeIn(
  outline: OutlineNotebook[],
  current: OutlineNotebook,
  words: ReportWords,
  numbering?: Numbering,
): MarkdownPlace {
  return {
    words,
    numbering,
    headingId: (heading) => current.ids.get(heading),
    resolveLink: linkResolver(outline, current),
    pictures: current.named.pictures,
  };
}

/** Where a link leads in the page; undefined leaves it as it is. */
type ResolveLink = (href: string) => string | undefined;

/**
 * Where a link inside a notebook leads in the page: `#Some-heading` to that heading (of the notebook
 * itself, though another one may own the plain id), `02-train.ipynb` to that notebook.
 */
function linkResolver(outline: OutlineNotebook[], current: OutlineNotebook): ResolveLink {
  return (href) => {
    const [, way = '', fragment] = /^([^#]*)#?(.*)$/s.exec(href) ?? [];
    const target =
      way === ''
        ? current
        : (outline.find((other) => isWayTo(way, current, other)) ??
          outline.find(({ name }) => isNotebookPath(way, name)));
    if (target === undefined) return undefined;
    if (fragment === '') return `#${target.id}`;
    const id = target.anchors.get(slugOf(decodeAddress(fragment)));
    return id === undefined ? undefined : `#${id}`;
  };
}

/** Whether an address in a notebook leads to another one, which may be in another folder. */
function isWayTo(way: string, from: OutlineNotebook, { name, named: { folder } }: OutlineNotebook): boolean {
  if (from.named.folder === undefined || folder === undefined) return false;
  return path.resolve(from.named.folder, decodeAddress(way)) === path.resolve(folder, `${name}.ipynb`);
}

function isNotebookPath(way: string, name: string): boolean {
  return decodeAddress(way).replace(/^\.\//, '') === `${name}.ipynb`;
}

/** Hands out ids for headings; each is unique in the page. */
type Slugger = (text: string) => string;

/**
 * The plain form of a heading's id: `Users & artists` is `users-artists`. Letters of every script stay,
 * so `Die Ärzte` is `die-ärzte`.
 */
function slugOf(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  return words ? words.join('-') : 'section';
}

/**
 * A slugger whose ids never repeat: the second `Data` is `data-2`. They contain no underscore; the ids of the page
 * itself all do, so they never collide.
 */
function createSlugger(): Slugger {
  const used = new Set<string>();
  return (text) => {
    const slug = slugOf(text);
    let id = slug;
    for (let n = 2; used.has(id); n++) id = `${slug}-${n}`;
    used.add(id);
    return id;
  };
}

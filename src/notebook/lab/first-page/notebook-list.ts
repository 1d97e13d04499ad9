import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Notebook } from '../../jupyter/nbformat.js';
import { parseNotebook } from '../../jupyter/notebook-file.js';
import { namedDataset } from '../../jupyter/parameters.js';
import { openFile, readAndClose } from '../contents/held-files.js';
import { ContentsRoot } from '../contents/root.js';

/** A notebook as listed on the first page. */
export interface ListedNotebook {
  /** Path from the lab's folder, with forward slashes. */
  readonly path: string;
  /** Its first heading as plain text, or its file name. */
  readonly title: string;
  /** What it answers: `metadata.listenlab.answers`, or the first sentence below the heading; '' if neither exists. */
  readonly sentence: string;
  /** The dataset it opens by default; undefined if it declares none. */
  readonly dataset?: string;
}

/**
 * The notebooks of the lab's folder and of its folder `notebooks`, by name. Other files are left out (the file list
 * shows them), and so are links that lead out of the folder.
 *
 * @param environment `process.env` of their kernels; default that of this process
 * @example (await listNotebooks('.')).map(({ title }) => title) // ['1 · Look at the plays', ...]
 */
export async function listNotebooks(
  folder: string,
  environment?: Readonly<Record<string, string>>,
): Promise<ListedNotebook[]> {
  const paths = (await Promise.all(['', 'notebooks/'].map((below) => notebooksIn(folder, below)))).flat();
  if (paths.length === 0) return [];
  const root = await ContentsRoot.open(folder);
  const listed = await Promise.all(paths.map((each) => describe(root, each, environment)));
  return listed.filter((each) => each !== undefined);
}

async function notebooksIn(folder: string, below: string): Promise<string[]> {
  const names = await readdir(path.join(folder, below)).catch(() => []);
  return names
    .filter((name) => name.endsWith('.ipynb') && !name.startsWith('.'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => below + name);
}

/** The dataset that most of the notebooks open; undefined if none names one. */
export function datasetOpened(notebooks: readonly ListedNotebook[]): string | undefined {
  const names = notebooks.flatMap(({ dataset }) => dataset ?? []);
  const times = (name: string) => names.filter((each) => each === name).length;
  return names.reduce<string | undefined>(
    (most, name) => (most === undefined || times(name) > times(most) ? name : most),
    undefined,
  );
}

async function describe(
  root: ContentsRoot,
  relative: string,
  environment: Readonly<Record<string, string>> | undefined,
): Promise<ListedNotebook | undefined> {
  const notebook = await readInside(root, relative).catch(() => undefined);
  if (notebook === undefined) return undefined;
  const { heading, sentence } = openingOf(notebook);
  return {
    path: relative,
    title: heading || path.basename(relative, '.ipynb'),
    sentence: answersOf(notebook) ?? sentence,
    dataset: namedDataset(notebook, environment),
  };
}

async function readInside(root: ContentsRoot, relative: string): Promise<Notebook> {
  const bytes = await readAndClose(await openFile(await root.existing(relative)));
  return parseNotebook(bytes.toString(), relative);
}

function answersOf({ metadata }: Notebook): string | undefined {
  const { answers } = (metadata.listenlab ?? {}) as { answers?: unknown };
  return typeof answers === 'string' ? answers : undefined;
}

function openingOf({ cells }: Notebook): { heading: string; sentence: string } {
  const blocks = cells
    .filter(({ cell_type }) => cell_type === 'markdown')
    .flatMap(({ source }) => source.split(/\n\s*\n/))
    .map((block) => block.trim());
  const heading = blocks.find((block) => /^#\s/.test(block)) ?? '';
  const paragraph = blocks.find((block) => /^[\p{L}\p{N}*_[]/u.test(block) && !/^[*]\s/.test(block)) ?? '';
  const text = plainText(paragraph);
  return {
    heading: plainText(heading.replace(/^#\s+/, '')),
    sentence: /^.*?[.!?](?=\s|$)/su.exec(text)?.[0] ?? text,
  };
}

/** Markdown without markup: links become their text. */
function plainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

import path from 'node:path';
import { InputError, messageOf } from '../../../util/errors.js';
import { foreignLanguage, type Notebook } from '../../jupyter/nbformat.js';
import { parseNotebook } from '../../jupyter/notebook-file.js';
import { namedDataset } from '../../jupyter/parameters.js';
import { openFile, readAndClose } from '../contents/held-files.js';
import { ContentsRoot } from '../contents/root.js';
import { LabError } from '../server/requests.js';
import { findNotebooks } from './find-notebooks.js';

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
  /** Its language, if that is none that a report can run. */
  readonly language?: string;
}

/** The notebooks of a folder and those below it. */
export interface NotebookList {
  readonly notebooks: readonly ListedNotebook[];
  /** What is wrong with files that are called notebooks and are none. */
  readonly unreadable: readonly string[];
  /** Whether there may be more. */
  readonly isCut: boolean;
}

/**
 * The notebooks of the lab's folder and those below it, as {@link findNotebooks} orders them. Left out are other files
 * (the file list shows them), links that lead out of the folder, and the executed copies of runs in folders of theirs.
 *
 * @param environment `process.env` of their kernels; default that of this process
 * @example (await listNotebooks('.')).notebooks.map(({ title }) => title) // ['1 · Look at the plays', ...]
 */
export async function listNotebooks(
  folder: string,
  environment?: Readonly<Record<string, string>>,
): Promise<NotebookList> {
  const { paths, isCut } = await findNotebooks(folder);
  if (paths.length === 0) return { notebooks: [], unreadable: [], isCut };
  const root = await ContentsRoot.open(folder);
  const listed = await Promise.all(paths.map((each) => describe(root, each, environment)));
  return {
    notebooks: listed.filter((each) => typeof each === 'object'),
    unreadable: listed.filter((each) => typeof each === 'string'),
    isCut,
  };
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

/** A sentence for a file that is no notebook, undefined for what is not listed. */
async function describe(
  root: ContentsRoot,
  relative: string,
  environment: Readonly<Record<string, string>> | undefined,
): Promise<ListedNotebook | string | undefined> {
  try {
    const notebook = await readInside(root, relative);
    if (isCopy(notebook, relative)) return undefined;
    const { heading, sentence } = openingOf(notebook);
    return {
      path: relative,
      title: heading || path.parse(relative).name,
      sentence: answersOf(notebook) ?? sentence,
      dataset: namedDataset(notebook, environment),
      language: foreignLanguage(notebook.metadata),
    };
  } catch (error) {
    if (error instanceof LabError) return undefined;
    return error instanceof InputError ? error.message : `${relative} cannot be read: ${messageOf(error)}`;
  }
}

/** Whether it is an executed copy in a folder of copies; one that somebody put among the notebooks is listed. */
function isCopy({ metadata }: Notebook, relative: string): boolean {
  const isAmongOthers = /^(notebooks\/)?[^/]+$/.test(relative);
  return !isAmongOthers && 'executedFor' in Object(metadata.listenlab);
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

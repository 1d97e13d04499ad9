import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { findEntry } from '../data/dataset/catalogue/catalogue.js';
import type { TableOptions } from '../data/dataset/columns/table-options.js';
import { type Notebook, requireTypeScript } from '../notebook/jupyter/nbformat.js';
import { readNotebook } from '../notebook/jupyter/notebook-file.js';
import {
  declaredParameters,
  HOW_TO_TAG,
  injectParameters,
  namedDataset,
  namedTable,
} from '../notebook/jupyter/parameters.js';
import { namesHint } from '../util/checks.js';
import { InputError } from '../util/errors.js';
import { IS_CLONE, PACKAGE_FOLDER } from '../util/node/folders.js';
import type { Setting } from './settings.js';

/** A notebook to run. */
export interface NotebookFile {
  /** Absolute path. */
  readonly file: string;
  /** File name without `.ipynb`. */
  readonly name: string;
  /** Where its cells run: beside it, but never in an installed package. */
  readonly folder: string;
  readonly notebook: Notebook;
}

/** The numbered notebooks of this package: 01-explore and so on. */
const NUMBERED = /^\d+-.*\.ipynb$/;

/**
 * Reads the notebooks to run, in order.
 *
 * @param paths as typed; none means the numbered notebooks of this package
 * @throws InputError for a missing file, one that is not a notebook, or two whose executed copies would have the same
 * name
 */
export async function readNotebooks(paths: readonly string[]): Promise<NotebookFile[]> {
  const files = paths.length > 0 ? paths.map((each) => path.resolve(each)) : await numberedNotebooks();
  const names = files.map((file) => path.basename(file, '.ipynb'));
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated !== undefined) {
    throw new InputError(
      `two notebooks are called ${repeated}, and so would their executed copies be; run them one after the other`,
    );
  }
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) {
    throw new InputError(`no notebook ${missing}; expected the path of an .ipynb file`);
  }
  const folder = files.find((file) => statSync(file).isDirectory());
  if (folder !== undefined) {
    throw new InputError(
      `${folder} is a folder; name the notebooks in it, as in ${path.join(path.relative('', folder), '*.ipynb')}`,
    );
  }
  return Promise.all(
    files.map(async (file, i) => {
      const notebook = await readNotebook(file);
      requireTypeScript(notebook, path.basename(file));
      const folder = isPackaged(file) ? process.cwd() : path.dirname(file);
      return { file, name: names[i], folder, notebook };
    }),
  );
}

/** Whether a file belongs to an installed package, where nothing runs and nothing is written. */
function isPackaged(file: string): boolean {
  return !IS_CLONE && file.startsWith(path.join(PACKAGE_FOLDER, path.sep));
}

/** The numbered notebooks of a clone; elsewhere those that `init` has copied here, or else the package's. */
async function numberedNotebooks(): Promise<string[]> {
  const own = path.join(PACKAGE_FOLDER, 'notebooks');
  for (const folder of IS_CLONE ? [own] : [path.resolve('notebooks'), own]) {
    const names = await readdir(folder).catch(() => []);
    const numbered = names.filter((name) => NUMBERED.test(name)).sort();
    if (numbered.length > 0) return numbered.map((name) => path.join(folder, name));
  }
  throw new InputError(`no numbered notebooks in ${own}; name one to run`);
}

/** Values for notebooks' parameters. */
export type ParameterTexts = Readonly<Record<string, Setting>>;

/**
 * The values for each notebook: those whose names it declares. A dataset that is a path is made relative to the
 * folder where its cells run.
 *
 * @param texts values by name; relative dataset paths start at the working directory
 * @returns one record per notebook
 * @throws InputError for a name that no notebook declares, or a value of another type than the default
 */
export function parametersFor(notebooks: readonly NotebookFile[], texts: ParameterTexts): ParameterTexts[] {
  const declared = notebooks.map(({ notebook }) => declaredParameters(notebook).map(({ name }) => name));
  requireKnown(Object.keys(texts), [...new Set(declared.flat())]);
  return notebooks.map(({ file, folder, notebook }, i) => {
    const given = Object.entries(texts).filter(([name]) => declared[i].includes(name));
    const values = Object.fromEntries(
      given.map(([name, text]) => [
        name,
        name === 'dataset' && typeof text === 'string' ? datasetSeenFrom(folder, text) : text,
      ]),
    );
    injectParameters(notebook, values, path.basename(file));
    return values;
  });
}

/** A dataset and how it is read. */
export interface OpenedTable {
  readonly dataset: string;
  readonly table: TableOptions;
}

/** The datasets the notebooks will open, each once, as seen from the working directory; none when they name none. */
export function datasetsOf(notebooks: readonly NotebookFile[], texts: ParameterTexts): OpenedTable[] {
  const { dataset: given } = texts;
  const opened = notebooks.flatMap(({ folder, notebook }) => {
    const declares = declaredParameters(notebook).some(({ name }) => name === 'dataset');
    const preset = namedDataset(notebook);
    const named = typeof given === 'string' && declares ? given : preset && presetSeenFrom(folder, preset);
    return named === undefined
      ? []
      : [{ dataset: named, table: tableOf(texts) ?? namedTable(notebook) ?? {} }];
  });
  return [...new Map(opened.map((each) => [JSON.stringify(each), each])).values()];
}

function presetSeenFrom(folder: string, preset: string): string {
  return findEntry(preset) ? preset : path.resolve(folder, preset);
}

/** The notebooks' reading options; anything but an object has already been refused. */
function tableOf({ tableOptions }: ParameterTexts): TableOptions | undefined {
  if (tableOptions === undefined || tableOptions === null) return undefined;
  return typeof tableOptions === 'string' ? (JSON.parse(tableOptions) as TableOptions) : tableOptions;
}

function datasetSeenFrom(folder: string, nameOrPath: string): string {
  if (findEntry(nameOrPath)) return nameOrPath;
  return path.relative(folder, path.resolve(nameOrPath)).split(path.sep).join('/');
}

function requireKnown(given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  if (known.length === 0) {
    throw new InputError(
      `no notebook has a parameter '${unknown}': none has a cell tagged 'parameters'; ${HOW_TO_TAG}`,
    );
  }
  throw new InputError(`no notebook has a parameter '${unknown}'; ${namesHint(unknown, known)}`);
}

import path from 'node:path';
import { findEntry } from '../data/dataset/catalogue/catalogue.js';
import type { TableOptions } from '../data/dataset/columns/table-options.js';
import {
  declaredParameters,
  HOW_TO_TAG,
  injectParameters,
  namedDataset,
  namedTable,
} from '../notebook/jupyter/parameters.js';
import { namesHint } from '../util/checks.js';
import { InputError } from '../util/errors.js';
import type { NotebookFile } from './notebooks.js';
import type { Setting } from './settings-file.js';

/** Values for notebooks' parameters. */
export type ParameterTexts = Readonly<Record<string, Setting>>;

/**
 * The values each notebook is given: those whose names it declares. A dataset that is a path is made
 * relative to the notebook's folder, where its cells run.
 *
 * @param texts values by name; relative dataset paths start at the working directory
 * @returns one record a notebook
 * @throws InputError for a name that no notebook declares, or a value of another type than the default
 */
export function parametersFor(notebooks: readonly NotebookFile[], texts: ParameterTexts): ParameterTexts[] {
  const declared = notebooks.map(({ notebook }) => declaredParameters(notebook).map(({ name }) => name));
  requireKnown(Object.keys(texts), [...new Set(declared.flat())]);
  return notebooks.map(({ file, notebook }, i) => {
    const given = Object.entries(texts).filter(([name]) => declared[i].includes(name));
    const values = Object.fromEntries(
      given.map(([name, text]) => [
        name,
        name === 'dataset' && typeof text === 'string' ? datasetSeenFrom(path.dirname(file), text) : text,
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
  const opened = notebooks.flatMap(({ file, notebook }) => {
    const declares = declaredParameters(notebook).some(({ name }) => name === 'dataset');
    const preset = namedDataset(notebook);
    const named = typeof given === 'string' && declares ? given : preset && presetSeenFrom(file, preset);
    return named === undefined
      ? []
      : [{ dataset: named, table: tableOf(texts) ?? namedTable(notebook) ?? {} }];
  });
  return [...new Map(opened.map((each) => [JSON.stringify(each), each])).values()];
}

function presetSeenFrom(notebook: string, preset: string): string {
  return findEntry(preset) ? preset : path.resolve(path.dirname(notebook), preset);
}

/** How the notebooks are told to read a table; what is no object has been refused as a value of theirs. */
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

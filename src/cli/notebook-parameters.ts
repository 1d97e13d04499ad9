import path from 'node:path';
import { findEntry } from '../dataset/catalogue.js';
import { namedDataset } from '../jupyter/opened-dataset.js';
import { declaredParameters, HOW_TO_TAG, injectParameters } from '../jupyter/parameters.js';
import { InputError } from '../util/errors.js';
import { namesHint } from '../util/names-hint.js';
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

/** The datasets the notebooks will open, each once, as seen from the working directory; none when they name none. */
export function datasetsOf(notebooks: readonly NotebookFile[], texts: ParameterTexts): string[] {
  const { dataset } = texts;
  if (typeof dataset === 'string') return [dataset];
  const named = notebooks.flatMap(({ file, notebook }) => {
    const preset = namedDataset(notebook);
    if (preset === undefined) return [];
    return [findEntry(preset) ? preset : path.resolve(path.dirname(file), preset)];
  });
  return [...new Set(named)];
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

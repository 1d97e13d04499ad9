import type { Notebook } from './nbformat.js';
import { declaredParameters } from './parameters.js';
import { readLiteral } from './read-literal.js';

/** The environment variable from which the notebooks' first cells read the dataset. */
export const DATASET_VARIABLE = 'LISTENLAB_DATASET';

/** The one from which they read how to read it, in JSON. */
export const TABLE_VARIABLE = 'LISTENLAB_TABLE_OPTIONS';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The dataset that a notebook's parameter `dataset` names unless it is given another value; undefined where it
 * names none in plain words.
 *
 * @param environment what `process.env` will be in its kernel; default that of this process
 */
export function namedDataset(notebook: Notebook, environment?: Environment): string | undefined {
  const parameter = declaredParameters(notebook, environment).find(({ name }) => name === 'dataset');
  return /^(['"`])(.*)\1$/.exec(parameter?.default ?? '')?.[2] || undefined;
}

/** As {@link namedDataset}; for a notebook that names none, what its cells can read in the environment. */
export function openedDataset(notebook: Notebook, environment: Environment): string | undefined {
  return namedDataset(notebook, environment) ?? environment[DATASET_VARIABLE];
}

/** How a notebook's parameter `tableOptions` says that the dataset is read, as {@link namedDataset}; undefined where it says nothing. */
export function namedTable(notebook: Notebook, environment?: Environment): object | undefined {
  const parameter = declaredParameters(notebook, environment).find(({ name }) => name === 'tableOptions');
  const options = readLiteral(parameter?.default ?? '');
  return typeof options === 'object' && options !== null ? options : undefined;
}

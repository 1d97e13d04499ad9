import type { Notebook } from './nbformat.js';
import { declaredParameters } from './parameters.js';

/** The environment variable from which the notebooks' first cells read the dataset. */
export const DATASET_VARIABLE = 'LISTENLAB_DATASET';

/**
 * The dataset that a notebook's parameter `dataset` names unless it is given another value; undefined where it
 * names none in plain words.
 *
 * @param environment what `process.env` will be in its kernel; default that of this process
 */
export function namedDataset(
  notebook: Notebook,
  environment?: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const parameter = declaredParameters(notebook, environment).find(({ name }) => name === 'dataset');
  return /^(['"`])(.*)\1$/.exec(parameter?.default ?? '')?.[2] || undefined;
}

/** As {@link namedDataset}; for a notebook that names none, what its cells can read in the environment. */
export function openedDataset(
  notebook: Notebook,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return namedDataset(notebook, environment) ?? environment[DATASET_VARIABLE];
}

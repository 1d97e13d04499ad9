import { showValue } from '../util/checks.js';
import { InputError } from '../util/errors.js';
import { Interactions } from './interactions.js';

/** @throws InputError unless it is a matrix of plays; of a dataset it says how to get that */
export function requireInteractions(value: unknown): asserts value is Interactions {
  if (value instanceof Interactions) return;
  const isDataset =
    typeof (value as { interactions?: unknown } | null | undefined)?.interactions === 'function';
  const found = isDataset ? 'a Dataset was given' : `${showValue(value)} was given`;
  throw new InputError(
    `${found}; expected the plays of a dataset as a matrix: const plays = await dataset.interactions()`,
  );
}

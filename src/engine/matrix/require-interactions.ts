import { wrongValue } from '../../util/checks.js';
import { Interactions } from './interactions.js';

/** @throws InputError unless it is a matrix of plays; it says how to get that of a dataset */
export function requireInteractions(value: unknown): asserts value is Interactions {
  if (value instanceof Interactions) return;
  throw wrongValue(value, 'the plays of a dataset as a matrix: const plays = await dataset.interactions()');
}

import { wrongValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import type { Interactions } from './interactions.js';

/** Plays that are kept elsewhere, such as a `Dataset`: what is asked of them to train on them. */
export interface DatasetLike {
  clean(): Promise<{ readonly dataset: DatasetLike }>;
  interactions(): Promise<Interactions>;
}

/** @throws InputError unless it is a dataset; of what `clean()` returns it says how to get that */
export function requireDataset(value: unknown): asserts value is DatasetLike {
  if (isDataset(value)) return;
  if (isDataset((value as { dataset?: unknown } | null | undefined)?.dataset)) {
    throw new InputError(
      'all that clean() returns was given; expected the dataset in it: const { dataset } = await raw.clean()',
    );
  }
  throw wrongValue(value, "a dataset: const { dataset } = await (await openDataset('sample')).clean()");
}

/** By what it can do: the class itself would bring its database along. */
function isDataset(value: unknown): value is DatasetLike {
  const given = (value ?? {}) as Partial<Record<'query' | 'clean' | 'interactions', unknown>>;
  return [given.query, given.clean, given.interactions].every((method) => typeof method === 'function');
}

import { wrongValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { Interactions } from './interactions.js';

/**
 * Refuses what cannot be trained on: a matrix without entries, or plays that are not finite numbers above 0.
 * The error names the first such user and artist. Cost: a pass over the plays.
 */
export function checkInteractions(interactions: Interactions): void {
  requireInteractions(interactions);
  const { users, artists, byUser, emptyBecause } = interactions;
  if (interactions.size === 0) {
    throw new InputError(
      `nothing to train on: ${users.size} users, ${artists.size} artists and no plays; ` +
        (emptyBecause ?? 'open a dataset with at least one row'),
    );
  }
  const bad = firstImpossible(byUser.values);
  if (bad < 0) return;
  const user = byUser.indptr.findIndex((start) => start > bad) - 1;
  throw new InputError(
    `user '${users.names[user]}' has ${byUser.values[bad]} plays of artist ` +
      `'${artists.names[byUser.indices[bad]]}'; expected a finite number above 0: clean the dataset with clean() ` +
      'before training',
  );
}

/** Where the first value is that is no {@link playCount}, or -1. A loop without calls: a tenth of the time of `findIndex`. */
function firstImpossible(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] > 0 && values[i] < Infinity)) return i;
  }
  return -1;
}

/** @throws InputError unless it is a matrix of plays; it says how to get that of a dataset */
export function requireInteractions(value: unknown): asserts value is Interactions {
  if (value instanceof Interactions) return;
  throw wrongValue(value, 'the plays of a dataset as a matrix: const plays = await dataset.interactions()');
}

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
      'the whole result of clean() was given; expected its dataset: const { dataset } = await raw.clean()',
    );
  }
  throw wrongValue(value, "a dataset: const { dataset } = await (await openDataset('sample')).clean()");
}

/** By what it can do: the class itself would bring its database along. */
function isDataset(value: unknown): value is DatasetLike {
  const given = (value ?? {}) as Partial<Record<'query' | 'clean' | 'interactions', unknown>>;
  return [given.query, given.clean, given.interactions].every((method) => typeof method === 'function');
}

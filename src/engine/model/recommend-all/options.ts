import { checkOptionNames, checkThreads } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import type { TaskProgress } from '../../../util/work.js';
import { checkCount, checkIndex } from '../arguments.js';
import type { ModelParts } from '../parts.js';

/** Options of `recommendAll`; each has a default. */
export interface RecommendAllOptions {
  /** How many artists for each user. Default 20; more than there are gives all. */
  count?: number;
  /** Whether artists a user has played may come back. Default false. */
  includePlayed?: boolean;
  /** Rows of the users to recommend to, from 0: a list, or those from `from` to `to` - 1. Default all. */
  users?: ArrayLike<number> | { readonly from: number; readonly to: number };
  /** Worker threads; the result does not depend on it. Default: the cores there are. */
  threads?: number;
  /** Stops the work; the promise is rejected with its reason. */
  signal?: AbortSignal;
  /** Called after every block of users: `done` of `total` of `task`. */
  onProgress?: (progress: TaskProgress) => void;
}

/** Options with their defaults, checked. */
export interface CheckedOptions {
  readonly count: number;
  readonly includePlayed: boolean;
  /** (users) rows */
  readonly users: ArrayLike<number>;
  readonly threads: number;
}

/** @throws InputError that names the option, the value found and the values expected */
export function checkOptions(model: ModelParts, options: RecommendAllOptions, cores: number): CheckedOptions {
  checkOptionNames<RecommendAllOptions>(options, {
    count: true,
    includePlayed: true,
    users: true,
    threads: true,
    signal: true,
    onProgress: true,
  });
  const { count = 20, includePlayed = false, threads = cores } = options;
  checkCount(count);
  checkThreads(threads);
  return {
    count: Math.min(count, model.artists.size),
    includePlayed,
    users: rowsOf(model, options),
    threads,
  };
}

function rowsOf(model: ModelParts, { users }: RecommendAllOptions): ArrayLike<number> {
  const { size } = model.users;
  if (users === undefined || 'from' in users) {
    const { from, to } = users ?? { from: 0, to: size };
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from || to > size) {
      throw new InputError(
        `users is from ${from} to ${to}; expected whole numbers, from 0 or more and to at most ${size}`,
      );
    }
    return Int32Array.from({ length: to - from }, (_, i) => from + i);
  }
  for (let i = 0; i < users.length; i++) checkIndex('user', users[i], size);
  return users;
}

import type { TaskProgress } from '../../util/current-progress.js';
import { InputError } from '../../util/errors.js';
import { formatCount } from '../../util/format.js';
import { seededRandom } from '../../util/random.js';
import type { Watch } from '../../util/watched.js';
import type { Recommender } from '../algorithm.js';
import type { CheckedOptions } from '../options.js';
import type { Split } from '../split/split.js';

/** Who is judged by what. */
export interface Judged {
  /** Knows the users of the split's `known`. */
  readonly model: Recommender;
  readonly split: Split;
  /** (n) rows of the users to judge, rising: those with something held out, or a sample of them. */
  readonly users: Int32Array;
}

/**
 * Finds the users to judge, and the model to ask about them.
 *
 * @throws InputError when nothing is held out, or the model and the split do not belong together
 */
export async function judgedBy(
  model: Recommender,
  split: Split,
  options: CheckedOptions,
  watch: Watch<TaskProgress>,
): Promise<Judged> {
  const { train, known, test } = split;
  if (model.artists.size !== train.artists.size || model.users.size !== train.users.size) {
    throw new InputError(
      `the model has ${sizes(model)} and the split ${sizes(train)}; expected a model trained on the split's train`,
    );
  }
  const { indptr, rows } = test.byUser;
  const all = Int32Array.from({ length: rows }, (_, user) => user).filter(
    (user) => indptr[user + 1] > indptr[user],
  );
  if (all.length === 0) {
    throw new InputError('the split holds nothing out (its test has no plays); expected plays to judge by');
  }
  return {
    model: known === train ? model : await model.withListeners(known, watch),
    split,
    users: sampleOf(all, options),
  };
}

function sampleOf(users: Int32Array, options: CheckedOptions): Int32Array {
  if (options.users === undefined || options.users >= users.length) return users;
  return seededRandom(options.seed).shuffle(users.slice()).slice(0, options.users).sort();
}

function sizes({ users, artists }: Pick<Recommender, 'users' | 'artists'>): string {
  return `${formatCount(users.size)} users and ${formatCount(artists.size)} artists`;
}

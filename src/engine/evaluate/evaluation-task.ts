import { InputError } from '../../util/errors.js';
import { formatCount } from '../../util/format.js';
import { seededRandom } from '../../util/random.js';
import type { Watch } from '../../util/work.js';
import type { Recommender } from '../baselines/algorithm.js';
import { allocateCsr, type CsrMatrix } from '../matrix/csr.js';
import type { Interactions } from '../matrix/interactions.js';
import type { CheckedOptions } from './evaluate-options.js';
import { need } from './metrics/metrics.js';
import { allocateLists, allocateRanks, type RankingJob } from './rank-users.js';
import type { Split } from './split/split.js';

/** The model and the users to evaluate. */
export interface EvaluationTask {
  /** Its users are those of the split's `known`. */
  readonly model: Recommender;
  readonly split: Split;
  /** (n) rows of the users to evaluate, ascending: those with held-out artists, or a sample of them. */
  readonly users: Int32Array;
  /** Whether lists and ranks have known artists, too. */
  readonly includePlayed: boolean;
  /** (users x artists) the known plays that are left out of them: all, or none. */
  readonly leftOut: CsrMatrix;
}

/**
 * Finds the users to evaluate and the model to evaluate on them.
 *
 * @throws InputError when nothing is held out, model and split do not match, or the model was trained on the held-out
 * plays
 */
export async function evaluationTask(
  model: Recommender,
  split: Split,
  options: CheckedOptions,
  watch: Watch,
): Promise<EvaluationTask> {
  const { train, known, test } = split;
  if (model.artists.size !== train.artists.size || model.users.size !== train.users.size) {
    throw new InputError(
      `the model has ${sizes(model)} and the split ${sizes(train)}; expected a model trained on split.train`,
    );
  }
  const { indptr, rows } = test.byUser;
  const all = Int32Array.from({ length: rows }, (_, user) => user).filter(
    (user) => indptr[user + 1] > indptr[user],
  );
  if (all.length === 0) {
    throw new InputError('the split holds out nothing (its test part has no plays); expected held-out plays');
  }
  const asked = known === train ? model : await withNewcomers(model, known, watch);
  const { includePlayed = split.repeats ?? false } = options;
  if (split.repeats && !includePlayed) {
    throw new InputError(
      'includePlayed is false and the split asks for known artists, too; leave it out, or make the split without repeats',
    );
  }
  if (!includePlayed) checkHeldOut(asked.plays, test.byUser);
  const leftOut = includePlayed ? allocateCsr(known.byUser.rows, known.byUser.columns, 0) : known.byUser;
  return { model: asked, split, users: sampleOf(all, options), includePlayed, leftOut };
}

/** @throws InputError for a model that has no equations for them, such as one of BPR */
async function withNewcomers(model: Recommender, known: Interactions, watch: Watch): Promise<Recommender> {
  try {
    return await model.withListeners(known, watch);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      `the split holds out whole users, and this model can answer nobody that it was not trained on (${error.message})`,
      { cause: error },
    );
  }
}

/**
 * Known plays are never recommended: a model trained on the held-out plays cannot recommend them, and every metric
 * would be near 0.
 *
 * @throws InputError when the model knows most of the test pairs
 */
function checkHeldOut(known: CsrMatrix, test: CsrMatrix): void {
  const seen = commonEntries(known, test);
  const all = test.indices.length;
  if (seen <= all / 2) return;
  throw new InputError(
    `the model already knows ${formatCount(seen)} of the ${formatCount(all)} plays that the split holds out, and ` +
      'does not recommend known plays: it was trained on more than split.train, or on another split; ' +
      'train it on split.train and evaluate that model',
  );
}

/** The number of pairs in both matrices. Cost: O(entries). */
function commonEntries(a: CsrMatrix, b: CsrMatrix): number {
  let common = 0;
  for (let row = 0; row < b.rows; row++) {
    let at = a.indptr[row];
    const end = a.indptr[row + 1];
    for (let i = b.indptr[row]; i < b.indptr[row + 1]; i++) {
      while (at < end && a.indices[at] < b.indices[i]) at++;
      if (at < end && a.indices[at] === b.indices[i]) common++;
    }
  }
  return common;
}

function sampleOf(users: Int32Array, options: CheckedOptions): Int32Array {
  if (options.users === undefined || options.users >= users.length) return users;
  return seededRandom(options.seed).shuffle(users.slice()).slice(0, options.users).sort();
}

function sizes({ users, artists }: Pick<Recommender, 'users' | 'artists'>): string {
  return `${formatCount(users.size)} users and ${formatCount(artists.size)} artists`;
}

/**
 * The job of ranking all artists for the evaluated users, with memory for what the metrics need.
 *
 * @param lists whether lists are made from the scores, too
 * @throws InputError when the model does not expose what its scores are computed from
 */
export function rankingJob(
  { model, split, users, leftOut }: EvaluationTask,
  { cuts, metrics, negatives, seed }: CheckedOptions,
  { lists }: { lists: boolean },
): RankingJob {
  const parts = model.scorerParts;
  if (!parts) {
    throw new InputError(
      'auc and percentileRank need a score for every artist and this model gives none; leave these metrics out',
    );
  }
  return {
    parts,
    leftOut,
    test: split.test.byUser,
    users,
    lists: lists ? allocateLists(users.length, Math.max(...cuts)) : undefined,
    ranks: need(metrics, 'ranks') ? allocateRanks(users, split.test.byUser) : undefined,
    negatives,
    seed,
  };
}

import { InputError } from '../../../util/errors.js';
import type { Recommender } from '../../baselines/algorithm.js';
import type { ScorerParts } from '../../baselines/scorer.js';
import { Model } from '../../model/model.js';
import { need } from '../measure.js';
import type { CheckedOptions } from '../options.js';
import type { Judged } from './judged.js';
import { allocateLists, allocateRanks, type RankingJob } from './rank-users.js';

/** What a model's scores are computed from; undefined where it does not say. */
export function partsOf(model: Recommender): ScorerParts | undefined {
  if (!(model instanceof Model)) return model.scorerParts;
  const { factors, userFactors, artistFactors } = model;
  return { kind: 'factors', factors, userFactors, artistFactors };
}

/**
 * The job of ranking all artists for the users judged, with memory for what the metrics need.
 *
 * @param lists whether lists are made of the scores, too
 * @throws InputError when the model does not say what its scores are computed from
 */
export function rankingJob(
  { model, split, users }: Judged,
  { cuts, metrics, negatives, seed }: CheckedOptions,
  { lists }: { lists: boolean },
): RankingJob {
  const parts = partsOf(model);
  if (!parts) {
    throw new InputError(
      'auc and percentileRank need a score for every artist and this model gives none; leave these metrics out',
    );
  }
  return {
    parts,
    known: split.known.byUser,
    test: split.test.byUser,
    users,
    lists: lists ? allocateLists(users.length, Math.max(...cuts)) : undefined,
    ranks: need(metrics, 'ranks') ? allocateRanks(users, split.test.byUser) : undefined,
    negatives,
    seed,
  };
}

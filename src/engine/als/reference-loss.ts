import type { Matrix } from 'ml-matrix';
import type { Interactions } from '../matrix/interactions.js';
import type { AlsSettings } from './options.js';
import { type ReferenceFactors, type ReferenceSide, referenceSides } from './reference-problem.js';

/**
 * The training loss as implicit reports it:
 * (sum over all pairs of c (p - x.y)^2 + sum of lambda |x|^2 and lambda |y|^2) / (sum c + U A - entries).
 */
export function referenceLoss(
  interactions: Interactions,
  settings: AlsSettings,
  { users, artists }: ReferenceFactors,
): number {
  const { byUser, byArtist } = referenceSides(interactions, settings);
  let loss = penalty(byUser, users) + penalty(byArtist, artists);
  let totalConfidence = 0;
  byUser.rows.forEach((entries, user) => {
    const scores = artists.mmul(users.getRowVector(user).transpose());
    loss += settings.unobservedWeight * scores.dot(scores);
    for (const { column, confidence, preference } of entries) {
      const score = scores.get(column, 0);
      loss += confidence * (preference - score) ** 2 - settings.unobservedWeight * score ** 2;
      totalConfidence += confidence;
    }
  });
  return loss / (totalConfidence + users.rows * artists.rows - interactions.size);
}

/** sum of lambda |x|^2 */
function penalty({ lambdas }: ReferenceSide, factors: Matrix): number {
  return lambdas.reduce((sum, lambda, row) => sum + lambda * factors.getRowVector(row).norm() ** 2, 0);
}

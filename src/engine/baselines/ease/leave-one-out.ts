import type { CsrMatrix } from '../../matrix/csr.js';
import type { EaseProjection } from './solution.js';

// Shapes: users U, known artists M; X (U x M) their weighted plays; P (M x M) as in EaseProjection.

/**
 * Fills `scores` (M) with what a model of all other users would give a user, for each artist from all others they play.
 *
 * The weights of artist j are a ridge regression of column j of X on the others, and leaving out a row of a ridge
 * regression takes no other solution: the error of row u is e / (1 - h), with e the error of the full one and h its
 * leverage (Golub, Heath and Wahba 1979, "Generalized cross-validation as a method for choosing a good ridge parameter",
 * section 2). Here e_uj = (XP)_uj / p_jj and 1 - h_uj = 1 - (XP)_u . x_u + (XP)_uj^2 / p_jj.
 */
export function scoresLeftOut(
  { diagonal, projectInto }: EaseProjection,
  { indptr, indices, values }: CsrMatrix,
  user: number,
  scores: Float64Array,
): void {
  projectInto(user, scores);
  let leverage = 0;
  for (let i = indptr[user]; i < indptr[user + 1]; i++) leverage += scores[indices[i]] * values[i];
  for (let j = 0; j < scores.length; j++) {
    const projected = scores[j];
    scores[j] = -projected / ((1 - leverage) * diagonal[j] + projected * projected);
  }
  for (let i = indptr[user]; i < indptr[user + 1]; i++) scores[indices[i]] += values[i];
}

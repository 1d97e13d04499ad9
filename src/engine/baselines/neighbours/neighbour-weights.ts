import type { CsrMatrix } from '../../matrix/csr.js';
import type { Weighting } from '../../model/equations/settings.js';
import { playStatistics, weightPlays } from '../../model/equations/weighting.js';
import { withValues } from '../with-values.js';

// Shapes: rows R (compared), columns C (compared by), entries N.

/** How plays are damped before anything is computed from them: as they are, their root, ln(1 + plays), or 1. */
export type Damping = 'linear' | 'sqrt' | 'log' | 'binary';

/** The plays, damped; at the same places. */
export function damped(plays: CsrMatrix, damping: Damping): CsrMatrix {
  if (damping === 'linear') return plays;
  if (damping === 'sqrt') return withValues(plays, plays.values.map(Math.sqrt));
  return withValues(plays, weightPlays(plays, damping));
}

/** The constants of text retrieval: counts saturate sooner than for confidences. */
const BM25 = { k1: 1.2, b: 0.75 };

/**
 * The rows of a matrix as vectors to compare by their dot products.
 *
 * - bm25: w = 2.2 plays / (1.2 (0.25 + 0.75 l) + plays) idf, with l the row's plays over the mean row's and
 *   idf = ln R - ln(1 + entries of the column); not normalised (Robertson and Zaragoza 2009, "The probabilistic
 *   relevance framework: BM25 and beyond", section 3; K1, B and idf as in the library implicit)
 * - any other: as in the type `Weighting`, with R for users and C for artists; then each row normalised to length 1, so
 *   that the dot product of two rows is their cosine
 *
 * @param plays (R x C)
 * @param statistics of the rows they are compared with, R for users and C for artists. Default: of the plays themselves
 * @returns (R x C) the same entries
 * Cost: two passes over the entries.
 */
export function neighbourWeights(
  plays: CsrMatrix,
  weighting: Weighting,
  statistics = playStatistics(plays),
): CsrMatrix {
  const result = withValues(plays, weightPlays(plays, weighting, { statistics, bm25: BM25 }));
  if (weighting !== 'bm25') atLengthOne(result);
  return result;
}

/** Divides each row by its length; zero rows stay zero. */
function atLengthOne(matrix: CsrMatrix): void {
  const { rows, indptr, values } = matrix;
  for (let row = 0; row < rows; row++) {
    const length = Math.sqrt(squaredLength(matrix, row)) || 1;
    for (let i = indptr[row]; i < indptr[row + 1]; i++) values[i] /= length;
  }
}

/** The dot product of a row with itself. */
export function squaredLength({ indptr, values }: CsrMatrix, row: number): number {
  let sum = 0;
  for (let i = indptr[row]; i < indptr[row + 1]; i++) sum += values[i] * values[i];
  return sum;
}

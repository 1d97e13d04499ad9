import type { CsrMatrix } from '../../matrix/csr.js';
import type { RowRange } from '../neighbours/best-products-job.js';

/** XtX, in its lower triangle. Shapes: users U, columns M. */
export interface GramJob {
  readonly kind: 'gram';
  /** X, (U x M) */
  readonly byUser: CsrMatrix;
  /** Xt, (M x U) */
  readonly byArtist: CsrMatrix;
  /** (M x M) row-major, initially zero. */
  readonly matrix: Float64Array;
}

/** What a thread does for a {@link GramJob}: each row independently, so that results do not depend on threads. */
export function startGramRows({ byUser, byArtist, matrix }: GramJob): (range: RowRange) => void {
  const size = byArtist.rows;
  return ({ from, to }) => {
    for (let row = from; row < to; row++) {
      const own = matrix.subarray(row * size, row * size + row + 1);
      for (let i = byArtist.indptr[row]; i < byArtist.indptr[row + 1]; i++) {
        addUser(own, byArtist.values[i], byUser, byArtist.indices[i]);
      }
    }
  };
}

/** Adds a multiple of a user's entries, those within the triangle. */
function addUser(
  own: Float64Array,
  weight: number,
  { indptr, indices, values }: CsrMatrix,
  user: number,
): void {
  for (let j = indptr[user]; j < indptr[user + 1] && indices[j] < own.length; j++) {
    own[indices[j]] += weight * values[j];
  }
}

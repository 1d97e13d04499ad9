import type { CsrMatrix } from '../../matrix/csr.js';
import type { RowRange } from './best-products.js';

/** XtX plus lambda on its diagonal, in its lower triangle. Shapes: users U, artists M. */
export interface GramJob {
  readonly kind: 'gram';
  /** X, (U x M) */
  readonly byUser: CsrMatrix;
  /** Xt, (M x U) */
  readonly byArtist: CsrMatrix;
  readonly lambda: number;
  /** (M x M) row-major; zeros that are filled in. */
  readonly matrix: Float64Array;
}

/** What a thread does for a {@link GramJob}: each row by itself, so that threads change no bit. */
export function startGramRows({ byUser, byArtist, lambda, matrix }: GramJob): (range: RowRange) => void {
  const size = byArtist.rows;
  return ({ from, to }) => {
    for (let row = from; row < to; row++) {
      const own = matrix.subarray(row * size, row * size + row + 1);
      for (let i = byArtist.indptr[row]; i < byArtist.indptr[row + 1]; i++) {
        addUser(own, byArtist.values[i], byUser, byArtist.indices[i]);
      }
      own[row] += lambda;
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

import { allocateCsr, type CsrMatrix } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { Fitting } from '../fit-on-threads.js';
import { knowledgeOfWeights } from './artist-weights.js';
import { type Gram, invertGram } from './invert-gram.js';
import type { KnownArtists } from './plays-of-known.js';
import type { EaseForm, EaseProjection, EaseSolution } from './solution.js';

// Shapes: users U, artists I, of which M are known to EASE; X (U x M) their weighted plays; P (M x M) as below.

/**
 * The form with P = (XtX + lambda I)^-1, one row for each artist: b_ij = -p_ij / p_jj.
 *
 * @param x (U x M)
 * @param gram (M x M) XtX
 */
export function primalForm(training: Interactions, known: KnownArtists, x: CsrMatrix, gram: Gram): EaseForm {
  return {
    async solve(lambda: number, fitting: Fitting): Promise<EaseSolution> {
      const { inverse, ...projection } = await solvePrimal(x, gram, lambda, fitting);
      const weights = () => weightsBetween(inverse, projection.diagonal, known, training.artists.size);
      return { ...projection, knowledge: () => knowledgeOfWeights(training, known, x, weights()) };
    },
  };
}

/** P for a lambda, and what tells how good it is. */
export async function solvePrimal(
  x: CsrMatrix,
  gram: Gram,
  lambda: number,
  fitting: Fitting,
): Promise<EaseProjection & { readonly inverse: Float64Array }> {
  const inverse = await invertGram(gram, lambda, fitting);
  const size = x.columns;
  return {
    inverse,
    lambda,
    diagonal: Float64Array.from({ length: size }, (_, i) => inverse[i * size + i]),
    projectInto(user, row) {
      row.fill(0);
      for (let i = x.indptr[user]; i < x.indptr[user + 1]; i++) {
        addMultiple(row, x.values[i], inverse, x.indices[i] * size);
      }
    },
  };
}

/** Adds a multiple of the row of a dense matrix that begins at `from`. */
export function addMultiple(sums: Float64Array, weight: number, matrix: Float64Array, from: number): void {
  for (let j = 0; j < sums.length; j++) sums[j] += weight * matrix[from + j];
}

/** (M x I) B, with its zeros on the diagonal. */
function weightsBetween(
  inverse: Float64Array,
  diagonal: Float64Array,
  { rows }: KnownArtists,
  artists: number,
): CsrMatrix {
  const size = rows.length;
  const result = allocateCsr(size, artists, size * size);
  for (let i = 0; i < size; i++) {
    result.indptr[i + 1] = (i + 1) * size;
    result.indices.set(rows, i * size);
    for (let j = 0; j < size; j++) {
      result.values[i * size + j] = i === j ? 0 : -inverse[i * size + j] / diagonal[j];
    }
  }
  return result;
}

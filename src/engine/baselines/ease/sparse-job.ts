import type { CsrMatrix } from '../../matrix/csr.js';
import { decompose, solveDecomposed } from '../../model/equations/row-solver.js';
import { BlockProducts, type ProductParts } from './block-products.js';

// Shapes: users U, artists I, of which P are popular; X (U x I) weighted plays; a block has n artists, of whose columns of B some are solved.

/** Columns of B from the inverses of small blocks of XtX + lambda I. */
export interface SparseEaseJob extends ProductParts {
  readonly kind: 'sparse ease';
  readonly lambda: number;
  /** Where each block begins among `artists`, and the end of the last. */
  readonly starts: Int32Array;
  /** The artists of each block, first those whose columns it solves. */
  readonly artists: Int32Array;
  /** (blocks) of how many artists it solves the columns. */
  readonly solved: Int32Array;
  /** (I x I) Bt, each row with room for the other artists of the block that solves it. */
  readonly columns: CsrMatrix;
}

/** What a thread does for a {@link SparseEaseJob}: each block independently, so that results do not depend on threads. */
export function startSparseEase(job: SparseEaseJob): (task: { block: number }) => void {
  const products = new BlockProducts(job);
  let matrix = new Float64Array();
  return ({ block }) => {
    const artists = job.artists.subarray(job.starts[block], job.starts[block + 1]);
    const size = artists.length;
    if (matrix.length < size * size) matrix = new Float64Array(size * size);
    products.fill(matrix, artists);
    for (let i = 0; i < size; i++) matrix[i * size + i] += job.lambda;
    // Positive definite for any lambda above 0, unless it drowns in the rounding of the products.
    if (!decompose(matrix, size)) throw new Error('lambda is too small for plays of this size');
    for (let i = 0; i < job.solved[block]; i++) solveColumn(job.columns, matrix, artists, i);
  };
}

/** b_ij = -c_i / c_j, with c column j of the block's inverse. */
function solveColumn(columns: CsrMatrix, lower: Float64Array, artists: Int32Array, column: number): void {
  const solution = new Float64Array(artists.length);
  solution[column] = 1;
  solveDecomposed(lower, solution);
  let next = columns.indptr[artists[column]];
  artists.forEach((artist, i) => {
    if (i === column) return;
    columns.indices[next] = artist;
    columns.values[next++] = -solution[i] / solution[column];
  });
}

import type { CsrMatrix } from '../../matrix/csr.js';
import { decompose, solveDecomposed } from '../../model/equations/row-solver.js';

// Shapes: users U, artists I; X (U x I) weighted plays; a block has n artists, of whose columns of B some are solved.

/** Columns of B from the inverses of small blocks of XtX + lambda I. */
export interface SparseEaseJob {
  readonly kind: 'sparse ease';
  /** Xt, (I x U) */
  readonly byArtist: CsrMatrix;
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
  const products = new BlockProducts(job.byArtist);
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

/** The products of the columns of X of some artists, without a look at the others' plays. */
class BlockProducts {
  readonly #byArtist: CsrMatrix;
  /** (U) the last entry of each user in the block, or -1. */
  readonly #last: Int32Array;
  // Of each entry: its artist in the block, its weight, and the entry of the same user before it.
  #columns = new Int32Array();
  #weights = new Float64Array();
  #before = new Int32Array();

  constructor(byArtist: CsrMatrix) {
    this.#byArtist = byArtist;
    this.#last = new Int32Array(byArtist.columns).fill(-1);
  }

  /** Fills the lower triangle of (n x n) `matrix`. */
  fill(matrix: Float64Array, artists: Int32Array): void {
    const { indptr, indices, values } = this.#byArtist;
    const size = artists.length;
    this.#makeRoom(artists.reduce((sum, artist) => sum + indptr[artist + 1] - indptr[artist], 0));
    matrix.fill(0, 0, size * size);
    let entry = 0;
    artists.forEach((artist, row) => {
      for (let i = indptr[artist]; i < indptr[artist + 1]; i++, entry++) {
        const user = indices[i];
        this.#columns[entry] = row;
        this.#weights[entry] = values[i];
        this.#before[entry] = this.#last[user];
        this.#last[user] = entry;
        for (let other = entry; other >= 0; other = this.#before[other]) {
          matrix[row * size + this.#columns[other]] += values[i] * this.#weights[other];
        }
      }
    });
    for (const artist of artists) {
      for (let i = indptr[artist]; i < indptr[artist + 1]; i++) this.#last[indices[i]] = -1;
    }
  }

  #makeRoom(entries: number): void {
    if (this.#columns.length >= entries) return;
    this.#columns = new Int32Array(entries);
    this.#weights = new Float64Array(entries);
    this.#before = new Int32Array(entries);
  }
}

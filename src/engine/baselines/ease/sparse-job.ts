import type { CsrMatrix } from '../../matrix/csr.js';
import { decompose, solveDecomposed } from '../../model/equations/row-solver.js';

// Shapes: users U, artists I, of which P are popular; X (U x I) weighted plays; a block has n artists, of whose columns of B some are solved.

/** Columns of B from the inverses of small blocks of XtX + lambda I. */
export interface SparseEaseJob {
  readonly kind: 'sparse ease';
  /** X */
  readonly byUser: CsrMatrix;
  /** Xt, (I x U) */
  readonly byArtist: CsrMatrix;
  /** (I) the place of each artist among the popular ones, or -1. */
  readonly popular: Int32Array;
  /** P, how many are popular. */
  readonly popularCount: number;
  /** (P x P) the lower triangle of their part of XtX. */
  readonly products: Float64Array;
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

/**
 * The products of the columns of X of some artists: looked up where both are popular, else summed over the listeners of
 * the one that is not, who are few.
 */
class BlockProducts {
  readonly #job: SparseEaseJob;
  /** (I) the place of each artist in the block, or -1. */
  readonly #place: Int32Array;

  constructor(job: SparseEaseJob) {
    this.#job = job;
    this.#place = new Int32Array(job.byArtist.rows).fill(-1);
  }

  /** Fills the lower triangle of (n x n) `matrix`. */
  fill(matrix: Float64Array, artists: Int32Array): void {
    const { popular } = this.#job;
    const size = artists.length;
    matrix.fill(0, 0, size * size);
    artists.forEach((artist, place) => {
      this.#place[artist] = place;
    });
    for (let place = 0; place < size; place++) {
      if (popular[artists[place]] >= 0) this.#lookUp(matrix, artists, place);
      else this.#sum(matrix, artists, place);
    }
    for (const artist of artists) this.#place[artist] = -1;
  }

  /** The products of a popular artist with those before it that are popular, too. */
  #lookUp(matrix: Float64Array, artists: Int32Array, place: number): void {
    const { popular, popularCount, products } = this.#job;
    const own = popular[artists[place]];
    for (let other = 0; other <= place; other++) {
      const their = popular[artists[other]];
      if (their < 0) continue;
      const [row, column] = own > their ? [own, their] : [their, own];
      matrix[place * artists.length + other] = products[row * popularCount + column];
    }
  }

  /** The products of an artist that is not popular with all that are, and with those before it. */
  #sum(matrix: Float64Array, artists: Int32Array, place: number): void {
    const { byUser, byArtist, popular } = this.#job;
    const size = artists.length;
    const end = byArtist.indptr[artists[place] + 1];
    for (let i = byArtist.indptr[artists[place]]; i < end; i++) {
      const user = byArtist.indices[i];
      const weight = byArtist.values[i];
      for (let j = byUser.indptr[user]; j < byUser.indptr[user + 1]; j++) {
        const other = this.#place[byUser.indices[j]];
        if (other < 0) continue;
        if (other <= place) matrix[place * size + other] += weight * byUser.values[j];
        else if (popular[artists[other]] >= 0) matrix[other * size + place] += weight * byUser.values[j];
      }
    }
  }
}

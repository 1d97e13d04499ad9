import type { CsrMatrix } from '../matrix/csr.js';
import type { RowRange } from './best-products-job.js';

/** XtX plus lambda on its diagonal, in its lower triangle. Shapes: users U, artists M. */
export interface GramJob {
  readonly kind: 'gram';
  /** X, (U x M) */
  readonly byUser: CsrMatrix;
  /** Xt, (M x U) */
  readonly byArtist: CsrMatrix;
  readonly lambda: number;
  /** (M x M) row-major, initially zero. */
  readonly matrix: Float64Array;
}

/** What a thread does for a {@link GramJob}: each row independently, so that results do not depend on threads. */
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

// Shapes: matrix A (M x M), symmetric and positive definite, of which the lower triangle is kept; panel of W columns.

/** Columns per panel: two panels of 2,000 rows stay in the processor's cache. */
export const PANEL_COLUMNS = 32;

/** In-place inversion of a symmetric, positive definite matrix. */
export interface InverseJob {
  readonly kind: 'inverse';
  readonly size: number;
  /** (M x M) row-major; the lower triangle of A becomes that of -A^-1 */
  readonly matrix: Float64Array;
  /** (M x W) C, the columns of the panel */
  readonly columns: Float64Array;
  /** (M x W) G = C D^-1, with D the (W x W) block of the panel on the diagonal */
  readonly scaled: Float64Array;
}

/**
 * A step for the panel that begins at column `panel`: one thread extracts and scales the panel, all threads update the
 * other columns, then one writes the panel back.
 */
export interface InverseStep {
  readonly step: 'take' | 'update' | 'put';
  readonly panel: number;
}

/**
 * What a thread does for an {@link InverseJob}. Sweeping A on a panel K (Goodnight 1979, "A tutorial on the SWEEP
 * operator", in its symmetric form and by blocks) replaces D by -D^-1, C by C D^-1, and every other a_ij by a_ij - g_i
 * . c_j; after all panels A has become -A^-1. Each value is computed by one thread and always in the same order, so
 * that results do not depend on threads.
 */
export function startInverse(job: InverseJob, thread: number, threads: number): (task: InverseStep) => void {
  return ({ step, panel }) => {
    const width = Math.min(PANEL_COLUMNS, job.size - panel);
    if (step === 'take') takePanel(job, panel, width);
    else if (step === 'put') putPanel(job, panel, width);
    else for (let row = thread; row < job.size; row += threads) updateRow(job, row, panel, width);
  };
}

/** Index of a value of the symmetric matrix. */
function place(size: number, i: number, j: number): number {
  return i >= j ? i * size + j : j * size + i;
}

function takePanel({ size, matrix, columns, scaled }: InverseJob, panel: number, width: number): void {
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < width; k++) columns[i * PANEL_COLUMNS + k] = matrix[place(size, i, panel + k)];
  }
  const swept = sweep(columns.slice(panel * PANEL_COLUMNS, (panel + width) * PANEL_COLUMNS), width);
  for (let i = 0; i < size; i++) {
    const own = columns.subarray(i * PANEL_COLUMNS, i * PANEL_COLUMNS + width);
    for (let k = 0; k < width; k++) {
      let sum = 0;
      for (let l = 0; l < width; l++) sum -= own[l] * swept[l * PANEL_COLUMNS + k];
      scaled[i * PANEL_COLUMNS + k] = sum;
    }
  }
  // From here on the panel's own rows of `scaled` hold what is written back: -D^-1.
  scaled.set(swept, panel * PANEL_COLUMNS);
}

/** Replaces the (width x width) block D at the left of a (width x W) one by -D^-1, a column at a time. */
function sweep(block: Float64Array, width: number): Float64Array {
  const at = (i: number, j: number) => i * PANEL_COLUMNS + j;
  for (let k = 0; k < width; k++) {
    const pivot = block[at(k, k)];
    for (let i = 0; i < width; i++) {
      if (i === k) continue;
      const scale = block[at(i, k)] / pivot;
      for (let j = 0; j < width; j++) if (j !== k) block[at(i, j)] -= scale * block[at(k, j)];
    }
    for (let i = 0; i < width; i++) {
      block[at(i, k)] /= pivot;
      block[at(k, i)] = block[at(i, k)];
    }
    block[at(k, k)] = -1 / pivot;
  }
  return block;
}

/** a_ij - g_i . c_j for all j up to i outside the panel. */
function updateRow(job: InverseJob, row: number, panel: number, width: number): void {
  if (row >= panel && row < panel + width) return;
  subtractProducts(job, row, 0, Math.min(panel, row + 1), width);
  subtractProducts(job, row, panel + width, row + 1, width);
}

function subtractProducts(
  { size, matrix, columns, scaled }: InverseJob,
  row: number,
  from: number,
  to: number,
  width: number,
): void {
  const g = row * PANEL_COLUMNS;
  let j = from;
  for (; j + 4 <= to; j += 4) {
    let c = j * PANEL_COLUMNS;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let k = g; k < g + width; k++, c++) {
      const scale = scaled[k];
      sum0 += scale * columns[c];
      sum1 += scale * columns[c + PANEL_COLUMNS];
      sum2 += scale * columns[c + 2 * PANEL_COLUMNS];
      sum3 += scale * columns[c + 3 * PANEL_COLUMNS];
    }
    const target = row * size + j;
    matrix[target] -= sum0;
    matrix[target + 1] -= sum1;
    matrix[target + 2] -= sum2;
    matrix[target + 3] -= sum3;
  }
  for (; j < to; j++) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += scaled[g + k] * columns[j * PANEL_COLUMNS + k];
    matrix[row * size + j] -= sum;
  }
}

function putPanel({ size, matrix, scaled }: InverseJob, panel: number, width: number): void {
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < width; k++) {
      matrix[place(size, i, panel + k)] = scaled[i * PANEL_COLUMNS + k];
    }
  }
}

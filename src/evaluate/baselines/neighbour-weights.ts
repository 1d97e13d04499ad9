import type { Weighting } from '../../als/options.js';
import { allocateCsr, type CsrMatrix, countByColumn } from '../../matrix/csr.js';

// Shapes: rows R (what is compared), columns C (what it is compared by), entries N.

/** What BM25 takes from text retrieval for neighbours: it saturates sooner than for confidences, see `weightPlays`. */
const BM25_K1 = 1.2;
const BM25_B = 0.75;

/** What tfidf and bm25 compare an entry with. */
export interface ColumnStatistics {
  readonly rows: number;
  /** (C) entries of each column */
  readonly entries: Int32Array;
  /** Sum of the mean row. */
  readonly meanLength: number;
}

/** Cost: a pass over the entries. */
export function columnStatistics(plays: CsrMatrix): ColumnStatistics {
  let sum = 0;
  for (let i = 0; i < plays.values.length; i++) sum += plays.values[i];
  return { rows: plays.rows, entries: countByColumn(plays), meanLength: sum / plays.rows };
}

/**
 * The rows of a matrix as vectors to compare by their products.
 *
 * - bm25: w = 2.2 plays / (1.2 (0.25 + 0.75 l) + plays) idf, with l the row's plays over the mean row's and
 *   idf = ln R - ln(1 + entries of the column); as long as they come out (Robertson and Zaragoza 2009, "The
 *   probabilistic relevance framework: BM25 and beyond", section 3; K1, B and idf as in the library implicit)
 * - tfidf: w = sqrt(plays) idf; log: ln(1 + plays); binary: 1; linear: plays; then each row at length 1, so that
 *   the product of two rows is their cosine
 *
 * @param plays (R x C)
 * @param statistics of the rows they are compared with. Default: of the plays themselves
 * @returns (R x C) the same entries
 * Cost: two passes over the entries.
 */
export function neighbourWeights(
  plays: CsrMatrix,
  weighting: Weighting,
  statistics = columnStatistics(plays),
): CsrMatrix {
  const { rows, columns, indptr, indices, values } = plays;
  const idf = Float64Array.from(statistics.entries, (count) => Math.log(statistics.rows) - Math.log1p(count));
  const result = allocateCsr(rows, columns, indices.length);
  result.indptr.set(indptr);
  result.indices.set(indices);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [indptr[row], indptr[row + 1]];
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i];
    const saturation = BM25_K1 * (1 - BM25_B + (BM25_B * sum) / statistics.meanLength);
    let squares = 0;
    for (let i = from; i < to; i++) {
      const weight = weightOf(weighting, values[i], idf[indices[i]], saturation);
      squares += weight * weight;
      result.values[i] = weight;
    }
    if (weighting !== 'bm25' && squares > 0) divide(result.values, from, to, Math.sqrt(squares));
  }
  return result;
}

function weightOf(weighting: Weighting, plays: number, idf: number, saturation: number): number {
  switch (weighting) {
    case 'linear':
      return plays;
    case 'log':
      return Math.log1p(plays);
    case 'binary':
      return 1;
    case 'tfidf':
      return Math.sqrt(plays) * idf;
    case 'bm25':
      return ((plays * (BM25_K1 + 1)) / (saturation + plays)) * idf;
  }
}

function divide(values: Float32Array, from: number, to: number, divisor: number): void {
  for (let i = from; i < to; i++) values[i] /= divisor;
}

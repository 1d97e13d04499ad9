import { allocateCsr, type CsrMatrix } from '../matrix/csr.js';
import type { Weighting } from '../model/equations/settings.js';
import { type PlayStatistics, playStatistics, weightPlays } from '../model/equations/weighting.js';

// Shapes: rows R (what is compared), columns C (what it is compared by), entries N.

/** What BM25 takes from text retrieval for neighbours: it saturates sooner than for confidences, see `weightPlays`. */
const BM25_K1 = 1.2;
const BM25_B = 0.75;

/**
 * The rows of a matrix as vectors to compare by their products.
 *
 * - bm25: w = 2.2 plays / (1.2 (0.25 + 0.75 l) + plays) idf, with l the row's plays over the mean row's and
 *   idf = ln R - ln(1 + entries of the column); as long as they come out (Robertson and Zaragoza 2009, "The
 *   probabilistic relevance framework: BM25 and beyond", section 3; K1, B and idf as in the library implicit)
 * - any other: as `weightPlays` has it, with R for users and C for artists; then each row at length 1, so that the
 *   product of two rows is their cosine
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
  const result = allocateCsr(plays.rows, plays.columns, plays.indices.length);
  result.indptr.set(plays.indptr);
  result.indices.set(plays.indices);
  if (weighting === 'bm25') weighByBm25(result.values, plays, statistics);
  else {
    result.values.set(weightPlays(plays, weighting, { statistics }));
    atLengthOne(result);
  }
  return result;
}

function weighByBm25(
  weights: Float32Array,
  { rows, indptr, indices, values }: CsrMatrix,
  { users, meanPlays, listeners }: PlayStatistics,
): void {
  const idf = Float64Array.from(listeners, (count) => Math.log(users) - Math.log1p(count));
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = indptr[row]; i < indptr[row + 1]; i++) sum += values[i];
    const saturation = BM25_K1 * (1 - BM25_B + (BM25_B * sum) / meanPlays);
    for (let i = indptr[row]; i < indptr[row + 1]; i++) {
      weights[i] = ((values[i] * (BM25_K1 + 1)) / (saturation + values[i])) * idf[indices[i]];
    }
  }
}

/** Divides each row by its length; a row of zeros stays. */
function atLengthOne({ rows, indptr, values }: CsrMatrix): void {
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let i = indptr[row]; i < indptr[row + 1]; i++) squares += values[i] * values[i];
    if (squares === 0) continue;
    const length = Math.sqrt(squares);
    for (let i = indptr[row]; i < indptr[row + 1]; i++) values[i] /= length;
  }
}

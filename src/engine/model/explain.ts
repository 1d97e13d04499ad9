import { readOptions, wholeNumber } from '../../util/checks.js';
import type { CsrMatrix } from '../matrix/csr.js';
import type { DerivedData } from './derived-data.js';
import { checkConfidences, noSingleSolution } from './equations/row-solver.js';
import { regularizationOfRows } from './equations/settings.js';
import { signConfidences, weightPlays } from './equations/weighting.js';
import { fewPlaysFactor } from './fold-in/few-plays.js';
import type { ModelParts } from './model-parts.js';

/** How much to list. */
export interface ExplainOptions {
  /** How many of the played artists; the others are summed up. Default all. */
  count?: number;
}

/** One played artist's part in a score. */
export interface Contribution {
  artist: string;
  plays: number;
  /** c, the trainer's confidence in these plays. */
  confidence: number;
  /** What it adds to the score; negative where it counts against the artist. */
  contribution: number;
}

/** Why a user has the score they have for an artist. */
export interface Explanation {
  artist: string;
  /** The sum of all contributions. */
  score: number;
  /** One for each artist the user played, the largest first. */
  contributions: Contribution[];
  /** The sum of the contributions that are not listed; 0 when all are. */
  others: number;
}

/**
 * Explains the score of a user for an artist; see `Model.explain`.
 *
 * @param parts the model's, or the same with other users
 * @param user row of the user in `parts`
 * @param artist row of the artist
 */
export function explainScore(
  derived: DerivedData,
  parts: ModelParts,
  user: number,
  artist: number,
  options: ExplainOptions,
): Explanation {
  const { count = parts.artists.size } = readOptions(options, { count: wholeNumber(1) }, {});
  const { settings } = derived;
  const row = rowOf(parts.plays, user);
  const signed = signConfidences(weightPlays(row, settings.weighting, derived), settings);
  const name = parts.users.names[user];
  checkConfidences(row.values, signed, `user '${name}'`, (i) => parts.artists.names[row.indices[i]]);
  const played = row.indices.length;
  const [trained] = regularizationOfRows(Int32Array.of(played), row.columns, settings);
  const lambda = trained * fewPlaysFactor(parts, played);
  const similarities = derived.userSolver.similarities({ rows: row.indices, signed, lambda }, artist);
  if (similarities === undefined) throw noSingleSolution('user', name);
  const contributions = Array.from(row.indices, (played, i) => ({
    artist: parts.artists.names[played],
    plays: row.values[i],
    confidence: Math.abs(signed[i]),
    contribution: Math.max(0, signed[i]) * similarities[i],
  })).sort((a, b) => b.contribution - a.contribution);
  return {
    artist: parts.artists.names[artist],
    score: sumOf(contributions),
    contributions: contributions.slice(0, count),
    others: sumOf(contributions.slice(count)),
  };
}

function sumOf(contributions: Contribution[]): number {
  return contributions.reduce((sum, { contribution }) => sum + contribution, 0);
}

/** One row of a matrix as a matrix, sharing its memory. */
function rowOf({ columns, indptr, indices, values }: CsrMatrix, row: number): CsrMatrix {
  const [start, end] = [indptr[row], indptr[row + 1]];
  return {
    rows: 1,
    columns,
    indptr: Int32Array.of(0, end - start),
    indices: indices.subarray(start, end),
    values: values.subarray(start, end),
  };
}

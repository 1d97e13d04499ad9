import { inTurns, type Watch, watched } from '../../../util/work.js';
import { type CsrMatrix, countByRow, transpose } from '../../matrix/csr.js';
import type { IdMap } from '../../matrix/id-map.js';
import type { DerivedData } from '../derived-data.js';
import { checkConfidences, type EquationsSolver, noSingleSolution } from '../equations/row-solver.js';
import { regularizationOfRows } from '../equations/settings.js';
import { playsOfUsers, signConfidences, weightPlays } from '../equations/weighting.js';
import type { ModelParts } from '../model-parts.js';
import { fewPlaysFactor } from './few-plays.js';

// Shapes: users U and artists I of the model, factors F, new rows n.

/** Rows to solve, with the other side held fixed. */
interface RowsToSolve {
  /** n */
  readonly rows: number;
  readonly factors: number;
  /** (F) vector of a row, or undefined without plays. Throws an InputError if there is no unique solution. */
  solve(row: number): ArrayLike<number> | undefined;
}

/**
 * Users, solved exactly from what they play, with the model's artists held fixed.
 *
 * @param plays (n x I)
 * @param users (n) for errors
 * @param record of the model they will be users of, which says how listeners of few artists are solved
 * Cost of each: a quarter of a millisecond for 50 artists at 64 factors, a twentieth at 20.
 */
export function usersToSolve(
  derived: DerivedData,
  plays: CsrMatrix,
  users: IdMap,
  record: Pick<ModelParts, 'training'>,
): RowsToSolve {
  const { settings, userSolver } = derived;
  const weights = weightPlays(plays, settings.weighting, derived);
  const signed = Float32Array.from(signConfidences(weights, settings));
  const counts = countByRow(plays);
  const lambdas = regularizationOfRows(counts, plays.columns, settings).map(
    (lambda, user) => lambda * fewPlaysFactor(record, counts[user]),
  );
  return rowsToSolve(userSolver, plays, signed, lambdas, { own: users, held: derived.parts.artists });
}

/**
 * Artists, solved exactly from who plays them, with the model's users held fixed. An artist's rarity, for bm25 and
 * tfidf, is by its listeners in `plays`; a user's length by what they play in the model.
 *
 * @param plays (n x U)
 * @param artists (n) for errors
 */
export function artistsToSolve(derived: DerivedData, plays: CsrMatrix, artists: IdMap): RowsToSolve {
  const { settings, artistSolver, parts } = derived;
  const byUser = transpose(plays);
  const listeners = countByRow(plays);
  // Lazy properties, read only if the weighting needs them: both cost a pass over the model's plays.
  const weights = weightPlays(byUser, settings.weighting, {
    get statistics() {
      return { ...derived.statistics, listeners };
    },
    get userPlays() {
      return playsOfUsers(parts.plays);
    },
  });
  const signed = transpose({ ...byUser, values: Float32Array.from(signConfidences(weights, settings)) });
  const lambdas = regularizationOfRows(listeners, plays.columns, settings);
  return rowsToSolve(artistSolver, plays, signed.values, lambdas, { own: artists, held: parts.users });
}

/** The vector of the only row, zeros where it has no plays. */
export function solveOnly({ factors, solve }: RowsToSolve): Float32Array {
  return Float32Array.from(solve(0) ?? new Float32Array(factors));
}

/**
 * The vectors of all rows, zeros without plays. Yields the thread now and then.
 *
 * @returns (n x F)
 */
export async function solveAll({ rows, factors, solve }: RowsToSolve, given: Watch): Promise<Float32Array> {
  const vectors = new Float32Array(rows * factors);
  const put = (row: number) => vectors.set(solve(row) ?? [], row * factors);
  await watched('folding in', given, (watch) => inTurns('folding in', rows, watch, put));
  return vectors;
}

function rowsToSolve(
  solver: EquationsSolver,
  { rows, indptr, indices, values }: CsrMatrix,
  confidences: Float32Array,
  lambdas: Float32Array,
  names: { own: IdMap; held: IdMap },
): RowsToSolve {
  const { own, held } = names;
  const solve = (row: number) => {
    const [start, end] = [indptr[row], indptr[row + 1]];
    if (start === end) return undefined;
    const signed = Float64Array.from(confidences.subarray(start, end));
    const [plays, columns] = [values.subarray(start, end), indices.subarray(start, end)];
    checkConfidences(plays, signed, `${own.kind} '${own.names[row]}'`, (i) => held.names[columns[i]]);
    const x = solver.solve({ rows: columns, signed, lambda: lambdas[row] });
    if (x === undefined) throw noSingleSolution(own.kind, own.names[row]);
    return x;
  };
  return { rows, factors: solver.factors, solve };
}

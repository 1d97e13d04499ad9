import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { seededRandom } from '../../util/random.js';
import { checkInteractions } from '../matrix/check-interactions.js';
import { countByRow } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';
import type { Interactions } from '../matrix/interactions.js';
import { regularizationOfRows } from '../model/equations/settings.js';
import { signConfidences, weightPlays } from '../model/equations/weighting.js';
import type { Model } from '../model/model.js';
import {
  type AlsOptions,
  type AlsSettings,
  type CheckedAlsOptions,
  readAlsOptions,
  trainingProgress,
} from './options.js';
import { copyKnownFactors, drawFactors } from './prepare.js';
import { stepsOf } from './steps.js';
import { trainedModel } from './trained-model.js';
import { notFiniteError } from './training.js';

// Shapes: users U, artists A, factors F. Vectors are columns (F x 1); a row of factors is (1 x F).

/** The squared residual below which a row is solved. */
const SOLVED = 1e-20;

/**
 * Trains as `trainAls` does, in plain double precision on one thread: the specification to read, and what
 * the fast kernel is tested against. For small data: it is a few hundred times slower.
 *
 * @example trainReference(interactions, { solver: 'cholesky' }).losses
 * @param interactions (users x artists) plays, finite and above 0
 * @param options as for `trainAls`; `threads` does not count, `signal` is looked at once an iteration
 * @throws as `trainAls` does
 * @category Train
 */
export function trainReference(interactions: Interactions, options: AlsOptions = {}): Model {
  const checked = readAlsOptions(options);
  checkInteractions(interactions);
  const { settings, onIteration, onProgress, signal } = checked;
  const losses: number[] = [];
  let factors = firstFactors(interactions, checked);
  for (let iteration = 1; iteration <= settings.iterations; iteration++) {
    signal?.throwIfAborted();
    const started = performance.now();
    factors = referenceIteration(interactions, settings, factors, iteration);
    const loss = settings.computeLoss ? referenceLoss(interactions, settings, factors) : undefined;
    if (loss !== undefined) losses.push(loss);
    const seconds = (performance.now() - started) / 1000;
    onIteration?.(loss === undefined ? { iteration, seconds } : { iteration, loss, seconds });
    onProgress?.(trainingProgress(iteration, settings.iterations, loss));
  }
  return trainedModel(interactions, settings, {
    losses,
    userFactors: Float32Array.from(factors.users.to1DArray()),
    artistFactors: Float32Array.from(factors.artists.to1DArray()),
  });
}

function firstFactors(
  { users, artists }: Interactions,
  { settings, start }: CheckedAlsOptions,
): ReferenceFactors {
  const { factors, seed } = settings;
  const random = seededRandom(seed);
  const draw = (names: IdMap, trained?: Float32Array, known?: IdMap) => {
    const values = new Float32Array(names.size * factors);
    drawFactors(values, factors, factors, random);
    if (trained && known) copyKnownFactors(values, factors, names, trained, known);
    return Matrix.from1DArray(names.size, factors, [...values]);
  };
  return {
    users: draw(users, start?.userFactors, start?.users),
    artists: draw(artists, start?.artistFactors, start?.artists),
  };
}

/**
 * One iteration: every user's factors with the artists held, then every artist's with the new users held.
 *
 * @internal
 */
export function referenceIteration(
  interactions: Interactions,
  settings: AlsSettings,
  factors: ReferenceFactors,
  iteration: number,
): ReferenceFactors {
  const { byUser, byArtist } = referenceSides(interactions, settings);
  const users = solveSide(byUser, factors.users, factors.artists, settings, iteration);
  checkFinite(interactions.users, users, iteration, settings);
  const artists = solveSide(byArtist, factors.artists, users, settings, iteration);
  checkFinite(interactions.artists, artists, iteration, settings);
  return { users, artists };
}

/**
 * One half: all rows x of `solved` from the held factors Y, each the solution of A x = b with
 *
 *     A = a0 YtY + sum_i (c_i - a0) y_i y_iT + lambda I        b = sum_i c_i p_i y_i
 *
 * a0 YtY is the same for every row, which is what makes all the pairs without plays affordable (Hu, Koren and Volinsky
 * 2008, section 4).
 */
function solveSide(
  side: ReferenceSide,
  solved: Matrix,
  held: Matrix,
  { unobservedWeight, solver }: AlsSettings,
  iteration: number,
): Matrix {
  const { steps, relaxation } = stepsOf(solver, iteration);
  const gram = held.transpose().mmul(held).mul(unobservedWeight);
  const result = Matrix.zeros(solved.rows, solved.columns);
  side.rows.forEach((entries, row) => {
    if (entries.length === 0) return;
    const A = Matrix.add(gram, Matrix.eye(gram.rows).mul(side.lambdas[row]));
    const b = Matrix.zeros(gram.rows, 1);
    for (const { column, confidence, preference } of entries) {
      const y = held.getRowVector(column).transpose();
      A.add(y.mmul(y.transpose()).mul(confidence - unobservedWeight));
      b.add(Matrix.mul(y, confidence * preference));
    }
    const before = solved.getRowVector(row).transpose();
    const x = solver === 'cholesky' ? solveExactly(A, b) : stepTowards(A, b, before, steps);
    // x, or what lies beyond it as seen from where the row was
    result.setRow(row, x.add(Matrix.sub(x, before).mul(relaxation - 1)).to1DArray());
  });
  return result;
}

/** Solves A x = b by Cholesky decomposition; NaN where A is not positive definite. */
function solveExactly(A: Matrix, b: Matrix): Matrix {
  const decomposition = new CholeskyDecomposition(A);
  return decomposition.isPositiveDefinite() ? decomposition.solve(b) : Matrix.mul(b, Number.NaN);
}

/**
 * Some steps of conjugate gradients towards A x = b, from the x of the iteration before (Takács, Pilászy and
 * Tikk, "Applications of the conjugate gradient method for implicit feedback collaborative filtering", 2011,
 * section 4). Few are enough: the other side changes before more digits would pay.
 */
function stepTowards(A: Matrix, b: Matrix, before: Matrix, steps: number): Matrix {
  const x = before.clone();
  const residual = Matrix.sub(b, A.mmul(x));
  let direction = residual.clone();
  let squared = residual.dot(residual);
  for (let step = 0; step < steps && !(squared < SOLVED); step++) {
    const product = A.mmul(direction);
    const curvature = direction.dot(product);
    if (curvature <= 0) break; // only rounding gets here: A is positive semidefinite
    const length = squared / curvature;
    x.add(Matrix.mul(direction, length));
    residual.sub(product.mul(length));
    const next = residual.dot(residual);
    direction = Matrix.add(residual, direction.mul(next / squared));
    squared = next;
  }
  return x;
}

function checkFinite(names: IdMap, factors: Matrix, iteration: number, settings: AlsSettings): void {
  const broken = factors.to2DArray().findIndex((row) => !row.every(Number.isFinite));
  if (broken >= 0) throw notFiniteError(names, broken, iteration, settings);
}

/**
 * The training loss as implicit reports it:
 * (sum over all pairs of c (p - x.y)^2 + sum of lambda |x|^2 and lambda |y|^2) / (sum c + U A - entries).
 *
 * @internal
 */
export function referenceLoss(
  interactions: Interactions,
  settings: AlsSettings,
  { users, artists }: ReferenceFactors,
): number {
  const { byUser, byArtist } = referenceSides(interactions, settings);
  let loss = penalty(byUser, users) + penalty(byArtist, artists);
  let totalConfidence = 0;
  byUser.rows.forEach((entries, user) => {
    const scores = artists.mmul(users.getRowVector(user).transpose());
    loss += settings.unobservedWeight * scores.dot(scores);
    for (const { column, confidence, preference } of entries) {
      const score = scores.get(column, 0);
      loss += confidence * (preference - score) ** 2 - settings.unobservedWeight * score ** 2;
      totalConfidence += confidence;
    }
  });
  return loss / (totalConfidence + users.rows * artists.rows - interactions.size);
}

/** sum of lambda |x|^2 */
function penalty({ lambdas }: ReferenceSide, factors: Matrix): number {
  return lambdas.reduce((sum, lambda, row) => sum + lambda * factors.getRowVector(row).norm() ** 2, 0);
}

/** Where a training stands: one row of F factors per user and per artist, in double precision. */
interface ReferenceFactors {
  /** (U x F) */
  readonly users: Matrix;
  /** (A x F) */
  readonly artists: Matrix;
}

/** One pair that was played, seen from its row. */
interface ReferenceEntry {
  readonly column: number;
  /** c: how sure we are of the preference */
  readonly confidence: number;
  /** p: 1 for liked, 0 for not */
  readonly preference: 0 | 1;
}

/** One half of the problem: for every row its entries and its lambda. */
interface ReferenceSide {
  readonly rows: ReferenceEntry[][];
  readonly lambdas: Float32Array;
}

/** Plays as confidences and preferences, by user and by artist. */
function referenceSides(
  { byUser: plays, byArtist }: Interactions,
  settings: AlsSettings,
): { byUser: ReferenceSide; byArtist: ReferenceSide } {
  const signed = signConfidences(weightPlays(plays, settings.weighting), settings);
  const users: ReferenceEntry[][] = Array.from({ length: plays.rows }, () => []);
  const artists: ReferenceEntry[][] = Array.from({ length: plays.columns }, () => []);
  for (let user = 0; user < plays.rows; user++) {
    for (let i = plays.indptr[user]; i < plays.indptr[user + 1]; i++) {
      const entry = { confidence: Math.abs(signed[i]), preference: signed[i] > 0 ? 1 : 0 } as const;
      users[user].push({ column: plays.indices[i], ...entry });
      artists[plays.indices[i]].push({ column: user, ...entry });
    }
  }
  return {
    byUser: { rows: users, lambdas: regularizationOfRows(countByRow(plays), plays.columns, settings) },
    byArtist: {
      rows: artists,
      lambdas: regularizationOfRows(countByRow(byArtist), byArtist.columns, settings),
    },
  };
}

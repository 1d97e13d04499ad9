import {
  aboveZero,
  type Given,
  oneOf,
  readOptions,
  seedNumber,
  wholeNumber,
  zeroOrMore,
} from '../../util/checks.js';
import { seededRandom } from '../../util/random.js';
import { allocateCsr, type CsrMatrix, transpose } from '../matrix/csr.js';
import type { Weighting } from '../model/equations/settings.js';
import { weightPlays } from '../model/equations/weighting.js';
import { Model } from '../model/model.js';
import type { Algorithm } from './algorithm.js';
import {
  askEach,
  drawVectors,
  type Fitting,
  fitWatched,
  onThreads,
  sharedFloat32,
} from './fit-on-threads.js';
import type { LogisticJob, LogisticSide, LogisticTask } from './logistic-matrix-factorization-job.js';

/** What is set, each value checked. */
export interface LogisticMatrixFactorizationSettings {
  /** Latent dimensions, 1 to 512; the biases of users and artists are two more. Default 30. */
  readonly factors: number;
  /** Initial step size of Adagrad, above 0. Default 1. */
  readonly learningRate: number;
  /** Pull of every factor towards zero, 0 or more. Default 0.6. */
  readonly regularization: number;
  /** Passes over the users, then the artists. Default 30. */
  readonly iterations: number;
  /** Negative pairs drawn for each pair with plays; at most factors + 2 per user or artist. Default 30. */
  readonly negatives: number;
  /** How plays are weighted: how much a pair counts. Default `binary`. */
  readonly weighting: Weighting;
  /** Seed of the initial factors and the drawn pairs. Default 42. */
  readonly seed: number;
}

/** Each has a default. */
export type LogisticMatrixFactorizationOptions = Given<LogisticMatrixFactorizationSettings>;

const DEFAULTS: LogisticMatrixFactorizationSettings = {
  factors: 30,
  learningRate: 1,
  regularization: 0.6,
  iterations: 30,
  negatives: 30,
  weighting: 'binary',
  seed: 42,
};
const CHECKS = {
  factors: wholeNumber(1, 512),
  learningRate: aboveZero,
  regularization: zeroOrMore,
  iterations: wholeNumber(1, 10_000),
  negatives: wholeNumber(1, 1000),
  weighting: oneOf('linear', 'log', 'binary', 'bm25', 'tfidf'),
  seed: seedNumber,
};

/** Rows per task: few enough for an even load. */
const BLOCK_ROWS = 256;

/**
 * Logistic matrix factorization: a user plays an artist with the probability sigmoid(x.y), where x and y each have a
 * bias (Johnson 2014, "Logistic matrix factorization for implicit feedback data", section 3; Adagrad, negative samples
 * and most defaults as in the Python library implicit 0.7.3). A pair counts as much as its weighted plays; pairs
 * without plays are drawn, artists in proportion to their listeners. Scores are logits: any number, above 0 for more
 * likely than not. The last two factors are the bias of artists, with 1 for each user, and that of users, with 1 for
 * each artist; a user or artist without plays gets the zero vector.
 *
 * @example const model = await baselines.logisticMatrixFactorization({ factors: 30, seed: 1 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0
 * Cost: about 4 factors operations for each entry and each drawn pair, twice an iteration: 6 s of a core for lastfm-2k,
 * 8 minutes on two cores for Last.fm 360K.
 */
export function logisticMatrixFactorization(options: LogisticMatrixFactorizationOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'logisticMatrixFactorization');
  return {
    name: `logistic matrix factorization, ${settings.factors} factors`,
    fit: (interactions, fitOptions = {}) =>
      fitWatched('fitting probabilities', interactions, fitOptions, async (fitting) => {
        const stride = settings.factors + 2;
        const { draw, seeds } = randomNumbers(settings.seed);
        const byUser = weighted(interactions.byUser, settings.weighting);
        const ofArtists = sideOf(transpose(byUser), stride, settings.factors + 1, draw);
        const ofUsers = sideOf(byUser, stride, settings.factors, draw);
        const job: LogisticJob = { kind: 'logistic', stride, ...settings, sides: [ofUsers, ofArtists] };
        await iterate(job, settings.iterations, seeds, fitting);
        return new Model({
          users: interactions.users,
          artists: interactions.artists,
          factors: stride,
          userFactors: ofUsers.vectors,
          artistFactors: ofArtists.vectors,
          plays: interactions.byUser,
          training: { algorithm: 'logistic matrix factorization', ...settings },
        });
      }),
  };
}

function randomNumbers(seed: number): { draw: () => number; seeds: () => number } {
  const random = seededRandom(seed);
  return { draw: random.normal, seeds: () => random.integer(2 ** 32) };
}

function weighted(plays: CsrMatrix, weighting: Weighting): CsrMatrix {
  const result = allocateCsr(plays.rows, plays.columns, plays.indices.length);
  result.indptr.set(plays.indptr);
  result.indices.set(plays.indices);
  result.values.set(weightPlays(plays, weighting));
  return result;
}

function sideOf(plays: CsrMatrix, stride: number, ones: number, draw: () => number): LogisticSide {
  const vectors = drawVectors(plays, stride, draw, ones);
  return { plays, vectors, squares: sharedFloat32(vectors.length), ones };
}

/** Users first, then artists, each with the other side held fixed. */
async function iterate(
  job: LogisticJob,
  iterations: number,
  seeds: () => number,
  { threads, signal, onProgress }: Fitting,
): Promise<void> {
  const halves = 2 * iterations;
  await onThreads('fitting probabilities', job, { threads, signal }, async (pool) => {
    for (let half = 0; half < halves; half++) {
      const tasks = tasksOf(job, half % 2 === 0 ? 0 : 1, seeds());
      await askEach(pool, threads, tasks, (done) => {
        const part = (half + done / tasks.length) / 2;
        onProgress?.({ task: 'fitting probabilities', done: part, total: iterations });
      });
    }
  });
}

function tasksOf({ sides }: LogisticJob, side: 0 | 1, seed: number): LogisticTask[] {
  const { rows } = sides[side].plays;
  return Array.from({ length: Math.ceil(rows / BLOCK_ROWS) }, (_, block) => ({
    side,
    seed,
    from: block * BLOCK_ROWS,
    to: Math.min((block + 1) * BLOCK_ROWS, rows),
  }));
}

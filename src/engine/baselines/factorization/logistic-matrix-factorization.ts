import {
  aboveZero,
  type Given,
  oneOf,
  readOptions,
  seedNumber,
  wholeNumber,
  zeroOrMore,
} from '../../../util/checks.js';
import { fill } from '../../../util/fill.js';
import { MODEL_WORDS } from '../../../util/finding-words.js';
import { seededRandom } from '../../../util/random.js';
import { type CsrMatrix, transpose } from '../../matrix/csr.js';
import type { Weighting } from '../../model/equations/settings.js';
import { weightPlays } from '../../model/equations/weighting.js';
import { Model } from '../../model/model.js';
import type { Algorithm } from '../algorithm.js';
import {
  askEach,
  drawVectors,
  type Fitting,
  fitWatched,
  onThreads,
  sharedFloat32,
} from '../fit-on-threads.js';
import { nameOfSettings } from '../name-of-settings.js';
import { withValues } from '../with-values.js';
import type { LogisticJob, LogisticSide, LogisticTask } from './logistic-matrix-factorization-job.js';

/** What is set, each value checked. */
export interface LogisticMatrixFactorizationSettings {
  /** Latent dimensions, 1 to 512; the biases of users and artists are two more. Default 30. */
  readonly factors: number;
  /** Initial step size of Adagrad, above 0. Default 1. */
  readonly learningRate: number;
  /**
   * Pull of every factor towards zero, 0 or more. Default 5, or less for few plays: a twelfth of the total weight
   * over sqrt(users x artists).
   */
  readonly regularization: number;
  /** Passes over the users, then the artists. Default 60. */
  readonly iterations: number;
  /** Negative pairs drawn for each pair with plays; at most factors + 2 per user or artist. Default 30. */
  readonly negatives: number;
  /** How plays are weighted: how much a pair counts. Default `log`. */
  readonly weighting: Weighting;
  /** Seed of the initial factors and the drawn pairs. Default 42. */
  readonly seed: number;
}

/** Those of {@link LogisticMatrixFactorizationSettings}, of which each has a default. */
export type LogisticMatrixFactorizationOptions = Given<LogisticMatrixFactorizationSettings>;

const DEFAULTS: Omit<LogisticMatrixFactorizationSettings, 'regularization'> = {
  factors: 30,
  learningRate: 1,
  iterations: 60,
  negatives: 30,
  weighting: 'log',
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
 * bias (Johnson 2014, "Logistic matrix factorization for implicit feedback data", section 3; Adagrad and negative samples
 * as in the Python library implicit 0.7.3). A pair counts as much as its weighted plays; pairs
 * without plays are drawn, artists in proportion to their listeners. Scores are logits: any number, above 0 for more
 * likely than not. The last two factors are the bias of artists, with 1 for each user, and that of users, with 1 for
 * each artist; a user or artist without plays gets the zero vector.
 *
 * The settings of implicit are `{ regularization: 0.6, iterations: 30, weighting: 'linear' }`. The defaults were the best
 * of some 20 on lastfm-2k, on the sample and on the ratings of MovieLens 100K together, with a fifth held out: NDCG@10
 * of 0.217, 0.283 and 0.377, instead of 0.143, 0.175 and 0.268 with `{ regularization: 0.6, iterations: 30, weighting:
 * 'binary' }`.
 *
 * @example const model = await baselines.logisticMatrixFactorization({ factors: 30, seed: 1 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0
 * Cost: about 4 factors operations for each entry and each drawn pair, twice an iteration: 12 s of a core for lastfm-2k;
 * 5 s of a core an iteration for 100,000 users with 49 of 50,000 artists (measured); by that a quarter of an hour on two
 * cores for Last.fm 360K.
 */
export function logisticMatrixFactorization(options: LogisticMatrixFactorizationOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'logisticMatrixFactorization');
  const factors = fill(MODEL_WORDS.factorsOfModel, { count: settings.factors });
  return {
    name: nameOfSettings(`${MODEL_WORDS.logisticFactorization}, ${factors}`, options, ['factors']),
    fit: (interactions, fitOptions = {}) =>
      fitWatched('fitting probabilities', interactions, fitOptions, async (fitting) => {
        const stride = settings.factors + 2;
        const { draw, seeds } = randomNumbers(settings.seed);
        const byUser = withValues(interactions.byUser, weightPlays(interactions.byUser, settings.weighting));
        const { regularization = usualRegularization(byUser) } = settings;
        const ofArtists = sideOf(transpose(byUser), stride, settings.factors + 1, draw);
        const ofUsers = sideOf(byUser, stride, settings.factors, draw);
        const job: LogisticJob = {
          kind: 'logistic',
          stride,
          ...settings,
          regularization,
          sides: [ofUsers, ofArtists],
        };
        await iterate(job, settings.iterations, seeds, fitting);
        return new Model({
          users: interactions.users,
          artists: interactions.artists,
          factors: stride,
          userFactors: ofUsers.vectors,
          artistFactors: ofArtists.vectors,
          plays: interactions.byUser,
          training: { algorithm: 'logistic matrix factorization', ...settings, regularization },
        });
      }),
  };
}

/** What suits plenty of plays is too much for few: the pull of a row's own plays grows with their weight. */
function usualRegularization({ rows, columns, values }: CsrMatrix): number {
  const weight = values.reduce((sum, value) => sum + value, 0);
  return Math.min(5, weight / Math.sqrt(rows * columns) / 12);
}

function randomNumbers(seed: number): { draw: () => number; seeds: () => number } {
  const random = seededRandom(seed);
  return { draw: random.normal, seeds: () => random.integer(2 ** 32) };
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

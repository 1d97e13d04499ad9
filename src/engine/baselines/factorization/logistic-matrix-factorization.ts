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
import type { WasmMemory } from '../../../util/web-assembly.js';
import { allocateMemory } from '../../kernels/memory.js';
import { loadKernel } from '../../kernels/node/load-kernel.js';
import type { WorkerPool } from '../../kernels/node/worker-pool.js';
import type { Weighting } from '../../model/equations/settings.js';
import { Model } from '../../model/model.js';
import type { Algorithm } from '../algorithm.js';
import { askEach, type Fitting, fitWatched, onThreads, passes } from '../fit-on-threads.js';
import { nameOfSettings } from '../name-of-settings.js';
import type { RowRange } from '../neighbours/best-products-job.js';
import { paced } from '../pace.js';
import {
  type LogisticJob,
  type LogisticPreparation,
  type LogisticStep,
  regularizationIn,
} from './logistic-job.js';
import { type LogisticLayout, layOutLogistic } from './logistic-layout.js';
import { withoutFilling } from './vectors.js';

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

/** Pairs per task: some 5 ms, so that handing them out costs little and threads end together. */
const BLOCK_PAIRS = 2 ** 17;

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
 * Cost: about 4 factors operations for each entry and each drawn pair, twice an iteration: of two cores of an AMD EPYC,
 * 2 s for lastfm-2k, 0.8 s an iteration for 100,000 users with 51 artists each, and 3 s an iteration for Last.fm 360K,
 * beside other work; 16 bytes for each entry, and the vectors three times.
 */
export function logisticMatrixFactorization(options: LogisticMatrixFactorizationOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'logisticMatrixFactorization');
  const factors = fill(MODEL_WORDS.factorsOfModel, { count: settings.factors });
  return {
    name: nameOfSettings(`${MODEL_WORDS.logisticFactorization}, ${factors}`, options, ['factors']),
    fit: (interactions, fitOptions = {}) =>
      fitWatched('fitting probabilities', interactions, fitOptions, async (fitting) => {
        const { users, artists, byUser: plays, size: entries } = interactions;
        const { factors, seed, iterations } = settings;
        const sizes = {
          users: users.size,
          artists: artists.size,
          entries,
          factors,
          threads: fitting.threads,
        };
        const layout = layOutLogistic(sizes);
        const memory = allocateMemory(layout.totalBytes);
        const module = loadKernel('factorization');
        const job: LogisticJob = { kind: 'logistic', module, memory, sizes, plays, ...settings };
        await onThreads('fitting probabilities', job, fitting, async (pool) => {
          await prepare(pool, fitting);
          await iterate(pool, layout, { seed, iterations, negatives: settings.negatives, memory }, fitting);
        });
        const [userFactors, artistFactors] = layout.sides.map(({ rows, vectors }) =>
          withoutFilling(new Float32Array(memory.buffer, vectors, rows * layout.stride), layout.width),
        );
        const [regularization] = regularizationIn(memory, layout);
        return new Model({
          users,
          artists,
          factors: layout.width,
          userFactors,
          artistFactors,
          plays,
          training: { algorithm: 'logistic matrix factorization', ...settings, regularization },
        });
      }),
  };
}

const PREPARATIONS: readonly LogisticPreparation[] = ['weigh', 'transpose', 'draw'];

async function prepare(pool: WorkerPool, fitting: Fitting): Promise<void> {
  const nextPass = passes('weighing plays', PREPARATIONS.length, fitting);
  for (const preparation of PREPARATIONS) {
    await nextPass();
    await pool.ask(preparation);
  }
  await nextPass();
}

interface Iterating {
  readonly seed: number;
  readonly iterations: number;
  readonly negatives: number;
  readonly memory: WasmMemory;
}

/** Users first, then artists, each with the other side held fixed. */
async function iterate(
  pool: WorkerPool,
  { sides, width }: LogisticLayout,
  { seed, iterations, negatives, memory }: Iterating,
  { threads, onProgress }: Fitting,
): Promise<void> {
  const tell = paced('fitting probabilities', iterations, onProgress);
  // Not the numbers that the first vectors are drawn from.
  const { integer } = seededRandom(~seed);
  const blocks = sides.map(({ rows, indptr }) =>
    blocksOf(
      new Int32Array(memory.buffer, indptr, rows + 1),
      (entries) => entries + Math.min(entries * negatives, width),
    ),
  );
  for (let half = 0; half < 2 * iterations; half++) {
    const side = half % 2 === 0 ? 0 : 1;
    const seedOfHalf = integer(2 ** 32);
    const tasks = blocks[side].map((range): LogisticStep => ({ ...range, side, seed: seedOfHalf }));
    await askEach(pool, threads, tasks, (done) => tell((half + done / tasks.length) / 2));
  }
}

/** Ranges of rows with about as many pairs each. */
function blocksOf(indptr: Int32Array, pairsOf: (entries: number) => number): RowRange[] {
  const blocks: RowRange[] = [];
  let from = 0;
  let pairs = 0;
  for (let row = 0; row < indptr.length - 1; row++) {
    pairs += pairsOf(indptr[row + 1] - indptr[row]);
    if (pairs < BLOCK_PAIRS && row + 2 < indptr.length) continue;
    blocks.push({ from, to: row + 1 });
    from = row + 1;
    pairs = 0;
  }
  return blocks;
}

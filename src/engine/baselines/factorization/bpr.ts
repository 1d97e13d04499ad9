import { aboveZero, readOptions, seedNumber, wholeNumber, zeroOrMore } from '../../../util/checks.js';
import { fill } from '../../../util/fill.js';
import { MODEL_WORDS } from '../../../util/finding-words.js';
import { seededRandom } from '../../../util/random.js';
import { Model } from '../../model/model.js';
import type { Algorithm } from '../algorithm.js';
import { drawVectors, fitWatched, onThreads } from '../fit-on-threads.js';
import { nameOfSettings } from '../name-of-settings.js';
import type { BprJob } from './bpr-job.js';

/** Each has a default. */
export interface BprOptions {
  /** Latent dimensions, 1 to 512; the artists' bias is one more. Default 30. */
  factors?: number;
  /** Step size, above 0. Default 0.01. */
  learningRate?: number;
  /** Pull of every factor towards zero, 0 or more. Default 0.002. */
  regularization?: number;
  /** Passes, each with as many samples as there are entries. Default 60. */
  iterations?: number;
  /** Seed of the initial factors and the samples. Default 42. */
  seed?: number;
}

const DEFAULTS: Required<BprOptions> = {
  factors: 30,
  learningRate: 0.01,
  regularization: 0.002,
  iterations: 60,
  seed: 42,
};
const CHECKS = {
  factors: wholeNumber(1, 512),
  learningRate: aboveZero,
  regularization: zeroOrMore,
  iterations: wholeNumber(1, 10_000),
  seed: seedNumber,
};

/** Samples per message: some 0.1 s, for regular progress. */
const SLICE_SAMPLES = 200_000;

/**
 * Bayesian personalized ranking: factors that rank artists a user plays above others, whatever the number of plays
 * (Rendle, Freudenthaler, Gantner and Schmidt-Thieme 2009, "BPR: Bayesian personalized ranking from implicit feedback",
 * section 4; samples as in the Python library implicit 0.7.3). The last factor is the artists' bias, with 1 for each
 * user; a user or artist without plays gets the zero vector.
 *
 * The settings of implicit are `{ factors: 100, regularization: 0.01, iterations: 100 }`, which overfit: with a fifth held
 * out, NDCG@10 is 0.168 on lastfm-2k, 0.207 on the sample and 0.293 on the ratings of MovieLens 100K, instead of 0.175,
 * 0.261 and 0.339 with the defaults. More iterations are soon worse: `bestOf` finds how many.
 *
 * @example const model = await baselines.bpr({ factors: 30, seed: 1 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0
 * Cost: about 11 factors operations for each of entries x iterations samples, sequentially on one thread: some 1
 * microsecond at 30 factors, so 3 s for lastfm-2k, 5 s of a core for each pass over 100,000 users with 49 of 50,000
 * artists (measured), and, extrapolated, a quarter of an hour for Last.fm 360K.
 */
export function bpr(options: BprOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'bpr');
  const { factors, iterations, seed } = settings;
  return {
    name: nameOfSettings(`BPR, ${fill(MODEL_WORDS.factorsOfModel, { count: factors })}`, options, [
      'factors',
    ]),
    fit: (interactions, fitOptions = {}) =>
      fitWatched('ranking pairs', interactions, fitOptions, async ({ signal, onProgress }) => {
        const random = seededRandom(seed);
        const draw = () => (random.uniform() - 0.5) / factors;
        const { users, artists, byUser: plays } = interactions;
        const stride = factors + 1;
        const artistFactors = drawVectors(interactions.byArtist, stride, draw);
        const userFactors = drawVectors(plays, stride, draw, factors);
        const job: BprJob = { kind: 'bpr', plays, ...settings, artistFactors, userFactors };
        const total = iterations * interactions.size;
        await onThreads('ranking pairs', job, { threads: 1, signal }, async (pool) => {
          for (let done = 0; done < total; done += SLICE_SAMPLES) {
            const samples = Math.min(SLICE_SAMPLES, total - done);
            await pool.ask({ samples });
            const passed = Math.floor((done + samples) / interactions.size);
            onProgress?.({ task: 'ranking pairs', done: passed, total: iterations });
          }
        });
        const training = { algorithm: 'bpr', ...settings };
        return new Model({ users, artists, factors: stride, userFactors, artistFactors, plays, training });
      }),
  };
}

import { aboveZero, readOptions, seedNumber, wholeNumber, zeroOrMore } from '../../util/checks.js';
import { seededRandom } from '../../util/random.js';
import { Model } from '../model/model.js';
import type { Algorithm } from './algorithm.js';
import type { BprJob } from './bpr-job.js';
import { drawVectors, fitWatched, onThreads } from './fit-on-threads.js';

/** Each has a default. */
export interface BprOptions {
  /** Latent dimensions, 1 to 512; the artists' bias is one more. Default 100. */
  factors?: number;
  /** Step size, above 0. Default 0.01. */
  learningRate?: number;
  /** Pull of every factor towards zero, 0 or more. Default 0.01. */
  regularization?: number;
  /** Passes, each with as many samples as there are entries. Default 100. */
  iterations?: number;
  /** Seed of the initial factors and the samples. Default 42. */
  seed?: number;
}

const DEFAULTS: Required<BprOptions> = {
  factors: 100,
  learningRate: 0.01,
  regularization: 0.01,
  iterations: 100,
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
 * section 4; samples and defaults as in the Python library implicit 0.7.3). The last factor is the artists' bias, with
 * 1 for each user; a user or artist without plays gets the zero vector.
 *
 * @example const model = await baselines.bpr({ factors: 100, seed: 1 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0
 * Cost: about 11 factors operations for each of entries x iterations samples, sequentially on one thread: 2
 * microseconds at 100 factors, so 14 s for lastfm-2k and, extrapolated, an hour for Last.fm 360K.
 */
export function bpr(options: BprOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'bpr');
  const { factors, iterations, seed } = settings;
  return {
    name: `BPR, ${factors} factors`,
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

import { aboveZero, readOptions, seedNumber, wholeNumber, zeroOrMore } from '../../../util/checks.js';
import { fill } from '../../../util/fill.js';
import { MODEL_WORDS } from '../../../util/finding-words.js';
import { seededRandom } from '../../../util/random.js';
import type { WasmMemory } from '../../../util/web-assembly.js';
import { allocateMemory } from '../../kernels/memory.js';
import { loadKernel } from '../../kernels/node/load-kernel.js';
import type { WorkerPool } from '../../kernels/node/worker-pool.js';
import { type CsrMatrix, countByColumn } from '../../matrix/csr.js';
import { Model } from '../../model/model.js';
import type { Algorithm } from '../algorithm.js';
import { type Fitting, fitWatched, onThreads } from '../fit-on-threads.js';
import { nameOfSettings } from '../name-of-settings.js';
import { paced } from '../pace.js';
import type { BprJob, BprTask } from './bpr-job.js';
import { type BprLayout, type BprSizes, blocksFor, layOutBpr } from './bpr-layout.js';
import { withoutFilling } from './vectors.js';

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

/**
 * Bayesian personalized ranking: factors that rank artists a user plays above others, whatever the number of plays
 * (Rendle, Freudenthaler, Gantner and Schmidt-Thieme 2009, "BPR: Bayesian personalized ranking from implicit feedback",
 * section 4; artists are drawn in proportion to their listeners, as in the Python library implicit 0.7.3; an iteration
 * takes each entry once, in random order). The last factor is the artists' bias, with 1 for each
 * user; a user or artist without plays gets the zero vector.
 *
 * The settings of implicit are `{ factors: 100, regularization: 0.01, iterations: 100 }`, which overfit: with a fifth held
 * out, NDCG@10 is 0.168 on lastfm-2k, 0.207 on the sample and 0.293 on the ratings of MovieLens 100K, instead of 0.175,
 * 0.261 and 0.339 with the defaults. More iterations are soon worse: `bestOf` finds how many.
 *
 * @example const model = await baselines.bpr({ factors: 30, seed: 1 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0
 * Cost: about 11 factors operations for each of entries x iterations samples, on up to 8 threads where there are 2
 * million plays or more, on one where they are few: of two cores of an AMD EPYC some 0.2 microseconds a sample at 30
 * factors, beside other work, so half a second for lastfm-2k, 1 s for each pass over 100,000 users with 51 artists each,
 * and 4 s for each over Last.fm 360K; 16 bytes for each entry, and the vectors twice.
 */
export function bpr(options: BprOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'bpr');
  const { factors, iterations } = settings;
  return {
    name: nameOfSettings(`BPR, ${fill(MODEL_WORDS.factorsOfModel, { count: factors })}`, options, [
      'factors',
    ]),
    fit: (interactions, fitOptions = {}) =>
      fitWatched('ranking pairs', interactions, fitOptions, async (fitting) => {
        const { users, artists, byUser: plays, size: entries } = interactions;
        const blocks = blocksFor(artists.size, entries);
        const threads = Math.min(fitting.threads, blocks.users);
        const sizes = { users: users.size, artists: artists.size, entries, factors, blocks, threads };
        const layout = layOutBpr(sizes);
        const memory = allocateMemory(layout.totalBytes);
        writePlays(memory, layout, plays);
        const job: BprJob = { kind: 'bpr', module: loadKernel('factorization'), memory, sizes, ...settings };
        await onThreads('ranking pairs', job, { ...fitting, threads }, (pool) =>
          iterate(pool, job, layout, iterations, fitting),
        );
        const vectorsAt = (place: number, rows: number) =>
          withoutFilling(new Float32Array(memory.buffer, place, rows * layout.stride), layout.width);
        return new Model({
          users,
          artists,
          factors: layout.width,
          userFactors: vectorsAt(layout.userFactors, users.size),
          artistFactors: vectorsAt(layout.artistFactors, artists.size),
          plays,
          training: { algorithm: 'bpr', ...settings },
        });
      }),
  };
}

function writePlays({ buffer }: WasmMemory, layout: BprLayout, plays: CsrMatrix): void {
  new Int32Array(buffer, layout.indptr).set(plays.indptr);
  new Int32Array(buffer, layout.indices).set(plays.indices);
  new Int32Array(buffer, layout.listeners).set(countByColumn(plays));
}

async function iterate(
  pool: WorkerPool,
  { memory, sizes, seed }: BprJob,
  layout: BprLayout,
  iterations: number,
  { onProgress }: Fitting,
): Promise<void> {
  const tell = paced('ranking pairs', iterations, onProgress);
  // Not the numbers that the first vectors are drawn from.
  const { integer } = seededRandom(~seed);
  const { blocks } = sizes;
  await pool.ask({ step: 'draw' } satisfies BprTask);
  for (let iteration = 0; iteration < iterations; iteration++) {
    drawBlocks(memory, sizes, layout, integer);
    const seedOfIteration = integer(2 ** 32);
    await pool.run({ step: 'arrange' } satisfies BprTask);
    for (let step = 0; step < blocks.artists; step++) {
      const [group, shift] = [Math.floor(step / blocks.users), step % blocks.users];
      await pool.run({ step: 'learn', seed: seedOfIteration, group, shift } satisfies BprTask);
      tell(iteration + (step + 1) / blocks.artists);
    }
  }
}

/** Puts each artist into a random block, and makes room for the pools of the blocks. */
function drawBlocks(
  { buffer }: WasmMemory,
  { artists, entries, blocks }: BprSizes,
  layout: BprLayout,
  integer: (limit: number) => number,
): void {
  const blockOf = new Uint8Array(buffer, layout.blockOf, artists);
  const listeners = new Int32Array(buffer, layout.listeners, artists);
  const poolStarts = new Int32Array(buffer, layout.poolStarts, blocks.artists + 1).fill(0);
  for (let artist = 0; artist < artists; artist++) {
    const block = integer(blocks.artists);
    blockOf[artist] = block;
    poolStarts[block + 1] += listeners[artist];
  }
  for (let block = 0; block < blocks.artists; block++) poolStarts[block + 1] += poolStarts[block];
  // The end of the last stratum; each other one ends where the next begins.
  new Int32Array(buffer, layout.starts)[blocks.users * blocks.artists] = entries;
}

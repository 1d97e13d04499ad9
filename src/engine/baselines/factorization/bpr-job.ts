import { seededRandom } from '../../../util/random.js';
import { type WasmMemory, type WasmModule, wasm } from '../../../util/web-assembly.js';
import { type BprLayout, type BprSizes, layOutBpr } from './bpr-layout.js';
import { drawVectors } from './vectors.js';

// Shapes: users U, artists I; A blocks of users, B of artists, in groups of A.

/** Plays, listeners and vectors, and how these are fitted. */
export interface BprJob {
  readonly kind: 'bpr';
  readonly module: WasmModule;
  /** With the plays and the listeners, see {@link layOutBpr}. */
  readonly memory: WasmMemory;
  readonly sizes: BprSizes;
  readonly learningRate: number;
  readonly regularization: number;
  readonly seed: number;
}

/**
 * Draws the first vectors, on one thread; or, on all of them, sorts the entries for another iteration, or learns from
 * the strata of all blocks a of users with blocks (a + shift) mod A of a group of artists, of which no two share a user or
 * an artist.
 */
export type BprTask = { readonly step: 'draw' } | { readonly step: 'arrange' } | LearnTask;

interface LearnTask {
  readonly step: 'learn';
  /** The same throughout an iteration, on every thread. */
  readonly seed: number;
  readonly group: number;
  readonly shift: number;
}

/** The functions of the compiled kernel, in pointers and sizes; `kernels/assembly/factorization` says what they do. */
interface BprKernel {
  arrangeUsers(
    from: number,
    to: number,
    indptr: number,
    indices: number,
    blockOf: number,
    blocks: number,
    users: number,
    artists: number,
    starts: number,
    next: number,
  ): void;
  fillPool(block: number, artists: number, blockOf: number, listeners: number, pool: number): void;
  learnStratum(
    count: number,
    users: number,
    artists: number,
    poolSize: number,
    pool: number,
    indptr: number,
    indices: number,
    x: number,
    y: number,
    stride: number,
    ones: number,
    learningRate: number,
    regularization: number,
    seed: number,
    stratum: number,
    scratch: number,
  ): void;
}

/**
 * What a thread does for a {@link BprJob}. A sample is a pair (u, i) with plays and another pair's artist j, so that
 * artists are drawn in proportion to their listeners, as in the library implicit; if u plays j, too, the sample is
 * skipped. The step is that of stochastic gradient ascent (Rendle, Freudenthaler, Gantner and Schmidt-Thieme 2009,
 * "BPR: Bayesian personalized ranking from implicit feedback", figure 4 and section 4.3.1).
 *
 * With users in A blocks and, in each iteration anew, artists in B random ones, i and j come from one block: so strata
 * without a common block can be learned from at the same time, and a block's vectors stay in a core's cache (the
 * stratified schedule of Gemulla, Nijkamp, Haas and Sismanis 2011, "Large-scale matrix factorization with distributed
 * stochastic gradient descent", section 4). Each stratum draws its own random numbers, so that results do not depend on
 * threads.
 */
export function startBpr(job: BprJob, thread: number, threads: number): (task: BprTask) => void {
  const { module, memory, sizes } = job;
  const layout = layOutBpr(sizes);
  const kernel = new wasm.Instance(module, { env: { memory } }).exports as BprKernel;
  const scratch = layout.scratch[thread];
  return (task) => {
    if (task.step === 'draw') {
      drawBoth(job, layout);
      return;
    }
    if (task.step === 'arrange') {
      for (let block = thread; block < sizes.blocks.users; block += threads) {
        arrange(job, layout, kernel, block, scratch);
      }
      for (let block = thread; block < sizes.blocks.artists; block += threads) {
        fillPool(job, layout, kernel, block);
      }
      return;
    }
    for (let block = thread; block < sizes.blocks.users; block += threads) {
      learn(job, layout, kernel, stratumOf(job, task, block), scratch);
    }
  };
}

/** Artists first. */
function drawBoth({ memory: { buffer }, sizes, seed }: BprJob, layout: BprLayout): void {
  const { users, artists, factors } = sizes;
  const { width, stride } = layout;
  const { uniform } = seededRandom(seed);
  const draw = () => (uniform() - 0.5) / factors;
  const listeners = new Int32Array(buffer, layout.listeners, artists);
  const ofArtists = new Int32Array(artists + 1);
  for (let artist = 0; artist < artists; artist++)
    ofArtists[artist + 1] = ofArtists[artist] + listeners[artist];
  const artistVectors = new Float32Array(buffer, layout.artistFactors, artists * stride);
  drawVectors(artistVectors, { rows: artists, indptr: ofArtists }, width, draw);
  const userVectors = new Float32Array(buffer, layout.userFactors, users * stride);
  const ofUsers = new Int32Array(buffer, layout.indptr, users + 1);
  drawVectors(userVectors, { rows: users, indptr: ofUsers }, width, draw, factors);
}

/** Sorts the entries of a block of users. */
function arrange(
  { sizes }: BprJob,
  layout: BprLayout,
  kernel: BprKernel,
  block: number,
  scratch: number,
): void {
  const { users, blocks } = sizes;
  const { indptr, indices, blockOf, entryUsers, entryArtists } = layout;
  const [from, to] = [block, block + 1].map((at) => Math.floor((at * users) / blocks.users));
  const starts = layout.starts + 4 * block * blocks.artists;
  kernel.arrangeUsers(
    from,
    to,
    indptr,
    indices,
    blockOf,
    blocks.artists,
    entryUsers,
    entryArtists,
    starts,
    scratch,
  );
}

function fillPool({ memory, sizes }: BprJob, layout: BprLayout, kernel: BprKernel, block: number): void {
  const { blockOf, listeners, pool, poolStarts } = layout;
  const [start] = new Int32Array(memory.buffer, poolStarts + 4 * block, 1);
  kernel.fillPool(block, sizes.artists, blockOf, listeners, pool + 4 * start);
}

interface Stratum {
  /** Its number among all. */
  readonly stratum: number;
  /** Its block of artists. */
  readonly other: number;
  readonly seed: number;
}

function stratumOf({ sizes: { blocks } }: BprJob, { seed, group, shift }: LearnTask, block: number): Stratum {
  const other = group * blocks.users + ((block + shift) % blocks.users);
  const stratum = block * blocks.artists + other;
  return { stratum, other, seed };
}

function learn(
  { memory: { buffer }, learningRate, regularization }: BprJob,
  layout: BprLayout,
  kernel: BprKernel,
  { stratum, other, seed }: Stratum,
  scratch: number,
): void {
  const { indptr, indices, userFactors, artistFactors, stride, width } = layout;
  const [start, end] = new Int32Array(buffer, layout.starts + 4 * stratum, 2);
  const [poolStart, poolEnd] = new Int32Array(buffer, layout.poolStarts + 4 * other, 2);
  kernel.learnStratum(
    end - start,
    layout.entryUsers + 4 * start,
    layout.entryArtists + 4 * start,
    poolEnd - poolStart,
    layout.pool + 4 * poolStart,
    indptr,
    indices,
    userFactors,
    artistFactors,
    stride,
    width - 1,
    learningRate,
    regularization,
    seed,
    stratum,
    scratch,
  );
}

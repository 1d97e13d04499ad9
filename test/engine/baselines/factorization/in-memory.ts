import { startBpr } from '#listenlab/engine/baselines/factorization/bpr-job.js';
import { type BprBlocks, layOutBpr } from '#listenlab/engine/baselines/factorization/bpr-layout.js';
import { startLogistic } from '#listenlab/engine/baselines/factorization/logistic-job.js';
import { layOutLogistic } from '#listenlab/engine/baselines/factorization/logistic-layout.js';
import { strideOf, withoutFilling } from '#listenlab/engine/baselines/factorization/vectors.js';
import { allocateMemory } from '#listenlab/engine/kernels/memory.js';
import type { KernelBuild } from '#listenlab/engine/kernels/node/load-kernel.js';
import { type CsrMatrix, countByColumn } from '#listenlab/engine/matrix/csr.js';
import { kernelOf } from '../../als/implementations.js';

interface Settings {
  readonly build: KernelBuild;
  readonly factors: number;
  readonly learningRate: number;
  readonly regularization: number;
}

/** Puts (R x W) vectors into memory, each filled up with zeros. */
function write(target: Float32Array, vectors: Float32Array, width: number): void {
  const stride = strideOf(width);
  for (let row = 0; row * width < vectors.length; row++) {
    target.set(vectors.subarray(row * width, (row + 1) * width), row * stride);
  }
}

/** A fit of BPR on the calling thread. */
export function bprInMemory(
  plays: CsrMatrix,
  { build, factors, ...settings }: Settings,
  /** ((U + I) x W) users first */
  before: Float32Array,
  /** (I) the block of each artist; default: all in one */
  blockOf: readonly number[] = new Array(plays.columns).fill(0),
  blocks: BprBlocks = { users: 1, artists: 1 },
) {
  const { rows: users, columns: artists, indices } = plays;
  const sizes = { users, artists, entries: indices.length, factors, blocks, threads: 1 };
  const layout = layOutBpr(sizes);
  const memory = allocateMemory(layout.totalBytes);
  const { buffer } = memory;
  const { width, stride } = layout;
  const listeners = countByColumn(plays);
  new Int32Array(buffer, layout.indptr).set(plays.indptr);
  new Int32Array(buffer, layout.indices).set(indices);
  new Int32Array(buffer, layout.listeners).set(listeners);
  new Uint8Array(buffer, layout.blockOf).set(blockOf);
  const poolStarts = new Int32Array(buffer, layout.poolStarts, blocks.artists + 1);
  blockOf.forEach((block, artist) => {
    for (let later = block + 1; later <= blocks.artists; later++) poolStarts[later] += listeners[artist];
  });
  new Int32Array(buffer, layout.starts)[blocks.users * blocks.artists] = indices.length;
  const ofUsers = new Float32Array(buffer, layout.userFactors, users * stride);
  const ofArtists = new Float32Array(buffer, layout.artistFactors, artists * stride);
  const run = startBpr(
    { kind: 'bpr', module: kernelOf(build, 'factorization'), memory, sizes, seed: 1, ...settings },
    0,
    1,
  );
  return {
    reset() {
      write(ofUsers, before.subarray(0, users * width), width);
      write(ofArtists, before.subarray(users * width), width);
    },
    arrange: () => run({ step: 'arrange' }),
    /** An iteration. */
    learn(seed: number) {
      run({ step: 'arrange' });
      for (let step = 0; step < blocks.artists; step++) {
        const [group, shift] = [Math.floor(step / blocks.users), step % blocks.users];
        run({ step: 'learn', seed, group, shift });
      }
    },
    /** ((U + I) x W) */
    vectors: () =>
      Float32Array.from([...withoutFilling(ofUsers, width), ...withoutFilling(ofArtists, width)]),
    /** The user and the artist of each entry, in the order of the strata. */
    entries: () =>
      [layout.entryUsers, layout.entryArtists].map((at) =>
        Array.from(new Int32Array(buffer, at, indices.length)),
      ),
    starts: () => Array.from(new Int32Array(buffer, layout.starts, blocks.users * blocks.artists + 1)),
    pool: () => Array.from(new Int32Array(buffer, layout.pool, indices.length)),
  };
}

/** A step of logistic matrix factorization for the users, on the calling thread. */
export function logisticInMemory(
  plays: CsrMatrix,
  { build, factors, ...settings }: Settings & { readonly negatives: number },
  /** (U x W) */
  users: Float32Array,
  /** (I x W) */
  artists: Float32Array,
): { after: Float32Array; squares: Float32Array } {
  const sizes = {
    users: plays.rows,
    artists: plays.columns,
    entries: plays.indices.length,
    factors,
    threads: 1,
  };
  const layout = layOutLogistic(sizes);
  const memory = allocateMemory(layout.totalBytes);
  const module = kernelOf(build, 'factorization');
  const run = startLogistic(
    { kind: 'logistic', module, memory, sizes, plays, weighting: 'linear', seed: 1, ...settings },
    0,
  );
  run('weigh');
  const [ofUsers, ofArtists] = layout.sides.map(({ rows, vectors }, i) => {
    const target = new Float32Array(memory.buffer, vectors, rows * layout.stride);
    write(target, i === 0 ? users : artists, layout.width);
    return target;
  });
  run({ side: 0, from: 0, to: plays.rows, seed: 1 });
  const squares = new Float32Array(memory.buffer, layout.sides[0].squares, ofUsers.length);
  write(ofArtists, artists, layout.width);
  return { after: withoutFilling(ofUsers, layout.width), squares: withoutFilling(squares, layout.width) };
}

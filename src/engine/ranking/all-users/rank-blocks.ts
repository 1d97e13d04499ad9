import { allocateMemory } from '../../kernels/memory.js';
import { compileKernel } from '../../kernels/node/load-kernel.js';
import { WorkerPool } from '../../kernels/node/worker-pool.js';
import type { Factorization } from '../recommend.js';
import {
  layOutRanking,
  notFinite,
  placeArtists,
  type RankingLayout,
  type RankingSizes,
  writeRecords,
} from './layout.js';
import type { WorkerData } from './worker.js';

/** Which users to rank artists for, and how. */
export interface RankingOptions {
  readonly count: number;
  readonly includePlayed: boolean;
  /** (users) rows */
  readonly users: ArrayLike<number>;
  readonly threads: number;
}

/** What some users should hear. Shapes: users n, count k (at most as many as there are artists). */
export interface RecommendationBlock {
  /** (n) row of each user. */
  readonly users: Int32Array;
  /** (n x k) row of each artist, the best first; only the first `lengths[i]` of row i are set. */
  readonly artists: Int32Array;
  /** (n x k) the score x.y of each. */
  readonly scores: Float64Array;
  /** (n) how many there are for each user: fewer than k when fewer are left, 0 for a user without plays. */
  readonly lengths: Int32Array;
}

/** A block's work: which of the users, and in which slot of the memory. */
interface BlockWork {
  readonly slot: number;
  readonly from: number;
  readonly to: number;
}

/** Users to a block: enough to share each tile of artists, few enough to hand out evenly. */
const BLOCK_USERS = 256;

/** What the results of one block may take: with a large count, blocks have fewer users. */
const BLOCK_RESULT_BYTES = 2 ** 24;

/** Blocks a thread has in memory: one it works on, one that waits for it, one that waits to be taken. */
const SLOTS_PER_THREAD = 3;

/**
 * Ranks all artists for blocks of users, and yields the blocks in order. Only a few are in memory: while
 * nobody takes one, no further ones begin.
 */
export async function* rankBlocks(
  model: Factorization,
  options: RankingOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecommendationBlock, void, undefined> {
  const sizes = sizesOf(model, options);
  const layout = layOutRanking(sizes);
  // All the kernel does is done in whole numbers or in float64 without fusing: one build is enough.
  const module = compileKernel('ranking', 'simd');
  const memory = allocateMemory(layout.totalBytes);
  const data = Array.from({ length: options.threads }, (): WorkerData => ({ module, memory, sizes }));
  const pool = new WorkerPool('recommending', new URL('./worker.js', import.meta.url), data, signal);
  try {
    writeRecords(memory.buffer, layout);
    placeArtists(memory.buffer, layout, model);
    await quantiseArtists(pool, layout, options.threads);
    const works = blocksOf(layout, options);
    const answers: Promise<number>[] = [];
    const start = (work: BlockWork) => {
      fillSlot(memory.buffer, layout, model, options, work);
      const answer = pool.ask({ slot: work.slot });
      // When a thread fails, only the first answer is waited for.
      answer.catch(() => {});
      answers.push(answer);
    };
    works.slice(0, layout.slots).forEach(start);
    for (const [block, work] of works.entries()) {
      await answers[block];
      const result = readSlot(memory.buffer, layout, options, work);
      const next = works[block + layout.slots];
      if (next) start(next);
      yield result;
    }
  } finally {
    await pool.close();
  }
}

function sizesOf(model: Factorization, options: RankingOptions): RankingSizes {
  const { count, threads, users } = options;
  const fitting = Math.floor(BLOCK_RESULT_BYTES / (12 * Math.max(1, count)));
  // A few users are shared out between the threads, too.
  const shared = Math.ceil(users.length / threads);
  const blockUsers = Math.max(1, Math.min(BLOCK_USERS, fitting, shared));
  return {
    artists: model.artists.size,
    factors: model.factors,
    count,
    blockUsers,
    blockPlayed: mostPlayed(model, options, blockUsers),
    slots: SLOTS_PER_THREAD * threads,
  };
}

function blocksOf({ blockUsers, slots }: RankingLayout, { users }: RankingOptions): BlockWork[] {
  return Array.from({ length: Math.ceil(users.length / blockUsers) }, (_, block) => ({
    slot: block % slots,
    from: block * blockUsers,
    to: Math.min((block + 1) * blockUsers, users.length),
  }));
}

async function quantiseArtists(pool: WorkerPool, { tiles }: RankingLayout, threads: number): Promise<void> {
  const share = Math.ceil(tiles / threads);
  const shares = Array.from({ length: threads }, (_, thread) => ({
    from: Math.min(thread * share, tiles),
    to: Math.min((thread + 1) * share, tiles),
  }));
  await Promise.all(shares.map((task) => pool.ask(task)));
}

/** Writes a block's users, with what they played, into their slot. */
function fillSlot(
  buffer: ArrayBufferLike,
  layout: RankingLayout,
  model: Factorization,
  options: RankingOptions,
  { slot, from, to }: BlockWork,
): void {
  const { factors, blockUsers, blockPlayed } = layout;
  const { record, vectors, playedStart, played } = layout.slotLayouts[slot];
  const { indptr, indices } = model.plays;
  new Uint32Array(buffer, record, 1)[0] = to - from;
  const slotVectors = new Float32Array(buffer, vectors, blockUsers * factors);
  const starts = new Int32Array(buffer, playedStart, blockUsers + 1);
  const left = new Int32Array(buffer, played, blockPlayed);
  let end = 0;
  for (let i = 0; i < to - from; i++) {
    const user = options.users[from + i];
    const vector = model.userFactors.subarray(user * factors, (user + 1) * factors);
    if (!vector.every(Number.isFinite)) throw notFinite('user', model.users.names[user]);
    slotVectors.set(vector, i * factors);
    if (!options.includePlayed) {
      left.set(indices.subarray(indptr[user], indptr[user + 1]), end);
      end += indptr[user + 1] - indptr[user];
    }
    starts[i + 1] = end;
  }
}

/** Takes a ranked block out of its slot. */
function readSlot(
  buffer: ArrayBufferLike,
  layout: RankingLayout,
  options: RankingOptions,
  { slot, from, to }: BlockWork,
): RecommendationBlock {
  const { rows, scores, lengths } = layout.slotLayouts[slot];
  const n = to - from;
  return {
    users: Int32Array.from({ length: n }, (_, i) => options.users[from + i]),
    artists: new Int32Array(new Int32Array(buffer, rows, n * layout.count)),
    scores: new Float64Array(new Float64Array(buffer, scores, n * layout.count)),
    lengths: new Int32Array(new Int32Array(buffer, lengths, n)),
  };
}

/** The most that the users of one block have played together. */
function mostPlayed(model: Factorization, options: RankingOptions, blockUsers: number): number {
  if (options.includePlayed) return 0;
  const { indptr } = model.plays;
  let most = 0;
  for (let from = 0; from < options.users.length; from += blockUsers) {
    const to = Math.min(from + blockUsers, options.users.length);
    let played = 0;
    for (let i = from; i < to; i++) played += indptr[options.users[i] + 1] - indptr[options.users[i]];
    most = Math.max(most, played);
  }
  return most;
}

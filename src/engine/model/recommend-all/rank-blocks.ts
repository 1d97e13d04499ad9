import { compileKernel } from '../../kernels/load-kernel.js';
import { allocateMemory } from '../../kernels/memory.js';
import { WorkerPool } from '../../kernels/worker-pool.js';
import type { ModelParts } from '../parts.js';
import { type BlockWork, fillSlot, mostPlayed, type RecommendationBlock, readSlot } from './blocks.js';
import { placeArtists } from './catalogue.js';
import { layOutRanking, type RankingLayout, type RankingSizes, writeRecords } from './layout.js';
import type { CheckedOptions } from './options.js';
import type { WorkerData } from './worker.js';

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
  model: ModelParts,
  options: CheckedOptions,
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

function sizesOf(model: ModelParts, options: CheckedOptions): RankingSizes {
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

function blocksOf({ blockUsers, slots }: RankingLayout, { users }: CheckedOptions): BlockWork[] {
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

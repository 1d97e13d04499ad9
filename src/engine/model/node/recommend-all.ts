import { availableParallelism } from 'node:os';
import { readOptions, threadCount, trueOrFalse, WATCH_CHECKS, wholeNumber } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { pathOf } from '../../../util/node/files.js';
import { type TaskProgress, type Watch, watched } from '../../../util/work.js';
import {
  type RankingOptions,
  type RecommendationBlock,
  rankBlocks,
} from '../../ranking/all-users/rank-blocks.js';
import { checkIndex } from '../../ranking/top-k.js';
import type { Model } from '../model.js';
import type { ModelParts } from '../model-parts.js';
import { requireModel } from '../require-model.js';
import { formatOf, writeRecommendations } from './recommendations-file.js';

/** Options of `recommendAll`; each has a default. */
export interface RecommendAllOptions {
  /** How many artists for each user. Default 20; all artists if there are fewer. */
  count?: number;
  /** Whether artists a user has played may be recommended. Default false. */
  includePlayed?: boolean;
  /** Rows of the users to recommend to, from 0: a list, or those from `from` to `to` - 1. Default all. */
  users?: ArrayLike<number> | { readonly from: number; readonly to: number };
  /** Worker threads; the result does not depend on it. Default: the number of cores. */
  threads?: number;
  /** Stops the work; the promise is rejected with its reason. */
  signal?: AbortSignal;
  /** Called after every block of users: `done` of `total` of `task`. */
  onProgress?: (progress: TaskProgress) => void;
}

const CHECKS = {
  count: wholeNumber(1),
  includePlayed: trueOrFalse,
  users: rowsOrRange,
  threads: threadCount,
  ...WATCH_CHECKS,
};
const DEFAULTS = { count: 20, includePlayed: false };

function rowsOrRange(value: unknown): string | undefined {
  const { from, length } = Object(value);
  const isEither = typeof value === 'object' && (length >= 0 || from !== undefined);
  return isEither ? undefined : 'rows of users, such as [0, 5] or { from: 0, to: 1000 }';
}

/** Describes a valid target. */
const TARGET = "the path of a file to write, such as 'recommendations.csv', or a function";

/** Summary of a call of `recommendAll`. */
export interface RecommendAllSummary {
  /** Users recommended to. */
  readonly users: number;
  /** Recommendations of all users together. */
  readonly rows: number;
}

/**
 * The best artists for every user: exactly the artists, order and scores of {@link Model.recommend} for each,
 * computed on worker threads in blocks of users, of which only a few are in memory at a time.
 *
 * All artists are compared with a block of users at once in 16-bit numbers, longest vectors first; what their rounding
 * cannot rule out is scored in double precision. A user is done when no remaining vector is long enough to matter.
 *
 * @example
 * await recommendAll(model, 'recommendations.parquet', { count: 20 });
 * await recommendAll(model, ({ users, artists, scores, lengths }) => { ... }, { users: { from: 0, to: 1000 } });
 *
 * @param target a file that ends in `.parquet` or `.csv`, with the columns user, rank (from 1), artist and
 * score, users in the order requested and best artists first; it is replaced atomically, or left as it was on failure.
 * Or a function that gets each {@link RecommendationBlock} in order, in row numbers; a promise it returns is awaited.
 * @param options see {@link RecommendAllOptions}. The result is the same on any number of threads.
 * @returns how many users and recommendations there were
 * @throws InputError for an impossible option, a file with another ending or one that cannot be written,
 * factors that are not finite, artists whose vectors need more than 4 GiB; the signal's reason when aborted
 *
 * @remarks
 * In a notebook, without signal or onProgress, interrupting the cell stops the work and a line shows its progress.
 *
 * Cost: at worst, users artists factors multiplications; about 6 bytes per factor of every artist. On a generated
 * matrix of 358,868 users and 292,364 artists, two cores of an AMD EPYC with Node.js 20.20 ranked 230,000 users a
 * second at 20 factors with log weighting (5 s for all of them to Parquet), 30,000 with raw plays and alpha 15, and
 * 4,500 of these at 64 factors.
 * @category Ask a model
 */
export async function recommendAll(
  model: Model,
  target: string | URL | ((block: RecommendationBlock) => void | Promise<void>),
  options: RecommendAllOptions = {},
): Promise<RecommendAllSummary> {
  requireModel(model);
  const checked = checkOptions(model, options, availableParallelism());
  options.signal?.throwIfAborted();
  const deliver = typeof target === 'function' ? target : undefined;
  const file = typeof target === 'function' ? '' : pathOf(target, TARGET);
  if (!deliver) formatOf(file);
  return await watched('recommending', options, async (watch) => {
    const summary = { users: 0, rows: 0 };
    const blocks = countBlocks(
      rankBlocks(model, checked, watch.signal),
      summary,
      checked.users.length,
      watch,
    );
    if (deliver) for await (const block of blocks) await deliver(block);
    else await writeRecommendations(file, model, blocks, watch);
    return summary;
  });
}

/** Passes blocks on; once each is processed, adds it to the summary and reports progress. */
async function* countBlocks(
  blocks: AsyncIterable<RecommendationBlock>,
  summary: { users: number; rows: number },
  total: number,
  { onProgress }: Watch,
): AsyncGenerator<RecommendationBlock> {
  for await (const block of blocks) {
    yield block;
    summary.users += block.users.length;
    for (const length of block.lengths) summary.rows += length;
    onProgress?.({ task: 'recommending', done: summary.users, total });
  }
}

/** @throws InputError that names the option, the value found and the values expected */
function checkOptions(model: ModelParts, options: RecommendAllOptions, cores: number): RankingOptions {
  const { count, includePlayed, users, threads = cores } = readOptions(options, CHECKS, DEFAULTS);
  return {
    count: Math.min(count, model.artists.size),
    includePlayed,
    users: rowsOf(model, users),
    threads,
  };
}

function rowsOf(model: ModelParts, users: RecommendAllOptions['users']): ArrayLike<number> {
  const { size } = model.users;
  if (users === undefined || 'from' in users) {
    const { from, to } = users ?? { from: 0, to: size };
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from || to > size) {
      throw new InputError(
        `users is from ${from} to ${to}; expected whole numbers, from 0 or more and to at most ${size}`,
      );
    }
    return Int32Array.from({ length: to - from }, (_, i) => from + i);
  }
  for (let i = 0; i < users.length; i++) checkIndex('user', users[i], size);
  return users;
}

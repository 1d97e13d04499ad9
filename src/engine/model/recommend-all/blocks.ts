import type { ModelParts } from '../parts.js';
import { notFinite } from './catalogue.js';
import type { RankingLayout } from './layout.js';
import type { CheckedOptions } from './options.js';

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
export interface BlockWork {
  readonly slot: number;
  readonly from: number;
  readonly to: number;
}

/** Writes a block's users, with what they played, into their slot. */
export function fillSlot(
  buffer: ArrayBufferLike,
  layout: RankingLayout,
  model: ModelParts,
  options: CheckedOptions,
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
export function readSlot(
  buffer: ArrayBufferLike,
  layout: RankingLayout,
  options: CheckedOptions,
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
export function mostPlayed(model: ModelParts, options: CheckedOptions, blockUsers: number): number {
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

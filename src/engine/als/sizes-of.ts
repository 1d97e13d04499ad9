import type { Interactions } from '../matrix/interactions.js';
import type { TrainingSizes } from './layout.js';

/** What the trainer's memory must hold for these plays. */
export function sizesOf(
  interactions: Interactions,
  { factors, threads }: Pick<TrainingSizes, 'factors' | 'threads'>,
): TrainingSizes {
  const { users, artists, size } = interactions;
  return { users: users.size, artists: artists.size, entries: size, factors, threads };
}

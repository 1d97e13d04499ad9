import { expect } from 'vitest';
import type { Model, RecommendOptions } from '#listenlab/engine/model/model.js';
import { type RecommendAllOptions, recommendAll } from '#listenlab/engine/model/node/recommend-all.js';
import type { RecommendationBlock } from '#listenlab/engine/ranking/all-users/rank-blocks.js';

/** The recommendations for one user. */
export interface Answer {
  user: number;
  artists: number[];
  scores: number[];
}

/** The recommendations for all users, in order. */
export async function recommended(model: Model, options: RecommendAllOptions = {}): Promise<Answer[]> {
  const blocks: RecommendationBlock[] = [];
  const { users, rows } = await recommendAll(model, (block) => void blocks.push(block), options);
  const answers = blocks.flatMap((block) =>
    answersOf(block, Math.min(options.count ?? 20, model.artists.size)),
  );
  expect(answers).toHaveLength(users);
  expect(answers.reduce((sum, { artists }) => sum + artists.length, 0)).toBe(rows);
  return answers;
}

function answersOf({ users, artists, scores, lengths }: RecommendationBlock, count: number): Answer[] {
  return Array.from(users, (user, i) => ({
    user,
    artists: [...artists.subarray(i * count, i * count + lengths[i])],
    scores: [...scores.subarray(i * count, i * count + lengths[i])],
  }));
}

/** The same, from asking the model for one user at a time. */
export function oneByOne(model: Model, options: RecommendOptions = {}, users?: number[]): Answer[] {
  return (users ?? Array.from(model.users.names.keys())).map((user) => {
    const { rows, scores } = model.recommendByIndex(user, options);
    return { user, artists: [...rows], scores: [...scores] };
  });
}

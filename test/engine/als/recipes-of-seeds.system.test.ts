import { describe, expect, it } from 'vitest';
import type { Model } from '#listenlab/engine/model/model.js';
import { grouped, RECIPES } from '../model/training.js';
import { DIGITS, mean, threeOf } from './three-seeds.js';

/** All scores of a user, by artist. */
function scoresOf(answers: readonly { artist: string; score: number }[]): Map<string, number> {
  return new Map(answers.map(({ artist, score }) => [artist, score]));
}

function expectMean(found: Map<string, number>, parts: readonly Map<string, number>[]): void {
  expect(found.size).toBe(parts[0].size);
  for (const [artist, score] of found) {
    expect(score).toBeCloseTo(mean(parts.map((part) => part.get(artist) ?? Number.NaN)), DIGITS);
  }
}

const ALL = { count: 30, includePlayed: true };
const NEW_PLAYS = {
  'artist 3': 20,
  'artist 13': 5,
  'artist 8': 1,
  'artist 1': 4,
  'artist 20': 2,
  'artist 7': 9,
};

describe.each(Object.entries(RECIPES))('a model of three seeds with %s', async (_, recipe) => {
  const { model, parts } = await threeOf(recipe);

  it('has the mean of the scores of three trainings, and ranks by it', () => {
    expect(model.factors).toBe(12);
    for (let user = 0; user < model.users.size; user++) {
      const name = `user ${user}`;
      const lists = parts.map((part) => scoresOf(part.recommend(name, ALL)));
      if (lists[0].size > 0) expectMean(scoresOf(model.recommend(name, ALL)), lists);
      const { scores } = model.recommendByIndex(user, ALL);
      expect([...scores]).toEqual([...scores].sort((a, b) => b - a));
    }
  });

  it('folds a listener in as each of the three does, and explains the score of all', () => {
    const listener = model.foldIn(NEW_PLAYS);
    const listeners = parts.map((part) => part.foldIn(NEW_PLAYS));
    expectMean(
      scoresOf(listener.recommend(ALL)),
      listeners.map((each) => scoresOf(each.recommend(ALL))),
    );
    const why = listener.explain('artist 11');
    const whys = listeners.map((each) => each.explain('artist 11').contributions);
    expect(why.score).toBeCloseTo(scoresOf(listener.recommend(ALL)).get('artist 11')!, DIGITS);
    for (const { artist, contribution } of why.contributions) {
      const each = whys.map((own) => own.find((other) => other.artist === artist)!.contribution);
      expect(contribution).toBeCloseTo(mean(each), DIGITS);
    }
  });

  it('folds an artist in as each of the three does', () => {
    const likely = (of: Model) =>
      of.foldInArtist({ 'user 3': 5, 'user 13': 2, 'user 4': 1 }).likelyListeners({ count: 40 });
    const scores = (of: Model) => new Map(likely(of).map(({ user, score }) => [user, score]));
    expectMean(scores(model), parts.map(scores));
  });

  it('is refreshed as each of the three is', async () => {
    const refreshed = await (await model.updateUsers(grouped)).updateArtists(grouped);
    const others = await Promise.all(
      parts.map(async (part) => (await part.updateUsers(grouped)).updateArtists(grouped)),
    );
    expectMean(
      scoresOf(refreshed.recommend('user 3', ALL)),
      others.map((each) => scoresOf(each.recommend('user 3', ALL))),
    );
    expect(refreshed.training.seeds).toBe(3);
  });
});

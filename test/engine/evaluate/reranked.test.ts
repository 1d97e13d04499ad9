import { describe, expect, it } from 'vitest';
import { als, baselines, evaluate, type RerankOptions, reranked, splits } from '#listenlab/index.js';
import { randomPlays } from './plays.js';

const split = splits.random(randomPlays(150, 60, 0.2, 3), { seed: 1 });
const model = await als({ factors: 4, weighting: 'log', alpha: 1, seed: 1 }).fit(split.train, { threads: 1 });
const options = { k: [5], metrics: ['ndcg', 'miscalibration', 'diversity'], resamples: 0 } as const;
const judge = async (reranking: RerankOptions) => await evaluate(reranked(model, reranking), split, options);

describe('a model whose lists are re-ranked', () => {
  it('is judged as the model itself where nothing is re-ranked', async () => {
    const [plain, same] = [await evaluate(model, split, options), await judge({ calibration: 0 })];
    expect(same.means).toEqual(plain.means);
  });

  it('recommends what the model does with the options, to which those of a call are added', () => {
    const user = split.train.users.names[3];
    const damped = reranked(model, { popularityDamper: 0.5 });
    expect(damped.recommend(user, { count: 7 })).toEqual(
      model.recommend(user, { count: 7, popularityDamper: 0.5 }),
    );
    expect(damped.recommend(user, { popularityDamper: 0 })).toEqual(model.recommend(user));
  });

  it('has lists nearer to the profiles with calibration, and less alike with diversity', async () => {
    const [plain, calibrated, diverse] = [
      await judge({}),
      await judge({ calibration: 0.8 }),
      await judge({ diversity: 0.8 }),
    ];
    expect(calibrated.mean('miscalibration', 5)).toBeLessThan(plain.mean('miscalibration', 5));
    expect(diverse.mean('diversity', 5)).toBeGreaterThan(plain.mean('diversity', 5));
  });

  it('keeps re-ranking for users held out', async () => {
    const held = splits.holdOutUsers(randomPlays(150, 60, 0.2, 3), { seed: 1 });
    const fitted = await als({ factors: 4, weighting: 'log', alpha: 1 }).fit(held.train, { threads: 1 });
    const [plain, calibrated] = [fitted, reranked(fitted, { calibration: 0.8 })];
    const [before, after] = [await evaluate(plain, held, options), await evaluate(calibrated, held, options)];
    expect(after.mean('miscalibration', 5)).toBeLessThan(before.mean('miscalibration', 5));
  });

  it('refuses what the model cannot do', async () => {
    expect(() => reranked(model, { calibration: 2 })).toThrow(
      'calibration is 2; expected a number from 0 to 1',
    );
    const neighbours = await baselines.itemNeighbours().fit(split.train, { threads: 1 });
    await expect(evaluate(reranked(neighbours, { diversity: 0.3 }), split, options)).rejects.toThrow(
      'diversity was given, but this recommender does not support it',
    );
  });
});

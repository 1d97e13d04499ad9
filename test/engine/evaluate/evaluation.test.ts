import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { evaluateInline } from '#listenlab/engine/evaluate/evaluate-inline.js';
import { metrics, splits } from '#listenlab/index.js';
import { randomPlays } from './plays.js';

describe('pooling evaluations of several splits', () => {
  const plays = randomPlays(60, 30, 0.3, 1);

  async function evaluateOn(seed: number, metrics = ['ndcg', 'coverage'] as const) {
    const split = splits.random(plays, { seed });
    const model = await trainAls(split.train, { factors: 2, iterations: 2, threads: 1 });
    return evaluateInline(model, split, { k: 5, metrics });
  }

  it('gives the mean of all values and an interval no wider than for one split', async () => {
    const each = [await evaluateOn(1), await evaluateOn(2), await evaluateOn(3)];
    const pooled = await metrics.poolEvaluations(each);
    const judgements = each.reduce((sum, { users }) => sum + users, 0);
    const sum = each.reduce((total, one) => total + one.users * one.mean('ndcg'), 0);
    expect(pooled.mean('ndcg')).toBeCloseTo(sum / judgements, 12);
    expect(pooled.mean('coverage')).toBeCloseTo(
      each.reduce((total, one) => total + one.mean('coverage'), 0) / 3,
      12,
    );
    const width = ({ means: [{ low, high }] }: typeof pooled) => high - low;
    expect(width(pooled)).toBeLessThan(Math.max(...each.map(width)));
    expect(width(pooled)).toBeGreaterThan(0);
  });

  it('of a single split changes nothing, bit for bit', async () => {
    const one = await evaluateOn(1);
    const pooled = await metrics.poolEvaluations([one]);
    expect(pooled.means).toEqual(one.means);
    expect(pooled.perUser()).toEqual(one.perUser());
  });

  it('resamples with the given options, otherwise as the first evaluation did', async () => {
    const one = await evaluateOn(1);
    expect((await metrics.poolEvaluations([one], { resamples: undefined })).means).toEqual(one.means);
    expect((await metrics.poolEvaluations([one], { resamples: 0 })).means[0].low).toBeNaN();
    const refused = (options: object) => expect(metrics.poolEvaluations([one], options)).rejects;
    await refused({ confidence: 95 }).toThrow('confidence is 95; expected a number above 0 and below 1');
    await refused({ resamples: -1 }).toThrow('resamples is -1; expected a whole number from 0 to 1000000');
    await refused({ seed: 0.5 }).toThrow('seed is 0.5; expected a whole number');
  });

  it('refuses none, or different metrics', async () => {
    await expect(metrics.poolEvaluations([])).rejects.toThrow(
      'there are no evaluations to pool; expected at least one',
    );
    const other = await evaluateOn(1, ['map', 'mrr'] as never);
    await expect(metrics.poolEvaluations([await evaluateOn(1), other])).rejects.toThrow(
      'the evaluations to pool measured NDCG@5, catalogue coverage@5 and MAP@5, MRR@5; expected the same metrics at the same k',
    );
  });
});

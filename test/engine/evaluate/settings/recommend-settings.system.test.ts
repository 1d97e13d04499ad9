import { describe, expect, it } from 'vitest';
import { readAlsOptions } from '#listenlab/engine/als/options.js';
import { candidatesFor } from '#listenlab/engine/evaluate/settings/candidates.js';
import { interactionsFromRows, recommendSettings } from '#listenlab/index.js';
import { tastes } from '../sweep/tastes.js';

/** Plays on which training fails with raw counts only: times alpha, one of them exceeds single precision. */
function withOneHugeCount() {
  const plays = tastes(160);
  plays.byUser.values[0] = 3e38;
  return plays;
}

// Trains on worker threads: slow on a busy machine.
describe('recommendSettings', () => {
  it('recommends settings that beat the original recipe, with evidence', async () => {
    const plays = tastes(160);
    const notes: string[] = [];
    const { options, evidence, comparison, ...rest } = await recommendSettings(plays, {
      seconds: 6,
      seed: 1,
      threads: 2,
      onProgress: ({ task, note }) => notes.push(`${task}: ${note}`),
    });
    expect(readAlsOptions(options).settings).toMatchObject({
      confidence: 'added',
      regularizationExponent: 1,
    });
    // A slow machine has no time for the later stages.
    for (const { stage, splits } of evidence) expect([1, 1, 3][stage - 1]).toBe(splits);
    expect(evidence).toEqual([...evidence].sort((a, b) => b.splits - a.splits || b.mean - a.mean));
    expect(evidence[0]).toMatchObject(options);
    const [recommended, recipe, popularity] = comparison;
    expect(comparison.map(({ model }) => model)).toEqual([
      'recommended settings',
      "the original notebook's recipe",
      'popularity',
    ]);
    expect(recommended.mean).toBeGreaterThan(recipe.mean as number);
    expect(recommended.mean).toBeGreaterThan(popularity.mean as number);
    expect(rest).toMatchObject({ metric: 'ndcg', k: 10, users: 160, ofUsers: 160, failed: [] });
    expect(notes[0]).toMatch(/^searching settings: stage 1 of 3 · /);
  });

  it('completes exactly one trial if there is no time', async () => {
    const { options, evidence, left } = await recommendSettings(tastes(160), { seconds: 1e-6, threads: 2 });
    expect(evidence).toHaveLength(1);
    expect(evidence[0]).toMatchObject({ ...options, stage: 1, splits: 1 });
    expect(left).toBeGreaterThan(35);
  });

  it('recommends settings that can be trained, and reports why others failed', async () => {
    const { options, comparison, failed } = await recommendSettings(withOneHugeCount(), {
      seconds: 2,
      threads: 2,
    });
    expect(options.weighting).not.toBe('linear');
    expect(comparison.map(({ mean }) => mean === null)).toEqual([false, true, false]);
    expect(failed.at(-1)).toEqual({ options: {}, reason: expect.stringContaining('are not finite numbers') });
  });

  it('refuses invalid options and too few plays to split', async () => {
    const plays = tastes();
    await expect(recommendSettings(plays, { seconds: 0 })).rejects.toThrow(
      'seconds is 0; expected a finite number above 0, or leave it out for 110',
    );
    await expect(recommendSettings(plays, { metric: 'loss' })).rejects.toThrow(
      "no metric 'loss' to search by",
    );
    const one = interactionsFromRows([{ user: 'ann', artist: 'kent', plays: 3 }]);
    await expect(recommendSettings(one)).rejects.toThrow('cannot hold out 0.2 of 1 entries');
  });
});

describe('candidate settings', () => {
  it('give the mean entry a confidence of 2, and start with one per weighting', () => {
    const plays = tastes();
    const candidates = candidatesFor(plays, 1);
    expect(candidates).toHaveLength(36);
    expect(new Set(candidates.map((each) => JSON.stringify(each))).size).toBe(36);
    expect(candidates.slice(0, 4).map(({ weighting }) => weighting)).toEqual([
      'tfidf',
      'log',
      'binary',
      'bm25',
    ]);
    const log = candidates.find(({ weighting }) => weighting === 'log');
    const { values } = plays.byUser;
    const mean = values.reduce((sum, count) => sum + Math.log1p(count), 0) / values.length;
    // Rounded to three digits.
    expect(Math.abs(Number(log?.alpha) * mean - 1)).toBeLessThan(0.005);
    expect(candidates.find(({ weighting }) => weighting === 'binary')?.alpha).toBe(1);
    expect(candidatesFor(plays, 1)).toEqual(candidates);
  });
});

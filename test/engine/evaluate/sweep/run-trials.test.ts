import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import { runTrials } from '#listenlab/engine/evaluate/sweep/run-trials.js';
import { TrialStore } from '#listenlab/engine/evaluate/sweep/store.js';
import { timeLimit } from '#listenlab/engine/evaluate/sweep/time-limit.js';
import type { Trial } from '#listenlab/engine/evaluate/sweep/trials.js';
import { tastes } from './tastes.js';

const SPLITS = [randomSplit(tastes(), { seed: 1 })];
const TRIAL: Trial = { settings: { factors: 2, alpha: 1 }, checkpoints: [1, 2, 4] };
const WORK = { judge: { metric: 'ndcg', k: 10 }, threads: 1, least: 0 } as const;

/** Both signals of a limit, and how to abort them. */
function limitByHand() {
  const [ending, over] = [new AbortController(), new AbortController()];
  return { ending, over, limit: { ending: ending.signal, over: over.signal } };
}

/** Iterations of the checkpoints of each trial that finished. */
async function checkpointsOf(trials: readonly Trial[], work: Partial<Parameters<typeof runTrials>[2]>) {
  const chains = trials.map((trial) => [trial]);
  const { finished } = await runTrials(SPLITS, chains, { ...WORK, ...work });
  return finished.map(({ checkpoints }) => checkpoints.map(({ iterations }) => iterations));
}

describe('trials whose time ends', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'listenlab-trials-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('end at their next checkpoint, and no other begins', async () => {
    const { ending, limit } = limitByHand();
    // Told once the first of three checkpoints is judged.
    const onProgress = () => ending.abort();
    expect(await checkpointsOf([TRIAL, TRIAL], { limit, onProgress })).toEqual([[1]]);
  });

  it('keep the checkpoints that they have when it is over', async () => {
    const { over, limit } = limitByHand();
    let told = 0;
    const onProgress = () => {
      if (++told === 2) over.abort();
    };
    expect(await checkpointsOf([TRIAL], { limit, onProgress })).toEqual([[1, 2]]);
  });

  it('are left out if they have none', async () => {
    const { over, limit } = limitByHand();
    over.abort();
    expect(await checkpointsOf([TRIAL], { limit })).toEqual([]);
  });

  it('are not stored, as those that go to their end are', async () => {
    const store = await TrialStore.open(path.join(folder, 'trials.duckdb'));
    const { ending, limit } = limitByHand();
    await checkpointsOf([TRIAL], { limit, store, onProgress: () => ending.abort() });
    const again = () => runTrials(SPLITS, [[TRIAL]], { ...WORK, store });
    expect((await again()).finished).toMatchObject([{ resumed: false, checkpoints: [{}, {}, {}] }]);
    expect((await again()).finished).toMatchObject([{ resumed: true, checkpoints: [{}, {}, {}] }]);
    await store.close();
  });

  it('stop with an error where the caller stops them, and not the clock', async () => {
    const { limit } = limitByHand();
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    await expect(checkpointsOf([TRIAL], { limit, signal: stop.signal, onProgress })).rejects.toThrow(
      'enough',
    );
  });
});

describe('one trial on several splits', () => {
  const splits = [1, 2, 3].map((seed) => randomSplit(tastes(), { seed }));
  const scoresWith = async (threads: number) => {
    const { finished } = await runTrials(splits, [[TRIAL]], { ...WORK, threads });
    return finished.map(({ checkpoints }) => checkpoints.map(({ scores }) => scores));
  };

  it('has the same scores in the same order, one split after another or side by side', async () => {
    const one = await scoresWith(1);
    expect(one[0].map((scores) => scores.length)).toEqual([3, 3, 3]);
    expect(new Set(one[0][2]).size).toBe(3);
    expect(await scoresWith(2)).toEqual(one);
    expect(await scoresWith(4)).toEqual(one);
  });

  it('fails as a whole where one of them does', async () => {
    const wrong = splits.map((split, i) => (i === 1 ? { ...split, test: splits[0].train } : split));
    const { finished, failed } = await runTrials(wrong, [[TRIAL]], { ...WORK, threads: 3 });
    expect(finished).toEqual([]);
    expect(failed).toHaveLength(1);
  });
});

describe('a trial with floors', () => {
  it('ends at the first checkpoint below its floor', async () => {
    const floors = [0, 2, 0];
    expect(await checkpointsOf([TRIAL, { ...TRIAL, floors }], {})).toEqual([
      [1, 2, 4],
      [1, 2],
    ]);
  });
});

describe('timeLimit', () => {
  const ended = (...given: Parameters<typeof timeLimit>) => {
    const { ending, over } = timeLimit(...given);
    return [ending.aborted, over.aborted];
  };

  it('begins nothing after its share of the time, and stops everything a tenth of the whole later', () => {
    expect(ended(1000)).toEqual([false, false]);
    expect(ended(1000, { spent: 499, until: 0.5 })).toEqual([false, false]);
    expect(ended(1000, { spent: 500, until: 0.5 })).toEqual([true, false]);
    expect(ended(1000, { spent: 1099 })).toEqual([true, false]);
    expect(ended(1000, { spent: 1101 })).toEqual([true, true]);
  });
});

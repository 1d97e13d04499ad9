import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { evaluate } from '#listenlab/engine/evaluate/node/evaluate.js';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import { type AlsOptions, type SweepTrial, sweep, trainAls } from '#listenlab/index.js';
import { tastes } from './tastes.js';

// Each trial starts worker threads, which takes long on a busy machine.
const plays = tastes();
const QUIET = { onProgress: () => {}, threads: 2 };

/** An alpha with which every confidence exceeds single precision. */
const TOO_LARGE = 1e40;

/** The expected results of `sweep`, by training from scratch. */
async function ndcgOf(options: AlsOptions, seed: number): Promise<number> {
  const split = randomSplit(plays, { seed });
  return (
    await evaluate(await trainAls(split.train, { ...options, threads: 1 }), split, { k: 5, threads: 1 })
  ).mean('ndcg', 5);
}

const settingsOnly = ({ seconds, ...row }: SweepTrial) => row;

/** Lists differ only if rounding reverses a near tie: one position for one of eighty listeners. */
const NEAR = 1 / 80;

describe('sweep', () => {
  it('finds the same results as training and evaluating by hand, and the best of them', async () => {
    const space = { weighting: ['log', 'linear'], factors: 4, iterations: [2, 5] } as const;
    const { trials, best, left, resumed } = await sweep(plays, space, { k: 5, seeds: [3, 4], ...QUIET });
    expect(trials).toHaveLength(4);
    for (const { mean, spread, iterationsRun, seconds, ...options } of trials) {
      const [a, b] = [await ndcgOf(options, 3), await ndcgOf(options, 4)];
      if (options.iterations === 2) {
        expect(mean).toBeCloseTo((a + b) / 2, 12);
        expect(spread).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 12);
      }
      expect(Math.abs(mean - (a + b) / 2)).toBeLessThan(NEAR);
      expect(iterationsRun).toBe(5);
      expect(seconds).toBeGreaterThan(0);
    }
    expect(best.mean).toBe(Math.max(...trials.map(({ mean }) => mean)));
    expect(trials).toContainEqual(expect.objectContaining(best.options));
    expect({ left, resumed }).toEqual({ left: 0, resumed: 0 });
  });

  it('finds the same on any number of threads', async () => {
    const space = { alpha: { from: 0.5, to: 40, scale: 'log' }, factors: 4, iterations: 3 } as const;
    const options = { search: 'random', trials: 3, seed: 7 } as const;
    const one = await sweep(plays, space, { ...options, ...QUIET, threads: 1 });
    const three = await sweep(plays, space, { ...options, ...QUIET, threads: 3 });
    expect(three.trials.map(settingsOnly)).toEqual(one.trials.map(settingsOnly));
    expect(one.trials[0].spread).toBeNull();
  });

  it('stops a trial when the metric stops increasing, and reports its best score', async () => {
    const space = { alpha: 1, weighting: 'log', factors: 8, iterations: 40 } as const;
    const split = randomSplit(plays, { seed: 3 });
    const stopped = await sweep(split, space, { ...QUIET, k: 5, earlyStopping: { every: 2, patience: 2 } });
    const all = await sweep(
      split,
      { ...space, iterations: [2, 4, 6, 8, 10, 12, 14, 16] },
      { ...QUIET, k: 5 },
    );
    const [row] = stopped.trials;
    expect(stopped.trials).toHaveLength(1);
    expect(row.iterationsRun).toBeLessThanOrEqual(16);
    expect(row.iterationsRun).toBe(row.iterations + 4);
    const seen = all.trials.filter(({ iterations }) => iterations <= row.iterationsRun);
    expect(row.mean).toBe(Math.max(...seen.map(({ mean }) => mean)));
  });

  it('skips trials that do not fit the time, but completes one', async () => {
    const space = { alpha: [1, 2, 3], factors: 2, iterations: 1 };
    const ended = await sweep(plays, space, { ...QUIET, threads: 1, seconds: 0.001 });
    expect(ended.trials.map(({ alpha }) => alpha)).toEqual([1]);
    expect(ended.left).toBe(2);
  });

  // Timers take whole milliseconds, and 31 bits of them.
  it.each([1.0015, 3e6, 1e9])('accepts a time limit of %d seconds', async (seconds) => {
    const ended = await sweep(plays, { alpha: [1, 2], factors: 2, iterations: 1 }, { ...QUIET, seconds });
    expect(ended.trials.length + ended.left).toBe(2);
    if (seconds > 2) expect(ended.left).toBe(0);
  });

  it('continues after a failed trial and reports its settings and reason', async () => {
    const notes: unknown[] = [];
    const ended = await sweep(
      plays,
      { alpha: [TOO_LARGE, 1, 2], factors: 2, iterations: [1, 2] },
      { threads: 1, seconds: 0.001, onProgress: ({ note }) => notes.push(note) },
    );
    // There is time for only one trial; a failed one does not count.
    expect(ended.trials.map(({ alpha }) => alpha)).toEqual([1, 1]);
    expect(ended.best.options.alpha).toBe(1);
    expect(ended.failed).toEqual([
      {
        options: { alpha: TOO_LARGE, factors: 2 },
        reason: expect.stringContaining('are not finite numbers'),
      },
    ]);
    expect(ended.left).toBe(1);
    expect(notes).toContain('1 of 3 · 1 failed');
    expect(inspect(ended)).toMatch(/; 1 trial failed; no time for 1 more trial$/);
  });

  it('fails if every trial fails, with the reason of the first', async () => {
    const space = { alpha: [TOO_LARGE, 2 * TOO_LARGE], factors: 2, iterations: 1 };
    await expect(sweep(plays, space, QUIET)).rejects.toThrow(
      /^each of 2 trials failed, so there is nothing to choose from; with alpha 1e\+40, factors 2: the factors of .* are not finite/,
    );
  });

  it('reports progress, the best score and the remaining time', async () => {
    let clock = 0;
    const notes: string[] = [];
    await sweep(
      plays,
      { alpha: [1, 2, 3, 4], factors: 2, iterations: 1 },
      {
        threads: 1,
        now: () => clock,
        onProgress({ task, done, total, note }) {
          clock += 1000;
          notes.push(`${task} ${done} ${total} ${note}`);
        },
      },
    );
    const whole = notes.filter((note) => /^sweeping \d 4 \d of 4 · best ndcg 0\.\d{4}/.test(note));
    expect(whole).toHaveLength(4);
    expect(whole[1]).toMatch(/ left$/);
    expect(whole[3]).not.toMatch(/left/);
  });

  it('stops when aborted, with the reason', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const running = sweep(
      plays,
      { alpha: Array.from({ length: 500 }, (_, i) => i + 1), factors: 64, iterations: [1, 2, 3] },
      {
        threads: 2,
        signal: stop.signal,
        onProgress() {
          stop.abort(reason);
        },
      },
    );
    await expect(running).rejects.toBe(reason);
  });

  it('accepts either splits, or plays with seeds', async () => {
    const split = randomSplit(plays, { seed: 1 });
    await expect(sweep(split, { alpha: 1 }, { seeds: [1] })).rejects.toThrow(
      'seeds apply only to plays that are not split yet, and splits were given; leave out seeds',
    );
    await expect(sweep([], { alpha: 1 })).rejects.toThrow('the list of splits is empty; give at');
  });
});

describe('a warm start along alpha', () => {
  it('continues from the last training that succeeded', async () => {
    const split = randomSplit(plays, { seed: 3 });
    const space = { alpha: [1, TOO_LARGE], factors: 4, iterations: 2 };
    const { trials, failed } = await sweep(split, space, { ...QUIET, warmStart: true });
    expect(trials.map(({ alpha }) => alpha)).toEqual([1]);
    expect(failed.map(({ options }) => options.alpha)).toEqual([TOO_LARGE]);
  });

  it('trains each alpha from the models of the previous one', async () => {
    const split = randomSplit(plays, { seed: 3 });
    const space = { alpha: [8, 1], factors: 4, weighting: 'log', iterations: 2 } as const;
    const { trials } = await sweep(split, space, { ...QUIET, k: 5, warmStart: true });
    const cold = await trainAls(split.train, { ...space, alpha: 1 });
    const warm = await trainAls(split.train, { ...space, alpha: 8, start: cold });
    const judge = async (model: typeof cold) => (await evaluate(model, split, { k: 5 })).mean('ndcg', 5);
    expect(trials.map(({ alpha, mean }) => [alpha, mean])).toEqual([
      [1, await judge(cold)],
      [8, await judge(warm)],
    ]);
  });
});

describe('continued training', () => {
  it('equals one long training, up to rounding', async () => {
    const { train } = randomSplit(plays, { seed: 3 });
    const options = { factors: 8, weighting: 'log', alpha: 1 } as const;
    const half = await trainAls(train, { ...options, iterations: 3 });
    const onward = await trainAls(train, { ...options, iterations: 3, start: half });
    const whole = await trainAls(train, { ...options, iterations: 6 });
    const largest = whole.userFactors.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const error = whole.userFactors.reduce(
      (max, value, i) => Math.max(max, Math.abs(value - onward.userFactors[i])),
      0,
    );
    // Single precision has 6e-8; three iterations on a small, well determined problem enlarge it a little.
    expect(error / largest).toBeLessThan(1e-4);
    expect(error).toBeGreaterThan(0);
  });
});

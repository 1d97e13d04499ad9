import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import type { AlsProgress } from '#listenlab/engine/als/options.js';
import { trainReference } from '#listenlab/engine/als/reference.js';
import { groupedInteractions } from './matrices.js';

describe('training progress', () => {
  it('increases within iterations and ends with the last one, with the loss of the last complete one', async () => {
    // Exact solves of many factors: an iteration takes far longer than the time between two reports.
    const options = {
      factors: 256,
      solver: 'cholesky',
      iterations: 2,
      computeLoss: true,
      threads: 1,
    } as const;
    const reports: AlsProgress[] = [];
    const model = await trainAls(groupedInteractions(600, 300), {
      ...options,
      onProgress: (progress) => reports.push(progress),
    });
    const done = reports.map((report) => report.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.filter((share) => share > 0 && share < 1)).not.toEqual([]);
    const report = (done: number, loss = Number.NaN) => {
      const note = `iteration 2 of 2 · loss ${loss.toPrecision(4)}`;
      return { task: 'training', done, total: 2, note, loss };
    };
    expect(reports.find(({ done }) => done === 1)).toEqual(report(1, model.losses?.[0]));
    expect(reports.at(-1)).toEqual(report(2, model.losses?.[1]));
  });

  it('is reported after each iteration of the reference solver', () => {
    const reports: object[] = [];
    trainReference(groupedInteractions(20, 10), {
      iterations: 2,
      factors: 2,
      onProgress: (progress) => reports.push(progress),
    });
    expect(reports).toEqual([
      { task: 'training', done: 1, total: 2, note: 'iteration 2 of 2' },
      { task: 'training', done: 2, total: 2, note: 'iteration 2 of 2' },
    ]);
  });

  it('stops if the training fails', async () => {
    const reports: object[] = [];
    const onIteration = () => {
      throw new Error('enough');
    };
    const training = trainAls(groupedInteractions(50, 30), {
      onIteration,
      onProgress: (progress) => reports.push(progress),
    });
    await expect(training).rejects.toThrow('enough');
    const before = reports.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(reports.length).toBe(before);
  });
});

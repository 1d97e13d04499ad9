import { expect, test } from 'vitest';
import { waiting } from '#listenlab/cli/context.js';

test('a task without a total is shown from start to end, whether it succeeds or fails', async () => {
  const told: unknown[] = [];
  const progress = {
    update: ({ task, done, total }: { task: string; done: number; total: number }) =>
      told.push([task, done, total]),
    stop: () => told.push('stop'),
  };
  expect(await waiting('saving the model', progress, Promise.resolve(7))).toBe(7);
  const failure = new Error('no space');
  await expect(waiting('saving the model', progress, Promise.reject(failure))).rejects.toBe(failure);
  expect(told).toEqual([['saving the model', 0, 0], 'stop', ['saving the model', 0, 0], 'stop']);
});

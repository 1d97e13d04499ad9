import { describe, expect, it } from 'vitest';
import { als } from '#listenlab/engine/baselines/als.js';
import { evaluateInline } from '#listenlab/engine/evaluate/evaluate-inline.js';
import type { TaskProgress } from '#listenlab/index.js';
import { baselines, metrics, splits } from '#listenlab/index.js';
import { groupedInteractions } from '../als/matrices.js';
import { interactionsOf } from './plays.js';

const plays = groupedInteractions(120, 60);
const algorithms = [als({ factors: 4, iterations: 2, threads: 1 }), baselines.popularity()];
const SETTINGS = { known: [5, 1, 2], users: 0.2, fraction: 0.6, k: 5, seed: 3, threads: 1 };

describe('metrics.byKnownPlays', () => {
  it('judges each algorithm on the same listeners, of whom more and more is known', async () => {
    const rows = await metrics.byKnownPlays(algorithms, plays, SETTINGS);
    expect(rows.map(({ model, known }) => [model, known])).toEqual(
      algorithms.flatMap(({ name }) => [1, 2, 5].map((known) => [name, known])),
    );
    const users = rows[0].users;
    for (const { model, known, ...row } of rows) {
      const split = splits.holdOutUsers(plays, { users, fraction: 0.6, seed: 3, minimum: 5, known });
      const fitted = await algorithms.find(({ name }) => name === model)!.fit(split.train);
      const { means } = await evaluateInline(fitted, split, { k: 5, metrics: ['ndcg'], seed: 3 });
      const [{ mean, low, high }] = means;
      expect(row).toEqual({ k: 5, users, mean, low, high });
    }
  });

  it('asks for as many artists as half of the users have, where it is not told', async () => {
    const few = interactionsOf([
      [1, 1, 1, 0, 0],
      [0, 1, 1, 1, 0],
      [1, 0, 0, 1, 1],
      [0, 0, 1, 1, 0],
    ]);
    const rows = await metrics.byKnownPlays([baselines.popularity()], few, { users: 0.3 });
    expect(rows.map(({ known, users, k }) => [known, users, k])).toEqual([
      [1, 1, 5],
      [2, 1, 5],
    ]);
  });

  it('reports progress, and stops', async () => {
    const reports: TaskProgress[] = [];
    const onProgress = (report: TaskProgress) => reports.push(report);
    await metrics.byKnownPlays(algorithms, plays, { ...SETTINGS, onProgress });
    expect(reports.map(({ done, total }) => [done, total])).toEqual(
      Array.from({ length: 8 }, (_, done) => [done, 8]),
    );
    const stopped = metrics.byKnownPlays(algorithms, plays, {
      ...SETTINGS,
      signal: AbortSignal.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  it.each([
    ...[[], [0], [1, 2.5]].map((known): [object, string] => [
      { known },
      `known of byKnownPlays is [${known.join(', ')}]; expected an array of one or more whole numbers, each 1 or more, such as [1, 2, 5]`,
    ]),
    [
      { known: [100] },
      'cannot hold out 1 of 120 users: at most 0 can be held out, as each needs 100 artists beside the hidden ones',
    ],
  ])('refuses %j', async (options, message) => {
    await expect(metrics.byKnownPlays(algorithms, plays, options)).rejects.toThrow(message);
  });

  it('refuses plays of which nobody has two, and what is no algorithm', async () => {
    const single = interactionsOf([
      [1, 0],
      [0, 1],
    ]);
    await expect(metrics.byKnownPlays(algorithms, single)).rejects.toThrow(
      'no user has two artists, one to know and one to hide; use other data',
    );
    const model = await algorithms[0].fit(plays);
    await expect(metrics.byKnownPlays([model] as never, plays)).rejects.toThrow('expected algorithms');
  });
});

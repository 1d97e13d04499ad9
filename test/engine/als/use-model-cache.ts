import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type TrainOnceOptions, trainOnce } from '#listenlab/engine/als/node/train-once.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import type { Model } from '#listenlab/engine/model/model.js';
import type { AlsOptions, AlsProgress } from '#listenlab/index.js';
import { useFolder } from '../../support/folder.js';
import { contentOf } from '../model/models.js';
import { groupedInteractions } from './matrices.js';

/** A small training, quick on a busy machine. */
export const QUICK = { factors: 3, iterations: 2, threads: 1, computeLoss: true } satisfies AlsOptions;
export const plays = groupedInteractions(12, 8);

/** Everything about a model, its numbers to the bit. */
export function everything(model: Model) {
  return { ...contentOf(model), type: model.constructor, statistics: model.statistics };
}

/** An empty cache of models for each test, in a process that runs no notebook and has the cache on. */
export function useModelCache() {
  const folder = useFolder();
  const names = ['JPY_SESSION_NAME', 'LISTENLAB_MODEL_CACHE'];
  let outside: (string | undefined)[] = [];
  beforeEach(() => {
    outside = names.map((name) => process.env[name]);
    for (const name of names) delete process.env[name];
  });
  afterEach(() => {
    names.forEach((name, i) => {
      if (outside[i] === undefined) delete process.env[name];
      else process.env[name] = outside[i];
    });
  });
  const models = () => path.join(folder.data, 'cache/models');
  return {
    folder,
    models,
    /** The names of its files. */
    kept: async () => (await readdir(models()).catch(() => [])).sort(),
    /** Trains once; `source` is undefined for a model that was trained. */
    async once(interactions: Interactions, options: TrainOnceOptions = {}) {
      const reports: AlsProgress[] = [];
      const model = await trainOnce(interactions, {
        dataDirectory: folder.data,
        onProgress: (progress) => reports.push(progress),
        ...options,
      });
      return { model, reports, source: reports.at(-1)?.source };
    },
  };
}

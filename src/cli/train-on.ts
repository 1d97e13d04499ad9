import type { AlsOptions } from '../als/options.js';
import type { Interactions } from '../matrix/interactions.js';
import { Model } from '../model/model.js';
import { formatPlural } from '../util/format.js';
import type { Context } from './context.js';

/** A model fresh from training, and what it was trained on. */
export interface Training {
  readonly model: Model;
  /** The dataset's name for people. */
  readonly title: string;
  readonly interactions: Interactions;
  /** What cleaning dropped: `204 rows: no artist`. */
  readonly dropped: readonly string[];
  /** Of training alone. */
  readonly seconds: number;
}

/** Opens a dataset, cleans it and trains on it, with progress; the signal stops all of it. */
export async function trainOn(
  nameOrPath: string,
  options: AlsOptions,
  { progress, signal }: Context,
): Promise<Training> {
  const [{ openDataset }, { trainAls }] = await Promise.all([
    import('../dataset/open.js'),
    import('../als/train.js'),
  ]);
  const raw = await openDataset(nameOrPath, { signal, onProgress: progress.update });
  const { dataset } = await raw.clean();
  raw.close();
  const interactions = await dataset.interactions();
  const { columns } = await dataset.query('SELECT reason, rows FROM dropped WHERE rows > 0');
  dataset.close();
  const dropped = columns.rows.map((rows, i) => `${formatPlural(Number(rows), 'row')}: ${columns.reason[i]}`);

  const started = performance.now();
  const trained = await trainAls(interactions, {
    ...options,
    signal,
    onProgress({ done, total, loss }) {
      const iteration = `iteration ${Math.min(total, Math.floor(done) + 1)} of ${total}`;
      const note = loss === undefined ? iteration : `${iteration}, loss ${loss.toPrecision(5)}`;
      progress.update({ task: 'training', done, total, note });
    },
  });
  progress.stop();
  const seconds = (performance.now() - started) / 1000;
  const model = new Model({ ...trained, training: { ...trained.training, dataset: dataset.title } });
  return { model, title: dataset.title, interactions, dropped, seconds };
}

import type { Interactions } from '../engine/matrix/interactions.js';
import type { Context } from './context.js';
import { type DatasetChoice, readTableOptions } from './dataset-choice.js';

/** A dataset cleaned and in memory. */
export interface OpenedInteractions {
  /** The dataset's name for people. */
  readonly title: string;
  readonly interactions: Interactions;
  /** What cleaning dropped: `204 rows: no artist (lines 3, 9, 14, …)`. */
  readonly dropped: readonly string[];
  /** What else cleaning found, in sentences. */
  readonly notes: readonly string[];
}

/** Opens a dataset, cleans it and reads its matrix, with progress; the signal stops all of it. */
export async function openInteractions(
  choice: DatasetChoice,
  { progress, signal }: Context,
): Promise<OpenedInteractions> {
  const options = readTableOptions(choice);
  const { openDataset } = await import('../data/history/open-dataset.js');
  const raw = await openDataset(choice.dataset, { ...options, signal, onProgress: progress.update });
  const { dataset, notes } = await raw.clean({ mergeByMbid: choice.mergeByMbid });
  raw.close();
  const interactions = await dataset.interactions();
  const { droppedRows } = await import('../data/dataset/clean/dropped.js');
  const dropped = await droppedRows(dataset);
  dataset.close();
  return { title: dataset.title, interactions, dropped, notes };
}

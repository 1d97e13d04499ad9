import { openPlays } from '#listenlab/data/dataset/open.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';

/** The cleaned matrix of a file, from the cache in the data directory when there is one. */
export async function interactionsOf(file: string, dataDirectory: string): Promise<Interactions> {
  const raw = await openPlays(file, { dataDirectory });
  const { dataset } = await raw.clean();
  const interactions = await dataset.interactions();
  raw.close();
  dataset.close();
  return interactions;
}

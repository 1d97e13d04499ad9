import { Model } from '#listenlab/engine/model/model.js';
import type { BenchContext, Benchmark, BenchRow, Cost } from './harness/context.js';
import { compare, costOf, shareOf } from './harness/measure.js';
import type { Peer } from './harness/peer.js';
import { ensureModel, RECIPES, WIDE_RECIPE } from './ranking-models.js';

const COUNT = 10;

/** Artists asked about in a run. */
const ARTISTS = 50;

/** Artists like one: how long an answer takes, and the first answer of a model. */
export const similar: Benchmark = {
  title: 'Similar artists',
  about:
    `The ${COUNT} artists nearest to one, by name, mean of ${ARTISTS} names one after the other; and the first query ` +
    'of a new model. The peer is similar_items for one artist at a time, by number, with the same factors.',
  async run(context) {
    const peer = context.findPeer('ranking.py', ['implicit', 'scipy'])?.start();
    const rows: BenchRow[] = [];
    for (const recipe of [...RECIPES, WIDE_RECIPE]) {
      const { model, path } = await ensureModel(context, recipe);
      await peer?.ask({ task: 'open', path });
      rows.push(...(await measure(context, recipe.name, model, peer)));
    }
    return rows;
  },
};

async function measure(
  { runs }: BenchContext,
  name: string,
  model: Model,
  peer: Peer | undefined,
): Promise<BenchRow[]> {
  const every = Math.max(1, Math.floor(model.artists.size / ARTISTS));
  const artists = Array.from({ length: ARTISTS }, (_, i) => (i * every) % model.artists.size);
  const one = await compare(`${name}: one artist`, 'ms', {
    runs,
    ours: () => askFor(model, artists),
    peer: peer && (() => peer.ask<Cost>({ task: 'similar', artists, count: COUNT })),
  });
  const first = await compare(`${name}: the first artist`, 'ms', {
    runs,
    ours: () => askFor(new Model(model), artists.slice(1, 2)),
  });
  return [one, first];
}

/** The mean of one answer. */
async function askFor(model: Model, artists: readonly number[]): Promise<Cost> {
  const cost = await costOf(() => {
    let found = 0;
    for (const artist of artists)
      found += model.similarArtists(model.artists.names[artist], { count: COUNT }).length;
    if (found === 0) throw new Error('nothing was found');
    return found;
  });
  return shareOf(cost, artists.length);
}

import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Model } from '#listenlab/engine/model/model.js';
import { recommendAll } from '#listenlab/engine/model/node/recommend-all.js';
import { formatBytes, formatCount } from '#listenlab/util/format.js';
import type { BenchContext, Benchmark, BenchRow, Cost } from './harness/context.js';
import { compare, costOf } from './harness/measure.js';
import type { Peer } from './harness/peer.js';
import { ensureModel, RECIPES } from './ranking-models.js';

const COUNT = 20;

/** The users that both rank: for all of them, a peer takes minutes. */
const USERS = 10_000;

/** The best artists for everyone: for some users compared with implicit, for all users to a file. */
export const recommend: Benchmark = {
  title: 'Recommend for everyone',
  about:
    `The best ${COUNT} artists not yet played, for ${formatCount(USERS)} users spread over the stand-in, ` +
    'the start of the threads included; the peer is recommend in batches of 2,000 on all threads, with the same ' +
    'factors. Then all users, once, to a Parquet file.',
  async run(context) {
    const peer = context.findPeer('ranking.py', ['implicit', 'scipy'])?.start();
    const rows: BenchRow[] = [];
    for (const recipe of RECIPES) {
      const { model, path: file } = await ensureModel(context, recipe);
      await peer?.ask({ task: 'open', path: file });
      rows.push(await compareSome(context, recipe.name, model, peer));
      rows.push(await measureAll(context, recipe.name, model));
    }
    return rows;
  },
};

function compareSome(
  { runs }: BenchContext,
  name: string,
  model: Model,
  peer: Peer | undefined,
): Promise<BenchRow> {
  const every = Math.max(1, Math.floor(model.users.size / USERS));
  const users = Array.from({ length: Math.min(USERS, model.users.size) }, (_, i) => i * every);
  return compare(`${name}: ${formatCount(users.length)} users`, 's', {
    runs,
    ours: () => costOf(() => recommendAll(model, () => {}, { count: COUNT, users })),
    peer: peer && (() => peer.ask<Cost>({ task: 'recommend', users, count: COUNT })),
  });
}

/** Everyone, once: with raw plays and many factors it takes minutes. */
async function measureAll({ dataDirectory }: BenchContext, name: string, model: Model): Promise<BenchRow> {
  const target = path.join(dataDirectory, 'recommendations.parquet');
  const file = await compare(`${name}: all users to Parquet`, 's', {
    runs: 1,
    warmUp: 0,
    ours: () => costOf(() => recommendAll(model, target, { count: COUNT })),
  });
  const { size } = await stat(target);
  await rm(target);
  return { ...file, note: formatBytes(size) };
}

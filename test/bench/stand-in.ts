import { mkdtemp, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatCount } from '#listenlab/util/format.js';
import type { Benchmark } from './harness/context.js';
import { costOf, costRow, row, sampleOf } from './harness/measure.js';
import { ensureStandIn } from './stand-in/stand-in.js';

/** How long the full-size stand-in takes to generate, and its size. */
export const standIn: Benchmark = {
  title: 'The stand-in',
  about: 'Making the file of plays (and the profiles) in the format of Last.fm 360K that the others read.',
  async run({ dataDirectory, say }) {
    const folder = await mkdtemp(path.join(dataDirectory, 'made-'));
    try {
      let plays = '';
      const cost = await costOf(async () => {
        plays = await ensureStandIn(folder, undefined, say);
        return plays;
      });
      const megabytes = (await stat(plays)).size / 1e6;
      const memory = process.resourceUsage().maxRSS / 1024;
      say(`${formatCount(Math.round(megabytes))} MB`);
      return [
        costRow('making it', 's', [cost]),
        row('file of plays', 'MB', sampleOf([megabytes])),
        row('peak memory', 'MB', sampleOf([memory * 1.048576])),
      ];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

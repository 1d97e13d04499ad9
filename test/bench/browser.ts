/// <reference lib="dom" />
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { openDataset } from '#listenlab/dataset/open.js';
import type { Interactions } from '#listenlab/matrix/interactions.js';
import { packInteractions } from '#listenlab/tuner/subset/pack.js';
import { chooseSubset } from '#listenlab/tuner/subset/subset.js';
import type { unpackInteractions } from '#listenlab/tuner/subset/unpack.js';
import type { Trainer } from '#listenlab/tuner/trainer/trainer.js';
import { TRAINER_SCRIPT } from '#listenlab/tuner/trainer/trainer-script.js';
import { findChromium } from '../support/chromium.js';
import { sharedFile } from '../support/shared.js';
import { trainerPage, withPageFile } from '../tuner/page.js';
import type { BenchContext, Benchmark, BenchRow } from './harness/context.js';
import { row, sampleOf } from './harness/measure.js';
import { interactionsOf } from './interactions.js';

const ENTRY = `
export { Trainer } from './tuner/trainer/trainer.js';
export { unpackInteractions } from './tuner/subset/unpack.js';
`;

/** Users of the stand-in from which 100,000 plays are chosen. */
const STAND_IN_USERS = 20_000;

declare const lab: { Trainer: typeof Trainer; unpackInteractions: typeof unpackInteractions };

/** How soon a page opened from disk has something to show, and how many bytes it carries. */
export const browser: Benchmark = {
  title: 'Training in a page',
  about:
    'In headless Chromium, from a page on disk, on one thread: 20 factors, alpha 15, with the loss, from the ' +
    'call to the factors of the first iteration and to those of the twentieth. The first run is not counted. ' +
    'Subsets as `chooseSubset` makes them by default; bytes with the artists’ names, before base64.',
  async run(context) {
    const executablePath = findChromium();
    if (!executablePath) {
      context.say('No Chromium (name one in LISTENLAB_CHROMIUM): nothing is measured.');
      return [];
    }
    const opened = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      return await withPageFile(await trainerPage(ENTRY), async (file) => {
        const page = await opened.newPage();
        await page.goto(pathToFileURL(file).href);
        const rows: BenchRow[] = [row('script and kernel', 'KB', sampleOf([TRAINER_SCRIPT.length / 1000]))];
        for (const [name, interactions] of await subsets(context)) {
          rows.push(...(await measure(page, name, interactions, context)));
        }
        return rows;
      });
    } finally {
      await opened.close();
    }
  },
};

async function subsets({ dataDirectory, standIn }: BenchContext): Promise<[string, Interactions][]> {
  const sample = await openDataset('sample', { dataDirectory });
  const { dataset } = await sample.clean();
  const found: [string, Interactions][] = [['sample', await dataset.interactions()]];
  sample.close();
  dataset.close();
  const lastfm2k = sharedFile('data/lastfm-2k');
  if (lastfm2k) {
    const all = await interactionsOf(lastfm2k, dataDirectory);
    found.push(['lastfm-2k, all', all], ['lastfm-2k', all]);
  }
  found.push(['stand-in', await interactionsOf(await standIn(STAND_IN_USERS), dataDirectory)]);
  return found.map(([name, all]) => [name, name.endsWith('all') ? all : chooseSubset(all)]);
}

async function measure(
  page: Page,
  name: string,
  interactions: Interactions,
  { runs, say }: BenchContext,
): Promise<BenchRow[]> {
  const packed = await packInteractions(interactions);
  const times = await page.evaluate(
    async ([base64, count]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const trainer = new lab.Trainer(await lab.unpackInteractions(bytes));
      const found: { first: number; full: number }[] = [];
      for (let run = 0; run <= count; run++) {
        const start = performance.now();
        let first = 0;
        const onFirst = () => {
          first = performance.now() - start;
        };
        await trainer.train({ factors: 20, alpha: 15, computeLoss: true }, { onFirst });
        if (run > 0) found.push({ first, full: performance.now() - start });
      }
      trainer.close();
      return found;
    },
    [Buffer.from(packed).toString('base64'), runs] as const,
  );
  const { users, artists, size } = interactions;
  const note = `${users.size} listeners, ${artists.size} artists, ${size} plays`;
  say(`${name}: ${note}`);
  return [
    row(`${name}: first iteration`, 'ms', sampleOf(times.map(({ first }) => first)), undefined, note),
    row(`${name}: 20 iterations`, 'ms', sampleOf(times.map(({ full }) => full))),
    row(
      `${name}: packed`,
      'bytes a play',
      sampleOf([packed.length / size]),
      undefined,
      `${packed.length} bytes`,
    ),
  ];
}

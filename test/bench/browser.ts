/// <reference lib="dom" />
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { openPlays } from '#listenlab/data/dataset/open.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import type { TunerReply } from '#listenlab/tuner/session/messages.js';
import { packInteractions } from '#listenlab/tuner/subset/pack.js';
import { chooseSubset } from '#listenlab/tuner/subset/subset.js';
import type { Connect } from '../../src/tuner/panel/port.js';
import { findChromium } from '../support/chromium.js';
import { sharedFile } from '../support/shared.js';
import { bundled, trainingPage, withPageFile } from '../tuner/page.js';
import type { BenchContext, Benchmark, BenchRow } from './harness/context.js';
import { row, sampleOf } from './harness/measure.js';
import { interactionsOf } from './interactions.js';

/** Users of the stand-in from which 100,000 plays are chosen. */
const STAND_IN_USERS = 20_000;

declare const lab: { workerPort(packed: Uint8Array): Connect };

/** How soon a page opened from disk has something to show, and how many bytes it carries. */
export const browser: Benchmark = {
  title: 'Training in a page',
  about:
    'As the panel trains, in headless Chromium, from a page on disk, on one thread: 20 factors, alpha 15, with the ' +
    'loss, on the four fifths of the plays that are not held out; from the request to the model of the first ' +
    'iteration and to that of the twentieth. The first run is not counted. Subsets as `chooseSubset` makes them by ' +
    'default; bytes with the artists’ names, before base64. The script is the trainer with all builds of the ' +
    'kernel, without the code that answers questions from a model.',
  async run(context) {
    const executablePath = findChromium();
    if (!executablePath) {
      context.say('No Chromium (name one in LISTENLAB_CHROMIUM): nothing is measured.');
      return [];
    }
    const opened = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      return await withPageFile(await trainingPage(), async (file) => {
        const page = await opened.newPage();
        await page.goto(pathToFileURL(file).href);
        const script = await bundled('test/tuner/trainer-worker.ts');
        const rows: BenchRow[] = [row('script and kernel', 'KB', sampleOf([script.length / 1000]))];
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
  const sample = await openPlays('sample', { dataDirectory });
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
  const subsetOf = async (name: string, all: Interactions) =>
    name.endsWith('all') ? all : (await chooseSubset(all)).subset;
  return await Promise.all(
    found.map(async ([name, all]): Promise<[string, Interactions]> => [name, await subsetOf(name, all)]),
  );
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
      let heard: (reply: TunerReply) => void = () => {};
      const port = lab.workerPort(bytes)({ onReply: (reply) => heard(reply), onDeath() {}, onSilence() {} });
      const train = (run: number) =>
        new Promise<{ first: number; full: number }>((resolve) => {
          const start = performance.now();
          let first = 0;
          let full = 0;
          heard = (reply) => {
            if (reply.kind === 'model' && reply.isFinal) full = performance.now() - start;
            else if (reply.kind === 'model') first = performance.now() - start;
            else if (reply.kind === 'measured') resolve({ first, full });
          };
          const options = { factors: 20, alpha: 15 };
          port.post({ kind: 'train', run, options, warm: false, early: true });
        });
      port.post({ kind: 'open' });
      await train(0);
      const found: { first: number; full: number }[] = [];
      for (let run = 1; run <= count; run++) found.push(await train(run));
      port.close();
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

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainOnThreads } from '#listenlab/engine/als/node/train.js';
import { evaluate, interactionsFromRows, splits, trainAls } from '#listenlab/index.js';
import { hasChromium, launchChromium } from './support/chromium.js';

const dist = path.resolve(import.meta.dirname, '../dist');

/** Modules that a browser must be able to run without Node: each is bundled separately. */
const BROWSER_MODULES = [
  'browser.js',
  'engine/als/train-inline.js',
  'engine/als/reference.js',
  'engine/evaluate/evaluate-inline.js',
  'engine/evaluate/evaluation.js',
  'engine/evaluate/split/random-splits.js',
  'engine/evaluate/split/split-by-time.js',
  'engine/matrix/interactions.js',
  'engine/model/model.js',
];

const rows = Array.from({ length: 400 }, (_, i) => ({
  user: `user ${i % 37}`,
  artist: `artist ${(i * i) % 53}`,
  plays: 1 + (i % 11),
}));
const options = { factors: 6, iterations: 3, weighting: 'log' } as const;

async function bundle(contents: string): Promise<string> {
  const result = await build({
    stdin: { contents, resolveDir: dist },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    logLevel: 'silent',
  });
  return result.outputFiles[0].text;
}

describe('the browser bundle', () => {
  it.each(BROWSER_MODULES)('of %s contains nothing from Node', async (module) => {
    const code = await bundle(`export * from './${module}'`);
    expect(code).not.toMatch(/["']node:/);
  });

  it('fails if something from Node is imported', async () => {
    await expect(bundle(`export * from './engine/als/node/train.js'`)).rejects.toThrow('node:');
  });
});

/** What the page made of the plays. */
interface InPage {
  factors: number[];
  ndcg: number;
  recommended: unknown;
  bars: number[];
}

describe.skipIf(!hasChromium)('listenlab/browser in Chromium', () => {
  let server: Server;

  beforeAll(async () => {
    const script = await bundle(`
      import { charts, evaluate, interactionsFromRows, splits, trainAls } from 'listenlab/browser';
      window.train = async (rows, options) => {
        const plays = interactionsFromRows(rows);
        const { userFactors, artistFactors } = await trainAls(plays, options);
        const split = splits.random(plays, { seed: 1 });
        const model = await trainAls(split.train, options);
        const ndcg = (await evaluate(model, split, { k: 5 })).mean('ndcg');
        const recommended = model.recommend('user 3', { count: 5 });
        const { data } = charts.recommendations(recommended);
        return { factors: [...userFactors, ...artistFactors], ndcg, recommended, bars: data[0].x };
      };`);
    server = createServer((request, response) => {
      const name = request.url?.slice(1) ?? '';
      if (name === 'train.js') response.setHeader('Content-Type', 'text/javascript').end(script);
      else
        response.setHeader('Content-Type', 'text/html').end('<script type="module" src="train.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('gives the same bits and answers as listenlab in Node', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction('window.train');
      const found = await page.evaluate(
        ([listed, given]) =>
          (globalThis as unknown as { train(rows: unknown, options: unknown): Promise<InPage> }).train(
            listed,
            given,
          ),
        [rows, options] as const,
      );
      const plays = interactionsFromRows(rows);
      const { userFactors, artistFactors } = await trainOnThreads(plays, { ...options, threads: 2 }, {});
      expect(found.factors).toEqual([...userFactors, ...artistFactors]);
      const split = splits.random(plays, { seed: 1 });
      const model = await trainAls(split.train, options);
      expect(found.ndcg).toBe((await evaluate(model, split, { k: 5 })).mean('ndcg'));
      const recommended = model.recommend('user 3', { count: 5 });
      expect(found.recommended).toEqual(recommended);
      expect(found.bars).toEqual(recommended.map(({ score }) => score));
    } finally {
      await browser.close();
    }
  });
});

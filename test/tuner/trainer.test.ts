/// <reference lib="dom" />
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlsSettings } from '#listenlab/als/options.js';
import { trainAls } from '#listenlab/als/train.js';
import { interactionsFromRows } from '#listenlab/matrix/interactions.js';
import type { Model } from '#listenlab/model/model.js';
import type { Trainer } from '#listenlab/tuner/trainer/trainer.js';
import { TRAINER_SCRIPT } from '#listenlab/tuner/trainer/trainer-script.js';
import { findChromium } from '../support/chromium.js';
import { trainerPage, withPageFile } from './page.js';

const rows = Array.from({ length: 4000 }, (_, i) => ({
  user: `listener ${i % 311}`,
  artist: `artist ${(i * i) % 173}`,
  plays: 1 + (i % 97),
}));
const interactions = interactionsFromRows(rows);

declare const lab: { Trainer: typeof Trainer; interactionsFromRows: typeof interactionsFromRows };

/** Options of a run, and whether it goes on from the one before. */
type Step = Partial<AlsSettings> & { warm?: boolean };

/** What a page reports of a run: what it found, or why it found nothing. */
type Seen = { factors: number[]; losses: readonly number[]; startedFrom?: number } | string;

/** Trains in the page, one run after the other on one worker. */
function trainInPage(page: Page, steps: Step[]): Promise<Seen[]> {
  return page.evaluate(
    async ([plays, runs]) => {
      const trainer = new lab.Trainer(lab.interactionsFromRows(plays));
      const seen: Seen[] = [];
      for (const { warm, ...options } of runs) {
        const found = await trainer.train(options, { warm }).catch((error: Error) => error.message);
        if (typeof found === 'string') seen.push(found);
        else if (found) {
          const { userFactors, artistFactors, losses, startedFrom } = found;
          seen.push({ factors: [...userFactors, ...artistFactors], losses, startedFrom });
        }
      }
      trainer.close();
      return seen;
    },
    [rows, steps] as const,
  );
}

function seenOf(model: Model, startedFrom?: number): Seen {
  const { userFactors, artistFactors, losses = [] } = model;
  const seen = { factors: [...userFactors, ...artistFactors], losses };
  return startedFrom === undefined ? seen : { ...seen, startedFrom };
}

it('is a script of less than 36 KB with the kernel in it, and loads nothing', () => {
  expect(Buffer.byteLength(TRAINER_SCRIPT)).toBeLessThan(36_000);
  expect(TRAINER_SCRIPT).not.toMatch(/node:|https?:|importScripts|<\/?script/i);
});

const chromiumPath = findChromium();

describe.skipIf(!chromiumPath)('training in Chromium', () => {
  let browser: Browser;
  let html: string;

  beforeAll(async () => {
    html = await trainerPage();
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  });

  afterAll(() => browser?.close());

  /** Opens the page from disk, without a network, and collects what it asks for and complains of. */
  async function fromDisk<T>(use: (page: Page) => Promise<T>): Promise<{ result: T; noise: string[] }> {
    return withPageFile(html, async (file) => {
      const context = await browser.newContext({ offline: true });
      const page = await context.newPage();
      const noise: string[] = [];
      const address = pathToFileURL(file).href;
      page.on('console', (message) => noise.push(message.text()));
      page.on('pageerror', (error) => noise.push(String(error)));
      page.on('request', (request) => {
        if (request.url() !== address && !request.url().startsWith('blob:')) noise.push(request.url());
      });
      await page.goto(address);
      expect(await page.evaluate(() => typeof SharedArrayBuffer)).toBe('undefined');
      const result = await use(page);
      await context.close();
      return { result, noise };
    });
  }

  it('from a page on disk gives the bits of Node, and goes on from the last run', async () => {
    const first = { factors: 6, iterations: 3, computeLoss: true };
    const second = { factors: 6, iterations: 2, alpha: 2, weighting: 'log', computeLoss: true } as const;
    const exact = { factors: 5, iterations: 2, solver: 'cholesky', seed: 7 } as const;
    const { result, noise } = await fromDisk((page) =>
      trainInPage(page, [first, { ...second, warm: true }, second, { ...exact, warm: true }]),
    );
    const start = await trainAls(interactions, { ...first, threads: 1 });
    expect(result).toEqual([
      seenOf(start),
      seenOf(await trainAls(interactions, { ...second, start, threads: 1 }), 1),
      seenOf(await trainAls(interactions, { ...second, threads: 2 })),
      // Another number of factors has nothing to go on from.
      seenOf(await trainAls(interactions, { ...exact, threads: 2 })),
    ]);
    expect(noise).toEqual([]);
  });

  it('says in a sentence what is wrong with options, and trains on', async () => {
    const bad = [
      { factors: 0 },
      { weighting: 'loud' as 'log' },
      { colour: 'red' } as Step,
      { regularization: 0, unobservedWeight: 0, alpha: 1e300, factors: 3 },
    ];
    const { result, noise } = await fromDisk((page) =>
      trainInPage(page, [...bad, { factors: 2, iterations: 1 }]),
    );
    expect(result.slice(0, 3)).toEqual([
      'factors is 0; expected a whole number from 1 to 512, or leave it out for 20',
      "weighting is 'loud'; expected one of 'linear', 'log', 'binary', 'bm25', 'tfidf', or leave it out for linear",
      expect.stringMatching(/^unknown training option 'colour'; did you mean/),
    ]);
    expect(result[3]).toMatch(
      /^the factors of user 'listener \d+' are not finite numbers in iteration 1; raise/,
    );
    expect(result[4]).toEqual(seenOf(await trainAls(interactions, { factors: 2, iterations: 1 })));
    expect(noise).toEqual([]);
  });

  it('comes to the last of runs that are asked for faster than they begin', async () => {
    const { result, noise } = await fromDisk((page) =>
      page.evaluate(async (plays) => {
        const trainer = new lab.Trainer(lab.interactionsFromRows(plays));
        const asked = Array.from({ length: 300 }, (_, i) =>
          trainer.train({ factors: 4, iterations: 2, alpha: i + 1 }),
        );
        const found = await Promise.all(asked);
        trainer.close();
        const last = found.pop();
        return [found.filter((one) => one !== undefined).length, ...(last?.artistFactors ?? [])];
      }, rows),
    );
    const expected = await trainAls(interactions, { factors: 4, iterations: 2, alpha: 300 });
    expect(result).toEqual([0, ...expected.artistFactors]);
    expect(noise).toEqual([]);
  });

  it.each([
    ["'wasm-unsafe-eval'", '', /^this browser cannot train: .*WebAssembly/],
    ['worker-src blob:', "worker-src 'none'", /^the training worker failed: /],
  ])('says why where the page does not allow %s', async (allowed, instead, message) => {
    const strict = (await trainerPage()).replace(allowed, instead);
    const said = await withPageFile(strict, async (file) => {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file).href);
      return page.evaluate(async (plays) => {
        try {
          const trainer = new lab.Trainer(lab.interactionsFromRows(plays));
          return await trainer.train({}).then(
            () => 'trained',
            (error: Error) => error.message,
          );
        } catch (error) {
          return `thrown: ${error}`;
        }
      }, rows);
    });
    expect(said).toMatch(message);
  });

  it('hears of a newer run also while iterations are too short to be interrupted', async () => {
    const { result, noise } = await fromDisk((page) =>
      page.evaluate(async (plays) => {
        const trainer = new lab.Trainer(lab.interactionsFromRows(plays));
        const begun = new Promise<void>((resolve) => {
          // It would take minutes.
          void trainer.train({ factors: 2, iterations: 100_000 }, { onProgress: () => resolve() });
        });
        await begun;
        const found = await trainer.train({ factors: 3, iterations: 1 });
        trainer.close();
        return found?.settings.factors;
      }, rows),
    );
    expect(result).toBe(3);
    expect(noise).toEqual([]);
  });

  it('drops a run for a newer one in the middle of an iteration', async () => {
    const { result, noise } = await fromDisk((page) =>
      page.evaluate(async (plays) => {
        const trainer = new lab.Trainer(lab.interactionsFromRows(plays));
        const reports: number[] = [];
        const onProgress = ({ run }: { run: number }) => reports.push(run);
        // An iteration of this one takes seconds.
        const long = trainer.train({ factors: 250, solver: 'cholesky', iterations: 1000 }, { onProgress });
        await trainer.ready;
        await new Promise((resolve) => setTimeout(resolve, 100));
        const short = trainer.train({ factors: 2, iterations: 2 }, { onProgress, warm: true });
        const found = [
          (await long) === undefined,
          (await short)?.settings.factors,
          (await short)?.startedFrom,
        ];
        const stopped = trainer.train({ iterations: 100_000 });
        trainer.stop();
        const after = await trainer.train({ factors: 3, iterations: 1 });
        trainer.close();
        const closed = await trainer.train({}).catch((error: Error) => error.message);
        return [...found, (await stopped) === undefined, after?.settings.factors, closed, reports];
      }, rows),
    );
    expect(result).toEqual([true, 2, undefined, true, 3, 'the trainer is closed; make a new one', [2, 2]]);
    expect(noise).toEqual([]);
  });
});

describe.skipIf(!chromiumPath)('training in a page that is cross-origin isolated', () => {
  let server: Server;

  beforeAll(async () => {
    const html = await trainerPage();
    server = createServer((_, response) => {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      response.setHeader('Content-Type', 'text/html').end(html);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('uses threads, with the same bits', async () => {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      const options = { factors: 6, iterations: 2, computeLoss: true };
      const found = await trainInPage(
        page,
        [1, 2, 4].map((threads) => ({ ...options, threads })),
      );
      const expected = seenOf(await trainAls(interactions, options));
      expect(found).toEqual([expected, expected, expected]);
    } finally {
      await browser.close();
    }
  });
});

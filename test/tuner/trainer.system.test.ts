/// <reference lib="dom" />
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls, trainOnThreads } from '#listenlab/engine/als/node/train.js';
import { type Interactions, interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import type { Model } from '#listenlab/engine/model/model.js';
import { hasChromium, launchChromium } from '../support/chromium.js';
import { bundled, pageOf, withPageFile } from './page.js';
import type { Plays, Seen, Step, Task, trainAll } from './trainer-worker.js';

declare const lab: { trainAll: typeof trainAll };

const rows = Array.from({ length: 4000 }, (_, i) => ({
  user: `listener ${i % 311}`,
  artist: `artist ${(i * i) % 173}`,
  plays: 1 + (i % 97),
}));
const interactions = interactionsFromRows(rows);
const plays = playsOf(interactions);
const script = await bundled('test/tuner/trainer-worker.ts');

function playsOf({ users, artists, byUser }: Interactions): Plays {
  const userOf = users.names.flatMap((_, user) =>
    Array<number>(byUser.indptr[user + 1] - byUser.indptr[user]).fill(user),
  );
  return {
    users: users.names,
    artists: artists.names,
    triplets: [userOf, [...byUser.indices], [...byUser.values]],
  };
}

/** Trains in a worker of the page, one step after another. */
function trainInPage(page: Page, steps: Step[]): Promise<Seen[]> {
  return page.evaluate(
    ([text, task]) => {
      const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      const worker = new Worker(address);
      const seen = new Promise<Seen[]>((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      });
      worker.postMessage(task);
      return seen.finally(() => worker.terminate());
    },
    [script, { kind: 'train', plays, steps } as Task] as const,
  );
}

function seenOf({ userFactors, artistFactors, losses = [] }: Model): Seen {
  return { factors: [...userFactors, ...artistFactors], losses };
}

it('the trainer is a script below 39 KB with all builds of the kernel, and loads nothing', () => {
  expect(Buffer.byteLength(script)).toBeLessThan(39_000);
  expect(script).not.toMatch(/node:|https?:|importScripts|<\/?script/i);
});

describe.skipIf(!hasChromium)('training in Chromium', () => {
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    browser = await launchChromium();
    server = createServer((_, response) => {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      response.setHeader('Content-Type', 'text/html').end(pageOf(script));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Address of a page that may share memory. */
  const isolated = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  it('on a page from disk gives the same bits as Node, continues from the last run, and survives bad options', async () => {
    const first = { factors: 6, iterations: 3, computeLoss: true };
    const second = { factors: 6, iterations: 2, alpha: 2, weighting: 'log', computeLoss: true } as const;
    const exact = { factors: 5, iterations: 2, solver: 'cholesky', seed: 7 } as const;
    const endless = { regularization: 0, unobservedWeight: 0, alpha: 1e300, factors: 3 };
    const found = await withPageFile(pageOf(''), async (file) => {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file).href);
      expect(await page.evaluate(() => typeof SharedArrayBuffer)).toBe('undefined');
      return trainInPage(page, [first, { ...second, warm: true }, endless, { factors: 0 }, second, exact]);
    });
    const start = await trainAls(interactions, { ...first, threads: 1 });
    expect(found).toEqual([
      seenOf(start),
      seenOf(await trainAls(interactions, { ...second, start, threads: 1 })),
      expect.stringMatching(
        /^the factors of user 'listener \d+' are not finite numbers in iteration 1; raise/,
      ),
      'factors is 0; expected a whole number from 1 to 512, or leave it out for 20',
      seenOf(await trainOnThreads(interactions, { ...second, threads: 2 }, {})),
      seenOf(await trainOnThreads(interactions, { ...exact, threads: 2 }, {})),
    ]);
  });

  it('uses threads if the page is cross-origin isolated, with the same bits', async () => {
    const page = await browser.newPage();
    await page.goto(isolated());
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const options = { factors: 6, iterations: 2, computeLoss: true };
    const found = await trainInPage(
      page,
      [1, 2, 4].map((threads) => ({ ...options, threads })),
    );
    const expected = seenOf(await trainAls(interactions, options));
    expect(found).toEqual([expected, expected, expected]);
  });

  it('fails each time if its threads cannot start', async () => {
    const page = await browser.newPage();
    await page.goto(isolated());
    const steps = [{ threads: 1 }, { threads: 2 }, { threads: 2 }];
    const found = await page.evaluate(
      (task) => {
        const scope = { location: { href: '/no-script' }, navigator: { hardwareConcurrency: 2 } };
        return lab.trainAll(task, { ...scope, crossOriginIsolated: true, onmessage: null, postMessage() {} });
      },
      { kind: 'train', plays, steps } as Task,
    );
    expect(found).toEqual(steps.map(() => 'a training thread failed: it could not be started'));
  });
});

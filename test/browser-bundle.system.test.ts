import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { findChromium, patient } from './support/chromium.js';

const dist = path.resolve(import.meta.dirname, '../dist');

/** What a browser must be able to run without anything of Node: each is bundled on its own. */
const BROWSER_MODULES = [
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

const browserPath = findChromium();

describe.skipIf(!browserPath)('training in Chromium', () => {
  let server: Server;

  beforeAll(async () => {
    const script = await bundle(`
      import { readAlsOptions } from './engine/als/options.js';
      import { trainFactorsInline } from './engine/als/train-inline.js';
      import { interactionsFromRows } from './engine/matrix/interactions.js';
      import { allocateMemory } from './engine/kernels/memory.js';
      window.train = async (rows, options) => {
        const names = ['als-relaxed.wasm', 'als-simd.wasm'];
        const kernels = await Promise.all(names.map(async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer())));
        const kernel = kernels.find((bytes) => WebAssembly.validate(bytes));
        const module = new WebAssembly.Module(kernel);
        const parts = { module, allocate: allocateMemory };
        const found = await trainFactorsInline(interactionsFromRows(rows), readAlsOptions(options), parts);
        return [...found.userFactors, ...found.artistFactors];
      };`);
    server = createServer((request, response) => {
      const name = request.url?.slice(1) ?? '';
      if (name.endsWith('.wasm')) response.end(readFileSync(path.join(dist, 'engine/kernels', name)));
      else if (name === 'train.js') response.setHeader('Content-Type', 'text/javascript').end(script);
      else
        response.setHeader('Content-Type', 'text/html').end('<script type="module" src="train.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('gives the same bits as the worker threads of Node', async () => {
    const browser = patient(await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] }));
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction('window.train');
      const factors = await page.evaluate(
        ([listed, given]) =>
          (globalThis as unknown as { train(rows: unknown, options: unknown): Promise<number[]> }).train(
            listed,
            given,
          ),
        [rows, options] as const,
      );
      const model = await trainAls(interactionsFromRows(rows), { ...options, threads: 2 });
      expect(factors).toEqual([...model.userFactors, ...model.artistFactors]);
    } finally {
      await browser.close();
    }
  });
});

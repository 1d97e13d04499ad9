import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestLab, type TestLab } from '../notebook/lab/lab-support.js';
import { hasChromium, launchChromium } from './chromium.js';

let lab: TestLab;
let browser: Browser | undefined;
let other: Server;

beforeAll(async () => {
  lab = await startTestLab();
  await writeFile(path.join(lab.folder, 'a.js'), 'globalThis.stolen = true;');
  other = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><body></body>'),
  );
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  if (hasChromium) browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  other.close();
  await lab.close();
});

/** Address of a foreign page: on another site, or on another port of the same one. */
const elsewhere = (host: string) => `http://${host}:${(other.address() as AddressInfo).port}/`;

describe.skipIf(!hasChromium)('a browser (Chromium)', () => {
  it.each(['localhost', '127.0.0.1'])(
    'is admitted through a link on a page of %s, and the token disappears from the address',
    async (host) => {
      const context = await (browser as Browser).newContext();
      const page = await context.newPage();
      await page.goto(elsewhere(host));
      const url = `${lab.origin}/edit/a.js?token=${lab.server.token}`;
      await page.evaluate((href) => {
        const link = Object.assign(document.createElement('a'), { href, textContent: 'open' });
        document.body.append(link);
        link.click();
      }, url);
      await page.waitForURL(`${lab.origin}/edit/a.js`);
      expect(await page.locator('#jupyter-config-data').count()).toBe(1);
      const cookies = await context.cookies();
      expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
      // The page's own requests, which carry no token, are accepted.
      const answer = await page.evaluate(
        async () => (await fetch('/api/kernels/x/interrupt', { method: 'POST' })).status,
      );
      expect(answer).toBe(404);
      await context.close();
    },
  );

  it.each(['localhost', '127.0.0.1'])('that was admitted does nothing for a page of %s', async (host) => {
    const context = await (browser as Browser).newContext();
    const page = await context.newPage();
    await page.goto(`${lab.origin}/tree?token=${lab.server.token}`);
    await page.goto(elsewhere(host));
    const tried = await page.evaluate(async (origin) => {
      const outcome = (work: Promise<unknown>) =>
        work.then(
          () => 'done',
          () => 'refused',
        );
      const loaded = (tag: 'script' | 'iframe', attributes: object) =>
        new Promise<unknown>((resolve, reject) => {
          const element = Object.assign(document.createElement(tag), attributes);
          element.addEventListener('load', resolve);
          element.addEventListener('error', reject);
          document.body.append(element);
        });
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/events/subscribe`);
      const opened = new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', reject);
      });
      const body = JSON.stringify({ path: 'a.ipynb', type: 'notebook' });
      const headers = { 'content-type': 'application/json' };
      const credentials = 'include' as const;
      return {
        read: await outcome(fetch(`${origin}/api/contents`, { credentials })),
        write: await outcome(fetch(`${origin}/api/sessions`, { method: 'POST', body, headers, credentials })),
        blind: await outcome(
          fetch(`${origin}/api/sessions`, { method: 'POST', body, mode: 'no-cors', credentials }),
        ),
        script: await outcome(loaded('script', { src: `${origin}/files/a.js` })),
        socket: await outcome(opened),
        stolen: 'stolen' in globalThis,
      };
    }, lab.origin);
    expect(tried).toEqual({
      read: 'refused',
      write: 'refused',
      // Chromium hides the response to this request from the page, if it sends the request at all.
      blind: expect.any(String),
      script: 'refused',
      socket: 'refused',
      stolen: false,
    });
    expect(lab.server.kernels.list()).toEqual([]);
    await page.evaluate(async (src) => {
      const frame = Object.assign(document.createElement('iframe'), { src });
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      await loaded;
    }, `${lab.origin}/tree`);
    await expect
      .poll(() => page.frames().map((frame) => frame.url()))
      .toEqual([elsewhere(host), 'chrome-error://chromewebdata/']);
    await context.close();
  });
});

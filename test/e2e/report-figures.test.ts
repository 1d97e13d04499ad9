import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawAll, hasChromium } from '../notebook/report/support/chromium.js';
import { mapFigure } from '../notebook/report/support/figures.js';
import * as nb from '../notebook/report/support/notebooks.js';

import { listeningNotebooks, PHONE, ReportPages, tickColour } from './report-pages.js';

/** The file saved by a button of a chart. */
async function saved(page: Page, chart: Locator, format: string): Promise<{ name: string; bytes: Buffer }> {
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('.chart-area').hover();
  const waiting = page.waitForEvent('download');
  await chart.locator(`.modebar-btn[data-title="Download as ${format}"]`).click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

describe.skipIf(!hasChromium)('the figures of a report opened from disk in Chromium', () => {
  let pages: ReportPages;
  beforeAll(async () => {
    pages = await ReportPages.make();
    await pages.write('report', listeningNotebooks());
  });
  afterAll(() => pages?.close());
  const withPage: ReportPages['withPage'] = (...given) => pages.withPage(...given);

  it('draws each figure when the reader reaches it, and again when the page turns dark', () =>
    withPage('report', {}, async (page) => {
      expect(await page.locator('.chart').count()).toBe(7);
      expect(await undrawn(page)).toBeGreaterThan(0);
      await drawAll(page);
      expect(await undrawn(page)).toBe(0);
      // Six of the seven places on the map are countries.
      await expect.poll(() => page.locator('.choroplethlayer path[d^="M"]').count()).toBe(6);
      expect(await page.locator('.modebar-btn[data-title*="hare"], .modebar-btn--logo').count()).toBe(0);
      const before = await tickColour(page);
      await page.getByRole('button', { name: 'Dark' }).click();
      await expect.poll(() => tickColour(page)).not.toBe(before);
      const text = page.locator('.xtick text').first();
      expect(await text.evaluate((element) => getComputedStyle(element).fontFamily)).not.toContain('Comic');
    }));

  it('saves a figure as a picture named after it, in light colours, with its title', () =>
    withPage('report', { colorScheme: 'dark' }, async (page) => {
      const chart = page.locator('.notebook .chart', { hasText: 'Most heard artists' });
      const png = await saved(page, chart, 'PNG');
      expect(png.name).toBe('most-heard-artists.png');
      // A PNG starts with an eight-byte signature; bytes 17 to 20 are its width.
      expect(png.bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
      const width = await chart.locator('.chart-area').evaluate((area) => area.clientWidth);
      expect(png.bytes.readUInt32BE(16)).toBe(2 * width);
      const svg = await saved(page, chart, 'SVG');
      expect(svg.name).toBe('most-heard-artists.svg');
      const text = svg.bytes.toString('utf8');
      expect(text).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      for (const word of ['Most heard artists', 'by number of listeners', 'die Ärzte'])
        expect(text).toContain(word);
      // The text colour of the light page, though the page is dark.
      expect(text).toContain('rgb(29, 34, 38)');
      expect(text).not.toContain('rgb(230, 233, 236)');
    }));

  it.each([
    ['a wide page', {}],
    ['a phone', PHONE],
  ])('has room for each figure before it is drawn, on %s', (_, options) =>
    withPage('report', options, async (page) => {
      const heights = () =>
        page.locator('.chart').evaluateAll((charts) => charts.map((chart) => chart.clientHeight));
      const before = await heights();
      await drawAll(page);
      expect(await heights()).toEqual(before);
    }),
  );

  it('redraws figures when the page becomes narrow, and when it is wide again', () =>
    withPage('report', {}, async (page) => {
      const chart = page.locator('.notebook .chart', { hasText: 'Most heard artists' });
      await chart.scrollIntoViewIfNeeded();
      const long = chart.locator('.ytick text', { hasText: 'and the long, long name of a band' });
      const width = () =>
        chart
          .locator('.main-svg')
          .first()
          .evaluate((svg) => svg.clientWidth);
      await long.waitFor({ state: 'attached' });
      const wide = await width();
      await page.setViewportSize({ width: 480, height: 900 });
      await long.waitFor({ state: 'detached' });
      await expect.poll(width).toBeLessThan(480);
      await page.setViewportSize({ width: 1280, height: 900 });
      await long.waitFor({ state: 'attached' });
      await expect.poll(width).toBe(wide);
    }));

  it('fits a phone', () =>
    withPage('report', PHONE, async (page) => {
      await drawAll(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      // On two lines.
      await expect
        .poll(async () => (await page.locator('.ytick text').allTextContents()).join('\n'))
        .toMatch(/godspeed you!\s*black\s*emperor/);
      const buttons = page.locator('.notebook .chart', { hasText: 'Plays per row' }).locator('.modebar-btn');
      await expect.poll(() => buttons.count()).toBe(2);
    }));

  it('draws the other figures when one cannot be drawn', async () => {
    const broken = nb.figure({
      data: [{ type: 'choropleth', geojson: 'x', locations: 5 }],
      layout: { geo: 7 },
    });
    const notebook = nb.notebookOf(nb.code('a', [broken]), nb.code('b', [nb.figure(mapFigure())]));
    await pages.write('broken', [{ name: 'n', notebook }]);
    const page = await pages.open('broken');
    await page.locator('.choroplethlayer path').first().waitFor({ state: 'attached' });
    await page.context().close();
  });
});

function undrawn(page: Page): Promise<number> {
  return page.locator('.chart:not(:has(.main-svg))').count();
}

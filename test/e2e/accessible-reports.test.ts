import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { JUPYTER_DISPLAY } from '#listenlab/notebook/display/front-end.js';
import type { Notebook } from '#listenlab/notebook/jupyter/nbformat.js';
import { writeIndex } from '#listenlab/notebook/report/report-index.js';
import { writeReport } from '#listenlab/tuner/kernel/report.js';
import { tryIt } from '#listenlab/tuner/kernel/try-it.js';
import { tuner } from '#listenlab/tuner/kernel/tuner.js';
import { drawAll, hasChromium, launchChromium, openFile } from '../notebook/report/support/chromium.js';
import * as nb from '../notebook/report/support/notebooks.js';
import { axeFindings } from '../support/axe.js';
import { tastefulPlays } from '../tuner/plays.js';

const DESK = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const SCREENS = [
  ['light', { ...DESK, colorScheme: 'light' }],
  ['dark, on a phone', { ...PHONE, colorScheme: 'dark' }],
] as const;

/** Two search boxes, one of them without recommendations, and the panel. */
async function liveNotebook(): Promise<Notebook> {
  const interactions = tastefulPlays();
  const model = await trainAls(interactions, { factors: 6, iterations: 3, threads: 1 });
  const shown = [
    await tryIt(model, { artist: 'artist 1', likes: ['artist 1', 'artist 5'] }),
    await tryIt(model, { recommend: false }),
    await tuner(interactions, { best: { weighting: 'log', alpha: 1 } }),
  ];
  return nb.notebookOf(
    nb.markdown('# Live'),
    nb.code(
      'show(panel)',
      shown.map((part) => nb.display(JSON.parse(JSON.stringify(part[JUPYTER_DISPLAY]())))),
    ),
  );
}

describe.skipIf(!hasChromium)('axe-core in reports (needs Chromium)', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'accessible-'));
    const about = { generatedAt: new Date(0), dataset: { title: 'Last.fm sample', simulated: true } };
    const notebooks = [
      { name: '01-explore', notebook: nb.exploreNotebook() },
      { name: '02-train', notebook: nb.trainNotebook() },
      { name: '03-similar-artists', notebook: nb.failedNotebook() },
      { name: '04-live', notebook: await liveNotebook() },
    ];
    await writeReport(path.join(folder, 'report.html'), notebooks, { ...about, title: 'Listening' });
    await writeReport(path.join(folder, 'other.html'), notebooks.slice(0, 1), { ...about, title: 'Other' });
    await writeIndex(folder);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(SCREENS)(
    'finds nothing in a report with charts, code, panel and search box, brief and full, %s',
    async (_, options) => {
      const { page } = await openFile(browser, path.join(folder, 'report.html'), options);
      await drawAll(page);
      expect(await axeFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Full' }).click();
      await drawAll(page);
      await page.getByRole('button', { name: 'Show all code' }).click();
      await trained(page);
      expect(await axeFindings(page)).toEqual([]);

      const panel = page.locator('.live[data-live="tuner"]');
      await panel.getByRole('button', { name: 'Keep this model as A' }).click();
      await panel.getByRole('combobox', { name: 'Find an artist' }).fill('artist');
      await panel.locator('.ll-similar').getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      expect(await axeFindings(page)).toEqual([]);
      await page.context().close();
    },
  );

  it.each(SCREENS)('finds nothing in an index of reports, %s', async (_, options) => {
    const { page } = await openFile(browser, path.join(folder, 'index.html'), options);
    expect(await axeFindings(page)).toEqual([]);
    await page.context().close();
  });

  /** Scrolls to each live part, and waits until the panel has trained. */
  async function trained(page: Page): Promise<void> {
    for (const part of await page.locator('.live').all()) {
      await part.scrollIntoViewIfNeeded();
      await part.locator('.ll-list').first().waitFor();
    }
    await page.getByText('Trained from seed 42').waitFor();
    await page.locator('[data-quality="popularity"]').getByText('0.').first().waitFor();
  }
});

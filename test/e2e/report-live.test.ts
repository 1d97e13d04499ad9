import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { JUPYTER_DISPLAY } from '#listenlab/notebook/display/front-end.js';
import type { Notebook } from '#listenlab/notebook/jupyter/nbformat.js';
import { tryIt } from '#listenlab/tuner/kernel/try-it.js';
import { tuner } from '#listenlab/tuner/kernel/tuner.js';
import { ORIGINAL_RECIPE } from '#listenlab/tuner/session/messages.js';
import { hasChromium } from '../notebook/report/support/chromium.js';
import { faintTexts } from '../notebook/report/support/contrast.js';
import * as nb from '../notebook/report/support/notebooks.js';
import { HOSTILE as NAME_WITH_MARKUP, tastefulPlays } from '../tuner/plays.js';

import { PHONE, ReportPages } from './report-pages.js';

/** The panel, and a search box for similar artists and for recommendations. */
async function liveNotebook(): Promise<Notebook> {
  const interactions = tastefulPlays();
  const model = await trainAls(interactions, { factors: 6, iterations: 3, threads: 1 });
  const shown = [
    await tryIt(model, { artist: 'artist 1', likes: ['artist 1', 'artist 5'] }),
    await tuner(interactions, { title: NAME_WITH_MARKUP, artist: NAME_WITH_MARKUP }),
  ];
  return nb.notebookOf(
    nb.markdown('# Live'),
    nb.code(
      'show(panel)',
      shown.map((part) => nb.display(JSON.parse(JSON.stringify(part[JUPYTER_DISPLAY]())))),
    ),
  );
}

/** The names in a list of a panel. */
const namesIn = (list: Locator) => list.locator('.ll-artist').allTextContents();

describe.skipIf(!hasChromium)('the live parts of a report opened from disk in Chromium', () => {
  let pages: ReportPages;
  beforeAll(async () => {
    pages = await ReportPages.make();
    await pages.write('live', [{ name: '07-tune', notebook: await liveNotebook() }]);
  });
  afterAll(() => pages?.close());
  const withPage: ReportPages['withPage'] = (...given) => pages.withPage(...given);

  it('answers about any artist, typed and selected by keyboard', () =>
    withPage('live', { offline: true }, async (page) => {
      const part = page.locator('.live[data-live="try"]');
      const similar = part.locator('.ll-similar');
      await part.scrollIntoViewIfNeeded();
      await expect.poll(() => namesIn(similar)).toHaveLength(10);
      const before = await namesIn(similar);
      const field = similar.getByRole('combobox', { name: 'Find an artist' });
      await field.fill('bjork');
      await expect.poll(() => similar.getByRole('option').allTextContents()).toEqual([NAME_WITH_MARKUP]);
      await field.press('ArrowDown');
      await field.press('Enter');
      await expect
        .poll(() => similar.getByRole('heading').textContent())
        .toBe(`Similar to ${NAME_WITH_MARKUP}`);
      await expect.poll(() => namesIn(similar)).not.toEqual(before);
      const recommended = part.locator('.ll-recommended');
      const likedBefore = await namesIn(recommended);
      await similar
        .getByRole('button', { name: /^Like / })
        .first()
        .click();
      await expect.poll(() => namesIn(recommended)).not.toEqual(likedBefore);
      expect(await part.locator('.ll-body b').count()).toBe(0);
    }));

  it.each([
    ['light', { colorScheme: 'light' } as const],
    ['dark, on a phone', { colorScheme: 'dark', ...PHONE } as const],
  ])('trains in the page when a knob is turned, and saves the settings: %s', (_, options) =>
    withPage('live', { ...options, offline: true }, async (page) => {
      const part = page.locator('.live[data-live="tuner"]');
      await part.scrollIntoViewIfNeeded();
      const status = part.locator('.ll-status');
      await expect.poll(() => status.textContent()).toContain('Trained from seed 42');
      expect(await part.getByRole('heading', { level: 2 }).textContent()).toBe(NAME_WITH_MARKUP);
      const before = await status.textContent();
      await part.getByRole('combobox', { name: 'weighting' }).selectOption('log');
      await expect.poll(() => status.textContent()).not.toBe(before);
      const waiting = page.waitForEvent('download');
      await part.getByRole('button', { name: 'Save these settings' }).click();
      const download = await waiting;
      expect(download.suggestedFilename()).toBe('settings.json');
      expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toEqual({
        ...ORIGINAL_RECIPE,
        weighting: 'log',
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      expect(await part.locator('.ll-body b').count()).toBe(0);
      expect(await faintTexts(page)).toEqual([]);
    }),
  );

  it('prints a description in place of a panel that was never shown', () =>
    withPage('live', { viewport: { width: 800, height: 200 } }, async (page) => {
      // On paper the parts before it are short: without more of them it would come near, and start.
      await page
        .locator('.live')
        .last()
        .evaluate((live) => {
          const more = document.createElement('div');
          more.style.height = '5000px';
          live.before(more);
        });
      await page.emulateMedia({ media: 'print' });
      const area = page.locator('.live-area').last();
      expect(await area.textContent()).toBe('');
      expect(await area.evaluate((element) => getComputedStyle(element, '::before').content)).toBe(
        '"An interactive panel: open this report in a browser to use it."',
      );
    }));
});

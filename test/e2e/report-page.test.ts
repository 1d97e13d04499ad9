import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notebook, Output } from '#listenlab/notebook/jupyter/nbformat.js';
import { hasChromium } from '../notebook/report/support/chromium.js';
import { faintTexts } from '../notebook/report/support/contrast.js';
import * as nb from '../notebook/report/support/notebooks.js';
import { listeningNotebooks, PHONE, ReportPages, tickColour } from './report-pages.js';

describe.skipIf(!hasChromium)('a report opened from disk in Chromium', () => {
  let pages: ReportPages;
  beforeAll(async () => {
    pages = await ReportPages.make();
    await pages.write('report', listeningNotebooks());
    const wordsOnly = listeningNotebooks().map(({ name, notebook }) => ({
      name,
      notebook: withoutFigures(notebook),
    }));
    await pages.write('words', wordsOnly, {}, { detail: 'full' });
  });
  afterAll(() => pages?.close());
  const withPage: ReportPages['withPage'] = (...given) => pages.withPage(...given);

  it('prints completely and in light colours from a dark page that was never scrolled, and is dark again afterwards', () =>
    withPage('report', { colorScheme: 'dark' }, async (page) => {
      const before = await tickColour(page);
      await page.evaluate(() => {
        addEventListener('beforeprint', () => {
          const text = document.querySelector('.xtick text') as Element;
          const missing = document.querySelectorAll('.chart:not(:has(.main-svg))').length;
          Object.assign(window, { printed: { missing, colour: getComputedStyle(text).fill } });
        });
      });
      await page.pdf({ preferCSSPageSize: true });
      const printed = (await page.evaluate('window.printed')) as { missing: number; colour: string };
      expect(printed.missing).toBe(0);
      expect(printed.colour).not.toBe(before);
      await expect.poll(() => tickColour(page)).toBe(before);
    }));

  it('links the contents to each heading, and marks the current one', () =>
    withPage('words', { reducedMotion: 'reduce' }, async (page) => {
      for (const link of await page.locator('.contents > ol a').all()) {
        const notebook = link.locator('xpath=ancestor::li[contains(@class, "contents-notebook")]');
        const folded = notebook.locator('.unfold[aria-expanded="false"]');
        if ((await folded.count()) > 0) await folded.press('Enter');
        await link.click();
        const hash = decodeURIComponent((await link.getAttribute('href')) ?? '');
        await page.waitForURL((url) => decodeURIComponent(url.hash) === hash);
        const top = () =>
          page.evaluate(
            (id) => document.getElementById(id)?.getBoundingClientRect().top ?? -1,
            hash.slice(1),
          );
        await expect.poll(top).toSatisfy((y) => y > 0 && y < 900);
      }
      await page.locator('.notebook').first().locator('.ways-on .next').click();
      await page.locator('.contents a[aria-current]', { hasText: 'Train a model' }).waitFor();
      expect(await page.locator('.contents a[aria-current]').count()).toBe(1);
      // Only the sections of the notebook being read are unfolded.
      expect(await page.locator('.contents li ol:visible').count()).toBe(1);
      expect(await page.locator('.contents li ol:visible a').allTextContents()).toEqual(['The data']);
    }));

  it('finds headings and figures by their words, from the keyboard, and previews a table at its link', () =>
    withPage('report', { reducedMotion: 'reduce' }, async (page) => {
      const hits = page.locator('.contents-found a');
      await page.keyboard.press('/');
      await page.keyboard.type('ARTISTS heard');
      expect(await hits.allTextContents()).toEqual(['Most heard artists', 'Figure 2 Most heard artists']);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL(/#figure_2$/);
      await page.keyboard.press('/');
      await page.keyboard.press('Escape');
      expect([await hits.count(), await page.locator('.contents > ol').isVisible()]).toEqual([0, true]);
      await page.keyboard.type('table 1');
      await hits.first().hover();
      const preview = page.getByRole('tooltip');
      await preview.getByRole('row').first().waitFor();
      expect(await hits.first().getAttribute('aria-describedby')).toBe(await preview.getAttribute('id'));
      await page.keyboard.press('Escape');
      expect(await preview.isVisible()).toBe(false);
    }));

  it('is brief until the reader wants all of it, and says so in its address', () =>
    withPage('report', { reducedMotion: 'reduce' }, async (page) => {
      const pressed = page.locator('#page_detail [aria-pressed="true"]');
      const code = page.locator('.code').first();
      expect([await pressed.innerText(), await code.isVisible()]).toEqual(['Brief', false]);
      const heading = page.getByRole('heading', { name: 'Most heard artists' });
      await heading.evaluate((element) => element.scrollIntoView());
      const before = (await heading.boundingBox())?.y ?? 0;
      await page.getByRole('button', { name: 'Full' }).press('Enter');
      expect([await pressed.innerText(), await code.isVisible()]).toEqual(['Full', true]);
      expect(Math.abs(((await heading.boundingBox())?.y ?? 0) - before)).toBeLessThan(2);
      expect(new URL(page.url()).search).toBe('?detail=full');
      await page.getByRole('button', { name: 'Brief' }).click();
      expect([new URL(page.url()).search, await code.isVisible()]).toEqual(['?detail=brief', false]);
    }));

  it('shows all of it to a reader who follows a link to what is not in brief', () =>
    withPage('report', { reducedMotion: 'reduce' }, async (page) => {
      const id = await page.locator('.cell.full-only').last().getAttribute('id');
      const cell = page.locator(`#${id}`);
      for (const address of [`#${id}`, `?detail=brief#${id}`]) {
        await page.goto(new URL(address, page.url()).href);
        await expect.poll(() => isOnScreen(cell)).toBe(true);
        expect(new URL(page.url()).search).toBe('?detail=full');
      }
    }));

  it('expands and folds all code', () =>
    withPage('words', {}, async (page) => {
      const open = page.locator('details.code[open]');
      expect(await open.count()).toBe(0);
      await page.getByRole('button', { name: 'Show all code' }).click();
      expect(await open.count()).toBe(await page.locator('details.code').count());
      await page.getByRole('button', { name: 'Show all code' }).click();
      expect(await open.count()).toBe(0);
    }));

  it('keeps expanded parts expanded, even after a reload', () =>
    withPage('words', {}, async (page) => {
      const all = page.getByRole('button', { name: 'Show all code' });
      const blocks = page.locator('details.code');
      await blocks.nth(1).locator('summary').press('Enter');
      expect(await blocks.nth(1).getAttribute('open')).toBe('');
      await page.getByRole('button', { name: 'Dark' }).click();
      await page.reload();
      expect(await page.locator('details.code[open]').count()).toBe(1);
      expect(await blocks.nth(1).getAttribute('open')).toBe('');
      expect(await all.getAttribute('aria-pressed')).toBe('false');
      const folded = page.locator('details.code:not([open]) summary');
      while ((await folded.count()) > 0) await folded.first().press('Enter');
      await expect.poll(() => all.getAttribute('aria-pressed')).toBe('true');
    }));

  it.each([
    ['through the clipboard', false],
    ['where there is no clipboard to write to', true],
  ])('copies code %s', (_, missing) =>
    withPage('words', { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      if (missing)
        await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
      const block = page.locator('.settings .code-frame').first();
      await block.locator('button').press('Enter');
      await block.getByText('Copied', { exact: true }).waitFor();
      await page.locator('body').evaluate((body) => {
        const field = document.createElement('textarea');
        field.id = 'pasted';
        body.prepend(field);
        field.focus();
      });
      await page.keyboard.press('Control+V');
      await expect
        .poll(() => page.locator('#pasted').inputValue())
        .toBe(
          "const dataset = 'sample';\nconst factors = 20;\nconst alpha = 15;\nconst artist = 'red hot chili peppers';",
        );
    }),
  );

  it('links a finding to its cell, and each permalink to its place', () =>
    withPage('words', { reducedMotion: 'reduce' }, async (page) => {
      const finding = page.locator('.findings li', { hasText: 'A few artists have most of the listeners' });
      await finding.getByRole('link', { name: 'The first rows' }).click();
      expect(await page.locator(':target').evaluate((cell) => cell.classList.contains('finding'))).toBe(true);
      const links = page.locator('a.permalink');
      expect(await links.count()).toBeGreaterThan(10);
      for (const link of await links.all()) {
        await link.press('Enter');
        const a = await link.elementHandle();
        const holdIt = () =>
          page.locator(':target').evaluateAll((places, a) => places.map((place) => place.contains(a)), a);
        await expect.poll(holdIt).toEqual([true]);
      }
    }));

  it('follows the system theme until the reader chooses one, and remembers the choice', () =>
    withPage('words', { colorScheme: 'dark' }, async (page) => {
      const isDark = () =>
        page.evaluate(() => /^rgb\(\d\d?,/.test(getComputedStyle(document.body).backgroundColor));
      expect(await isDark()).toBe(true);
      await page.emulateMedia({ colorScheme: 'light' });
      expect(await isDark()).toBe(false);
      const control = page.getByRole('button', { name: 'Dark' });
      await control.click();
      expect([await isDark(), await control.getAttribute('aria-pressed')]).toEqual([true, 'true']);
      await page.reload();
      expect([await isDark(), await control.getAttribute('aria-pressed')]).toEqual([true, 'true']);
      await control.click();
      expect(await isDark()).toBe(false);
    }));

  it('has readable text in light and dark', () =>
    withPage('words', { colorScheme: 'light' }, async (page) => {
      await page.getByRole('button', { name: 'Show all code' }).click();
      expect(await faintTexts(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await faintTexts(page)).toEqual([]);
    }));

  it('hides the contents behind a button on a phone', () =>
    withPage('words', PHONE, async (page) => {
      const contents = page.getByRole('navigation', { name: 'Contents' });
      expect(await contents.isVisible()).toBe(false);
      const control = page.getByRole('button', { name: 'Contents' });
      await control.click();
      await contents.getByText('Who listens').click();
      expect(await contents.isVisible()).toBe(false);
      await control.click();
      expect(await contents.isVisible()).toBe(true);
      await page.keyboard.press('Escape');
      expect(await contents.isVisible()).toBe(false);
      expect(await control.evaluate((button) => button === document.activeElement)).toBe(true);
    }));

  it('prints no controls, and code only if it is expanded', () =>
    withPage('words', {}, async (page) => {
      await page.locator('details.code summary').first().click();
      await page.emulateMedia({ media: 'print' });
      for (const place of ['.bar', '.contents', '.copy >> nth=0', '.permalink >> nth=0'])
        expect(await page.locator(place).isVisible()).toBe(false);
      expect(await page.locator('details.code').first().isVisible()).toBe(true);
      expect(await page.locator('details.code').nth(1).isVisible()).toBe(false);
    }));

  it('turns a table on paper that is too wide for a page, and makes others fit', async () => {
    const wide = (columns: number) =>
      nb.table(Object.fromEntries(Array.from({ length: columns }, (_, at) => [`column_${at}`, ['value']])));
    const notebook = nb.notebookOf(nb.code('', [wide(2), wide(11), wide(30)]));
    await pages.write('wide', [{ name: 'n', notebook }]);
    const page = await pages.open('wide');
    const shown = () =>
      page.locator('main table:not(.paper-block)').evaluateAll((tables) =>
        tables.map((table) => {
          const factor = Number((table as HTMLElement).style.getPropertyValue('--fit') || 1);
          return [Math.sign(1 - factor), table.closest('figure')?.classList.contains('turned')];
        }),
      );
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await shown()).toEqual([
      [0, false],
      [1, false],
      [1, true],
    ]);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await shown()).toEqual(Array(3).fill([0, false]));
    await page.context().close();
  });

  it('is readable without scripts', () =>
    withPage('report', { javaScriptEnabled: false, ...PHONE }, async (page) => {
      expect(await page.getByRole('navigation', { name: 'Contents' }).isVisible()).toBe(true);
      expect(await page.getByText('needs JavaScript').first().isVisible()).toBe(true);
      expect(await page.getByRole('button').count()).toBe(0);
    }));
});

/** Whether it begins on the screen. */
function isOnScreen(place: Locator): Promise<boolean> {
  return place.evaluate((element) => {
    const { top, height } = element.getBoundingClientRect();
    return height > 0 && top >= 0 && top < innerHeight;
  });
}

function withoutFigures(notebook: Notebook): Notebook {
  const isFigure = (output: Output) => 'data' in output && 'application/vnd.plotly.v1+json' in output.data;
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'code'
      ? { ...cell, outputs: cell.outputs.filter((output) => !isFigure(output)) }
      : cell,
  );
  return { ...notebook, cells };
}

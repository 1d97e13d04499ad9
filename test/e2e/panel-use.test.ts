import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { JUPYTER_DISPLAY } from '#listenlab/notebook/display/front-end.js';
import { writeReport } from '#listenlab/tuner/kernel/report.js';
import { tryIt } from '#listenlab/tuner/kernel/try-it.js';
import { tuner } from '#listenlab/tuner/kernel/tuner.js';
import { hasChromium, launchChromium, openFile } from '../notebook/report/support/chromium.js';
import * as nb from '../notebook/report/support/notebooks.js';
import { tastefulPlays } from '../tuner/plays.js';

const THEME = ':root { --page: light-dark(#fff4e0, #201010); --surface: light-dark(#fff9ee, #2a1616); }';
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

describe.skipIf(!hasChromium)('the panels of a report in use (needs Chromium)', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'panel-'));
    const plays = tastefulPlays();
    const model = await trainAls(plays, { factors: 6, iterations: 3, threads: 1 });
    const parts = {
      try: await tryIt(model, { artist: 'artist 1', likes: ['artist 1', 'artist 5'] }),
      tuner: await tuner(plays, { artist: 'artist 1' }),
    };
    for (const [name, part] of Object.entries(parts)) {
      const output = nb.display(JSON.parse(JSON.stringify(part[JUPYTER_DISPLAY]())));
      const notebook = nb.notebookOf(
        nb.markdown('# Live', '', '[to the end](#after-it)'),
        nb.code('show(panel)', [output]),
        nb.markdown('## After it', '', ...Array.from({ length: 80 }, () => 'A paragraph.\n')),
      );
      const header = { title: 'Panel', generatedAt: new Date(0) };
      await writeReport(path.join(folder, `${name}.html`), [{ name, notebook }], header, { theme: THEME });
    }
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens the report of a panel, at a place in it, and checks that it never complains. */
  async function withReport(
    name: 'try' | 'tuner',
    options: BrowserContextOptions,
    hash: string,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const file = path.join(folder, `${name}.html`);
    const { page, complaints } = await openFile(browser, file, { ...options, offline: true }, hash);
    await use(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  }

  /** The same, from when the lists of the panel are there. */
  const withPanel = (
    name: 'try' | 'tuner',
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ) =>
    withReport(name, options, '', async (page) => {
      await page.locator('.live').scrollIntoViewIfNeeded();
      await page.locator('.ll-recommended .ll-artist').first().waitFor();
      if (name === 'tuner') await page.getByText(/^Trained from seed/).waitFor();
      await use(page);
    });

  const heading = (page: Page) => page.locator('.ll-similar h3');
  const search = (page: Page) => page.getByRole('combobox', { name: 'Find an artist' });
  const options = (page: Page) => page.getByRole('option');
  const focused = (page: Page) => page.locator(':focus');
  const placeOf = (button: Locator) =>
    button.evaluate((element) => {
      const item = element.closest('li') as Element;
      return [...(item.parentElement as Element).children].indexOf(item);
    });

  it("have the colours of the report's theme, as the page keeps them, light and dark", () =>
    withPanel('try', { colorScheme: 'light' }, async (page) => {
      const background = (selector: string) =>
        page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);
      expect([await background('body'), await background('.ll-tuner')]).toEqual([
        'rgb(255, 244, 224)',
        'rgb(255, 249, 238)',
      ]);
      await page.locator('#page_theme').click();
      expect([await background('body'), await background('.ll-tuner')]).toEqual([
        'rgb(32, 16, 16)',
        'rgb(42, 22, 22)',
      ]);
    }));

  it('keep the focus when the focused artist leaves its list', () =>
    withPanel('try', {}, async (page) => {
      const recommended = page.getByLabel('Recommended artists', { exact: true });
      const like = recommended.getByRole('button', { name: /^Like / }).nth(2);
      const liked = (await like.getAttribute('aria-label')) as string;
      await like.press('Enter');
      await recommended.getByRole('button', { name: liked, exact: true }).waitFor({ state: 'detached' });
      expect(await placeOf(focused(page))).toBe(2);
      expect(await focused(page).getAttribute('aria-label')).toMatch(/^Like /);

      const similar = page.getByLabel(/^Artists similar to/);
      const last = similar.locator('.ll-artist').last();
      const opened = (await last.textContent()) as string;
      await last.press('Enter');
      await similar.getByRole('button', { name: opened, exact: true }).waitFor({ state: 'detached' });
      expect(await placeOf(focused(page))).toBe(9);
      expect(await heading(page).textContent()).toBe(`Similar to ${opened}`);
    }));

  it('move the focus to the next liked artist when one is removed, and from the last to the field', () =>
    withPanel('try', {}, async (page) => {
      const remove = (name: string) => page.getByRole('button', { name: `Remove ${name}`, exact: true });
      await remove('artist 1').press('Enter');
      expect(await focused(page).getAttribute('aria-label')).toBe('Remove artist 5');
      await page.keyboard.press('Enter');
      await page.getByText('Add artists to get recommendations.').waitFor();
      expect(await focused(page).getAttribute('placeholder')).toBe('Type a name, or press + in a list');
    }));

  it('scroll to an artist opened from the lower list on a phone, where it would be out of view', () =>
    withPanel('try', PHONE, async (page) => {
      const last = page.locator('.ll-recommended .ll-artist').last();
      await last.scrollIntoViewIfNeeded();
      expect(await isInSight(heading(page))).toBe(false);
      const name = await last.textContent();
      await last.tap();
      await expect.poll(() => isInSight(heading(page))).toBe(true);
      expect(await heading(page).textContent()).toBe(`Similar to ${name}`);
    }));

  it('mark liked artists in a list, and unlike an artist when its mark is pressed again', () =>
    withPanel('try', PHONE, async (page) => {
      const similar = page.getByLabel('Artists similar to artist 1', { exact: true });
      const chips = page.getByLabel('Artists you like').getByRole('button');
      await chips.first().click();
      await chips.first().click();
      expect(await similar.getByRole('button', { pressed: true }).count()).toBe(0);
      const name = (await similar.locator('.ll-artist').nth(3).textContent()) as string;
      const like = similar.getByRole('button', { name: `Like ${name}`, exact: true });
      await like.tap();
      await page.getByRole('button', { name: `Remove ${name}`, exact: true }).waitFor();
      expect(await similar.getByRole('button', { pressed: true }).allTextContents()).toEqual(['✓']);
      expect(await like.getAttribute('aria-pressed')).toBe('true');
      await like.tap();
      await expect.poll(() => chips.count()).toBe(0);
      expect(await like.textContent()).toBe('+');
    }));

  it('select an artist on a tap, not when a finger scrolls the list', () =>
    withPanel('try', PHONE, async (page) => {
      await search(page).fill('artist');
      await options(page).first().waitFor();
      const { x, y } = (await options(page).nth(5).boundingBox()) as { x: number; y: number };
      const touch = await page.context().newCDPSession(page);
      const at = (up: number) => [{ x: x + 40, y: y + 10 - up }];
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
      for (const up of [20, 40, 60, 80]) {
        await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(up) });
      }
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      expect(await heading(page).textContent()).toBe('Similar to artist 1');
      expect(await options(page).count()).toBe(8);
      const wanted = await options(page).nth(2).textContent();
      // A tap on a list that glides on stops it, and selects nothing.
      let last: number | undefined;
      await expect
        .poll(
          async () => {
            const before = last;
            last = (await options(page).nth(2).boundingBox())?.y;
            return last === before;
          },
          { interval: 200 },
        )
        .toBe(true);
      await options(page).nth(2).tap();
      await expect.poll(() => heading(page).textContent()).toBe(`Similar to ${wanted}`);
    }));

  it('select no artist on a right click', () =>
    withPanel('try', {}, async (page) => {
      await search(page).fill('artist 2');
      await options(page).first().click({ button: 'right' });
      expect(await options(page).count()).toBe(8);
      expect(await heading(page).textContent()).toBe('Similar to artist 1');
    }));

  it('reopen the list when the field is clicked, visible even at the bottom of the screen', () =>
    withPanel('try', { viewport: { width: 1280, height: 500 } }, async (page) => {
      await search(page).evaluate((input) => input.scrollIntoView({ block: 'end' }));
      await search(page).fill('artist');
      await options(page).first().waitFor();
      await expect.poll(() => isInSight(page.locator('.ll-similar .ll-found'))).toBe(true);
      expect(await isInSight(search(page))).toBe(true);
      await heading(page).click();
      expect(await options(page).count()).toBe(0);
      await search(page).click();
      await expect.poll(() => options(page).count()).toBe(8);
    }));

  it('scroll the page with the wheel over a focused number field, whose value stays unchanged', () =>
    withPanel('tuner', {}, async (page) => {
      const seed = page.getByLabel('Seed');
      await seed.click();
      await page.mouse.wheel(0, -100);
      await page.mouse.wheel(0, -100);
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      expect(await seed.inputValue()).toBe('42');
    }));

  it('fit a page of 320 pixels, as a screen of 1280 at 400 % zoom has', () =>
    withPanel('tuner', { viewport: { width: 320, height: 568 } }, async (page) => {
      await page.getByRole('button', { name: 'Keep this model as A' }).click();
      await page.getByLabel('Recommended artists, model A').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    }));

  it.each([
    ['from the top of the page', ''],
    ['from elsewhere', '#after-it'],
  ])('keep the target of a link in place below them as they grow on start: %s', (_, hash) =>
    withReport('tuner', {}, hash, async (page) => {
      if (hash === '') await page.getByRole('link', { name: 'to the end' }).first().click();
      await page.getByText(/^Trained from seed/).waitFor();
      const place = page.getByRole('heading', { name: 'After it' });
      const top = () => place.evaluate((element) => Math.round(element.getBoundingClientRect().top));
      // The bar of the report, and some room.
      await expect.poll(top).toBe(68);
      await page.getByText('not measured yet').waitFor({ state: 'detached' });
      await expect.poll(() => page.locator('.ll-recommended .ll-artist').count()).toBe(10);
      expect(await top()).toBe(68);
    }),
  );

  it('do not scroll back when the reader has moved on', () =>
    withReport('tuner', {}, '#after-it', async (page) => {
      await page.getByText(/^Trained from seed/).waitFor();
      await page.keyboard.press('Control+Home');
      await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
      await page.locator('.ll-tuner').evaluate((panel) => {
        panel.style.paddingBottom = '300px';
      });
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      expect(await page.evaluate(() => scrollY)).toBe(0);
    }));

  it('show bars, and the artist that Enter selects, in forced colours', () =>
    withPanel('try', { forcedColors: 'active' }, async (page) => {
      const bar = page.locator('.ll-similar .ll-artist').first();
      expect(await bar.evaluate((element) => getComputedStyle(element).backgroundImage)).toMatch(
        /^linear-gradient/,
      );
      await search(page).fill('artist');
      await options(page).first().waitFor();
      await page.keyboard.press('ArrowDown');
      const outlines = await options(page).evaluateAll((items) =>
        items.map((item) => getComputedStyle(item).outlineStyle),
      );
      expect(outlines).toEqual(['solid', ...Array(7).fill('none')]);
    }));

  it('print their settings and no controls, with light charts that fit the paper', () =>
    withPanel('tuner', { colorScheme: 'dark', viewport: { width: 900, height: 900 } }, async (page) => {
      await expect.poll(() => page.locator('.ll-plot .xtick').count()).toBeGreaterThan(4);
      const onScreen = await chartsOf(page);
      await page.evaluate(() => {
        addEventListener('beforeprint', () => {
          const texts = [...document.querySelectorAll('.ll-plot .xtick text')];
          const svgs = [...document.querySelectorAll('.ll-plot .main-svg')];
          Object.assign(window, {
            printed: {
              colours: texts.map((text) => getComputedStyle(text).fill),
              widths: svgs.map((svg) => svg.getBoundingClientRect().width),
            },
          });
        });
      });
      await page.pdf({ preferCSSPageSize: true });
      const printed = (await page.evaluate('window.printed')) as Awaited<ReturnType<typeof chartsOf>>;
      expect(new Set(printed.colours)).toEqual(new Set(['rgb(29, 34, 38)']));
      expect(new Set(onScreen.colours)).toEqual(new Set(['rgb(230, 233, 236)']));
      // 210 mm less two margins of 15 mm is 680 pixels, of which the panel's frame takes 34.
      for (const width of printed.widths) expect(width).toBeLessThanOrEqual(646);
      await expect.poll(() => chartsOf(page)).toEqual(onScreen);

      await page.emulateMedia({ media: 'print' });
      for (const text of ['Alpha', 'Weighting', 'Seed'])
        expect(await page.getByText(text, { exact: true }).isVisible()).toBe(true);
      expect(await page.locator('[data-knob="weighting"]').isVisible()).toBe(true);
      expect(await page.locator('.ll-amount').allInnerTexts()).toEqual(['15', '20', '0.1', '20', '1', '0']);
      expect(await page.locator('.ll-tuner input[type="range"]').first().isVisible()).toBe(false);
      expect(await page.getByRole('button', { name: 'Original recipe' }).isVisible()).toBe(false);
      expect(printed.widths.length).toBeGreaterThan(0);
    }));
});

async function chartsOf(page: Page): Promise<{ colours: string[]; widths: number[] }> {
  return {
    colours: await page
      .locator('.ll-plot .xtick text')
      .evaluateAll((texts) => texts.map((text) => getComputedStyle(text).fill)),
    widths: await page
      .locator('.ll-plot .main-svg')
      .evaluateAll((svgs) => svgs.map((svg) => svg.getBoundingClientRect().width)),
  };
}

/** Whether all of an element is on the screen, and not below the bar of the report. */
function isInSight(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const bar = document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0;
    return top >= bar && bottom <= innerHeight;
  });
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { JUPYTER_DISPLAY } from '#listenlab/notebook/display/front-end.js';
import { METRICS_TYPE } from '#listenlab/notebook/display/headline.js';
import type { Notebook, Output } from '#listenlab/notebook/jupyter/nbformat.js';
import { writeReport } from '#listenlab/tuner/kernel/report.js';
import { tryIt } from '#listenlab/tuner/kernel/try-it.js';
import { tuner } from '#listenlab/tuner/kernel/tuner.js';
import { ORIGINAL_RECIPE } from '#listenlab/tuner/session/messages.js';
import { drawAll, hasChromium, launchChromium, openFile } from '../notebook/report/support/chromium.js';
import { faintTexts } from '../notebook/report/support/contrast.js';
import { barFigure, mapFigure } from '../notebook/report/support/figures.js';
import * as nb from '../notebook/report/support/notebooks.js';
import { HOSTILE as NAME_WITH_MARKUP, tastefulPlays } from '../tuner/plays.js';

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

/** The file saved by a button of a chart. */
async function saved(page: Page, chart: Locator, format: string): Promise<{ name: string; bytes: Buffer }> {
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('.chart-area').hover();
  const waiting = page.waitForEvent('download');
  await chart.locator(`.modebar-btn[data-title="Download as ${format}"]`).click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const HOSTILE = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">"'&lt;`;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

function hostileNotebook() {
  const bars = barFigure([HOSTILE, '<a href="javascript:window.pwned=1">x</a>']);
  bars.layout.title = { text: HOSTILE, subtitle: { text: HOSTILE } };
  return nb.notebookOf(
    nb.markdown(
      `# ${HOSTILE}`,
      '',
      HOSTILE,
      '',
      '[x](javascript:window.pwned=1)',
      '',
      '![x](https://example.org/x.png)',
    ),
    nb.code(
      `const name = '${HOSTILE}';`,
      [
        nb.figure(bars),
        nb.table({ [HOSTILE]: [HOSTILE] }),
        nb.stream(HOSTILE),
        nb.failure(HOSTILE, HOSTILE, [HOSTILE]),
        nb.display({ 'text/markdown': HOSTILE }),
        nb.display({ 'application/json': HOSTILE }),
        nb.display({ 'image/png': HOSTILE, 'text/plain': HOSTILE }),
        nb.display({ [METRICS_TYPE]: { [HOSTILE]: 1 }, 'text/plain': HOSTILE }),
      ],
      ['finding'],
    ),
    nb.markdownTagged(['finding'], HOSTILE, '', '[x](javascript:window.pwned=1)'),
    nb.code(`let a = ${JSON.stringify(HOSTILE)};`, [], ['parameters']),
    nb.code(HOSTILE, [nb.display({ 'text/html': '<p id="trusted">from a cell</p>' })], ['parameters']),
  );
}

describe.skipIf(!hasChromium)('a report opened from disk in Chromium', () => {
  let browser: Browser;
  let folder: string;
  const fileNamed = (name: string) => path.join(folder, `${name}.html`);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'report-'));
    const generatedAt = new Date(0);
    const dataset = { title: 'Last.fm sample', simulated: true };
    const notebooks = [
      { name: '01-explore', notebook: nb.exploreNotebook() },
      { name: '02-train', notebook: nb.trainNotebook() },
      { name: '03-similar-artists', notebook: nb.failedNotebook() },
    ];
    const header = { title: 'Listening', generatedAt, dataset };
    await writeReport(fileNamed('report'), notebooks, header);
    const wordsOnly = notebooks.map(({ name, notebook }) => ({ name, notebook: withoutFigures(notebook) }));
    await writeReport(fileNamed('words'), wordsOnly, header, { detail: 'full' });
    const names = {
      title: HOSTILE,
      subtitle: HOSTILE,
      author: HOSTILE,
      dataset: { title: HOSTILE, simulated: false },
    };
    const facts = { [HOSTILE]: HOSTILE };
    const hostile = [{ name: HOSTILE, notebook: hostileNotebook() }];
    await writeReport(fileNamed('live'), [{ name: '07-tune', notebook: await liveNotebook() }], header);
    await writeReport(fileNamed('hostile'), hostile, { ...names, generatedAt, facts });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a report, uses it, and checks that it logged no errors and requested nothing but itself. */
  async function withPage(name: string, options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
    const { page, complaints, requests } = await openFile(browser, fileNamed(name), options);
    await use(page);
    expect(complaints).toEqual([]);
    const asked = requests
      .filter((url) => !/^(data|blob):/.test(url))
      .map((url) => url.replace(/[?#].*$/, ''));
    expect(new Set(asked)).toEqual(new Set([pathToFileURL(fileNamed(name)).href]));
    await page.context().close();
  }

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

  it('executes nothing that came from data', () =>
    withPage('hostile', {}, async (page) => {
      await drawAll(page);
      expect(await page.locator('script:not([type])').count()).toBe(4);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.locator('img[src="x"]').count()).toBe(0);
      expect(await page.locator('[href^="java" i], [*|href^="java" i]').count()).toBe(0);
      expect(await page.title()).toBe(HOSTILE);
      for (const place of [
        'h1',
        '.lead',
        '.run-settings dt',
        '.numbers li > span:not(.evidence)',
        '.run-settings dd',
        '.run-settings td >> nth=0',
        'td:has-text("script")',
        '.stream',
      ]) {
        expect(await page.locator(place).last().textContent()).toBe(HOSTILE);
      }
      for (const place of [
        '.notebook-name',
        '.notebook h2',
        '.error-title',
        '.traceback',
        '.json',
        '.first-line',
        '.subtitle',
        '.findings li',
        '.finding-source',
      ]) {
        expect(await page.locator(place).first().textContent()).toContain(
          '</script><script>window.pwned=1</script>',
        );
      }
      expect(await page.locator('#trusted').textContent()).toBe('from a cell');
    }));

  it('draws the other figures when one cannot be drawn', async () => {
    const broken = nb.figure({
      data: [{ type: 'choropleth', geojson: 'x', locations: 5 }],
      layout: { geo: 7 },
    });
    const notebook = nb.notebookOf(nb.code('a', [broken]), nb.code('b', [nb.figure(mapFigure())]));
    await writeReport(fileNamed('broken'), [{ name: 'n', notebook }], {
      title: 'T',
      generatedAt: new Date(0),
    });
    const { page } = await openFile(browser, fileNamed('broken'));
    await page.locator('.choroplethlayer path').first().waitFor({ state: 'attached' });
    await page.context().close();
  });

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
        await page.goto(`${pathToFileURL(fileNamed('report')).href}${address}`);
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
    await writeReport(fileNamed('wide'), [{ name: 'n', notebook }], {
      title: 'T',
      generatedAt: new Date(0),
    });
    const { page } = await openFile(browser, fileNamed('wide'));
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

function undrawn(page: Page): Promise<number> {
  return page.locator('.chart:not(:has(.main-svg))').count();
}

/** Whether it begins on the screen. */
function isOnScreen(place: Locator): Promise<boolean> {
  return place.evaluate((element) => {
    const { top, height } = element.getBoundingClientRect();
    return height > 0 && top >= 0 && top < innerHeight;
  });
}

/** The colour of the first number on an axis, once there is one. */
async function tickColour(page: Page): Promise<string> {
  const text = page.locator('.xtick text').first();
  await text.scrollIntoViewIfNeeded();
  return text.evaluate((element) => getComputedStyle(element).fill);
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

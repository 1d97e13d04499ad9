import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { JUPYTER_DISPLAY } from '#listenlab/notebook/display/front-end.js';
import { writeReport } from '#listenlab/tuner/kernel/report.js';
import { tryIt } from '#listenlab/tuner/kernel/try-it.js';
import { tuner } from '#listenlab/tuner/kernel/tuner.js';
import { openFile } from '../notebook/report/support/chromium.js';
import * as nb from '../notebook/report/support/notebooks.js';
import { tastefulPlays } from '../tuner/plays.js';
import { hasChromium, launchChromium } from './chromium.js';

const HOSTILE = '<img src=x onerror="window.pwned=1">';
/** More than a screen. */
const LONG = Array.from({ length: 120 }, (_, i) => `Paragraph ${i}.`).join('\n\n');

const box = (page: Page, number: number) => page.locator('.live[data-live="try"]').nth(number - 1);
const panel = (page: Page) => page.locator('.live[data-live="tuner"]');
const heading = (part: Locator) => part.locator('.ll-similar h3');
const knob = (page: Page, name: string) => panel(page).locator(`[data-knob="${name}"]`);
const hashOf = (page: Page) => decodeURIComponent(new URL(page.url()).hash);

async function isInView(part: Locator): Promise<boolean> {
  return part.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  });
}

describe.skipIf(!hasChromium)('the address of a report (needs Chromium)', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'address-'));
    const plays = tastefulPlays();
    const model = await trainAls(plays, { factors: 6, iterations: 3, threads: 1, alpha: 1 });
    const parts = [
      await tryIt(model, { artist: 'artist 1' }),
      await tryIt(model, { artist: 'artist 2', recommend: false }),
      await tuner(plays, {}),
    ];
    const cells = parts.flatMap((part) => [
      nb.markdown(LONG),
      nb.code('show(part)', [nb.display(JSON.parse(JSON.stringify(part[JUPYTER_DISPLAY]())))]),
    ]);
    const notebook = nb.notebookOf(nb.markdown('# Live'), ...cells, nb.markdown(LONG));
    await writeReport(path.join(folder, 'report.html'), [{ name: 'live', notebook }], {
      title: 'Live',
      generatedAt: new Date(0),
    });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(hash: string): Promise<Page> {
    const { page, complaints } = await openFile(browser, path.join(folder, 'report.html'), {}, hash);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    page.once('close', () => expect(complaints).toEqual([]));
    return page;
  }

  it('leads to an answer of a search box, back to the one before, and can be copied', async () => {
    const page = await open('#try=ARTIST+7');
    await expect.poll(() => heading(box(page, 1)).textContent()).toBe('Similar to artist 7');
    await expect.poll(() => isInView(heading(box(page, 1)))).toBe(true);
    expect(await box(page, 1).locator('.ll-note').first().textContent()).toContain(
      '(alpha 1, factors 6, iterations 3)',
    );

    const second = box(page, 1).locator('.ll-similar .ll-artist').first();
    const name = await second.textContent();
    await second.click();
    expect(hashOf(page)).toBe(`#try=${name?.replaceAll(' ', '+')}`);
    await page.goBack();
    await expect.poll(() => heading(box(page, 1)).textContent()).toBe('Similar to artist 7');
    await page.goForward();
    await expect.poll(() => heading(box(page, 1)).textContent()).toBe(`Similar to ${name}`);
    await box(page, 1).getByRole('button', { name: 'Copy a link to this answer' }).click();
    await box(page, 1).getByText('Link copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
    await page.context().close();
  });

  it('of an answer holds the artists that were added and removed, and gives them back', async () => {
    const page = await open('#try=artist+7');
    const likes = (shown: Page) => box(shown, 1).locator('.ll-likes li').allTextContents();
    await expect.poll(() => heading(box(page, 1)).textContent()).toBe('Similar to artist 7');
    await box(page, 1).locator('.ll-likes button').first().click();
    await box(page, 1).locator('.ll-similar .ll-like[aria-pressed="false"]').last().click();
    await box(page, 1).getByRole('button', { name: 'Copy a link to this answer' }).click();
    await box(page, 1).getByText('Link copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await open(new URL(link).hash);
    await expect.poll(() => likes(other)).toEqual(await likes(page));
    expect(await likes(other)).not.toEqual(await likes(await open('')));
    expect(await heading(box(other, 1)).textContent()).toBe('Similar to artist 7');
    // What is no artist of the model is left out.
    const wrong = await open(`#likes=${encodeURIComponent(`${HOSTILE}\nartist 5`)}`);
    await expect.poll(() => likes(wrong)).toEqual(['artist 5×']);
    await Promise.all([page, other, wrong].map((each) => each.context().close()));
  });

  it('leads to the second search box, and leaves the first as it is', async () => {
    const page = await open('#try-2=artist+9');
    await expect.poll(() => heading(box(page, 2)).textContent()).toBe('Similar to artist 9');
    await expect.poll(() => isInView(heading(box(page, 2)))).toBe(true);
    await box(page, 1).scrollIntoViewIfNeeded();
    await expect.poll(() => heading(box(page, 1)).textContent()).toBe('Similar to artist 1');
    await page.context().close();
  });

  it('with a typo leads to suggestions, of which a click takes one', async () => {
    const page = await open('#try=aritst+7');
    const option = box(page, 1).getByRole('option', { name: 'artist 7', exact: true });
    await option.click();
    await expect.poll(() => heading(box(page, 1)).textContent()).toBe('Similar to artist 7');
    expect(hashOf(page)).toBe('#try=artist+7');
    await page.context().close();
  });

  it('holds text, whatever is in it', async () => {
    const page = await open(`#try=${encodeURIComponent(HOSTILE)}&alpha=${encodeURIComponent(HOSTILE)}&%zz=1`);
    await box(page, 1).getByText(`No artist like “${HOSTILE}” here.`).waitFor();
    await panel(page).scrollIntoViewIfNeeded();
    await panel(page).getByText(`alpha is “${HOSTILE}” and has to be a number from 0.01 to 1000`).waitFor();
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    await page.context().close();
  });

  it("holds the panel's settings, while a knob is turned too, and says which it cannot take", async () => {
    const page = await open('#alpha=3&factors=12&iterations=2.5&alhpa=1');
    await panel(page).getByText('Trained from seed 42').waitFor();
    expect(await isInView(panel(page))).toBe(true);
    expect(await knob(page, 'alpha').locator('..').innerText()).toMatch(/\n3$/);
    expect(await panel(page).locator('.ll-notice').textContent()).toBe(
      'Not taken from the address: there is no setting alhpa; ' +
        'iterations is “2.5” and has to be a whole number from 1 to 50.',
    );
    await knob(page, 'weighting').selectOption('log');
    await expect.poll(() => hashOf(page)).toContain('weighting=log');
    expect(hashOf(page)).toContain('alpha=3&factors=12');
    const steps = await page.evaluate(() => window.history.length);
    await knob(page, 'alpha').focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => hashOf(page)).not.toContain('alpha=3&');
    expect(await page.evaluate(() => window.history.length)).toBe(steps);
    const alpha = (await knob(page, 'alpha').locator('..').innerText()).split('\n').at(-1);

    const copy = panel(page).getByRole('button', { name: 'Copy a link to these settings' });
    await copy.click();
    await panel(page).getByText('Link copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(decodeURIComponent(new URL(link).hash)).toBe(`#alpha=${alpha}&factors=12&weighting=log`);
    await panel(page).getByRole('button', { name: 'Original recipe' }).click();
    await expect.poll(() => hashOf(page)).toBe('#alhpa=1');
    await page.context().close();
  });
});

import { readFile, rm } from 'node:fs/promises';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';
import { readOutputs } from './saved-outputs.js';

/** A cell's code whose value is a figure. */
const figure = (y: number) => `({ data: [{ y: [1, ${y}] }], layout: {} })`;

let lab: Lab;
let browser: Browser;

describe.skipIf(!hasChromium)('a notebook saved in the lab (needs Chromium)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  it('saves at once while pictures are drawn slowly, and adds them to what was saved, and to nothing else', async () => {
    const file = await writeNotebook(lab, 'slow', [figure(2), figure(3), '1']);
    const notebook = await NotebookPage.open(browser, lab, 'slow.ipynb');
    const { page } = notebook;
    await drawSlowly(page, 2500);
    await notebook.runAll();
    await notebook.save();
    expect(await readOutputs(file)).toMatchObject({ figures: 2, pictures: 0 });
    await page.getByRole('status').getByText('drawing pictures').waitFor();
    await notebook.write(2, '2 // not saved');
    await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
    expect(await readOutputs(file)).toMatchObject({ figures: 2, pictures: 2 });
    expect(await readFile(file, 'utf8')).not.toContain('not saved');
    // The document's own next save is no conflict with the one that added the pictures.
    await notebook.save();
    expect(await readFile(file, 'utf8')).toContain('not saved');
    expect(await readOutputs(file)).toMatchObject({ figures: 2, pictures: 2 });
    expect(await page.locator('.jp-Dialog').count()).toBe(0);
    await page.close();
    await rm(file);
  });

  it('adds the pictures that a page closed too early left out when the notebook is opened again', async () => {
    const file = await writeNotebook(lab, 'left', [figure(2), '1']);
    const closed = await NotebookPage.open(browser, lab, 'left.ipynb');
    await drawSlowly(closed.page, 60_000);
    await closed.runAll();
    await closed.save();
    await closed.page.close();
    expect(await readOutputs(file)).toMatchObject({ figures: 1, pictures: 0 });
    const notebook = await NotebookPage.open(browser, lab, 'left.ipynb');
    await expect.poll(() => readOutputs(file)).toMatchObject({ figures: 1, pictures: 1 });
    // The document's own next save is no conflict with that.
    await notebook.write(1, '2 // saved');
    await notebook.save();
    expect(await readFile(file, 'utf8')).toContain('2 // saved');
    expect(await readOutputs(file)).toMatchObject({ figures: 1, pictures: 1 });
    await notebook.page.close();
    await rm(file);
  });

  it('is saved at each moment of the save that adds pictures, with all that was typed, and no dialog', async () => {
    const file = await writeNotebook(lab, 'moments', [figure(2), '1']);
    const notebook = await NotebookPage.open(browser, lab, 'moments.ipynb');
    const { page } = notebook;
    await drawSlowly(page, 300);
    // Before, in the middle of, and after the save that adds them: on its way to the server, and on its way back.
    for (const [round, moment] of ['drawing', 'sent', 'answered', 'sent', 'answered', 'drawing'].entries()) {
      await notebook.write(0, figure(round + 3));
      await notebook.run(0);
      const held = moment === 'drawing' ? undefined : await holdSave(page, addsPictures, moment === 'sent');
      await notebook.save();
      await (held?.reached ?? page.getByRole('status').getByText('drawing pictures').waitFor());
      await notebook.write(1, `${round} // typed`);
      const saved = notebook.save();
      // The save itself is not held up.
      await Promise.race([saved, held?.reached.then(() => page.waitForTimeout(200))]);
      held?.letGo();
      await saved;
      expect(await readFile(file, 'utf8')).toContain(`${round} // typed`);
      await expect.poll(() => readOutputs(file)).toMatchObject({ figures: 1, pictures: 1 });
      expect(await page.locator('.jp-Dialog').count()).toBe(0);
    }
    await page.close();
    await rm(file);
  });

  it('is saved again when that is asked for, or something typed, while a save is under way', async () => {
    const file = await writeNotebook(lab, 'twice', ['1', '2']);
    const notebook = await NotebookPage.open(browser, lab, 'twice.ipynb');
    const { page } = notebook;
    await notebook.write(0, '1 // first');
    const first = await holdSave(page, () => true, true);
    await page.keyboard.press('Control+s');
    await first.reached;
    await notebook.write(1, '2 // second');
    await page.keyboard.press('Control+s');
    const both = savesEnd(page, 2);
    first.letGo();
    await both;
    expect(await readFile(file, 'utf8')).toContain('2 // second');
    // What is typed but not saved stays unsaved for the page, which asks before it is left, and saves it by itself.
    const third = await holdSave(page, () => true, true);
    await page.keyboard.press('Control+s');
    await third.reached;
    await notebook.write(1, '3 // third');
    const saved = savesEnd(page, 1);
    third.letGo();
    await saved;
    expect(await readFile(file, 'utf8')).not.toContain('3 // third');
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => void setTimeout(() => location.reload()));
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await notebook.save();
    expect(await readFile(file, 'utf8')).toContain('3 // third');
    expect(await page.locator('.jp-Dialog').count()).toBe(0);
    await page.close();
    await rm(file);
  });

  it('is no changed file to another tab when pictures were added to it', async () => {
    const file = await writeNotebook(lab, 'tabs', [figure(2), '1', '2']);
    const context = await browser.newContext();
    const first = await NotebookPage.open(context, lab, 'tabs.ipynb');
    await drawSlowly(first.page, 1500);
    await first.runAll();
    await first.save();
    // This one draws them, too, and is faster.
    const second = await NotebookPage.open(context, lab, 'tabs.ipynb');
    await expect.poll(() => readOutputs(file)).toMatchObject({ figures: 1, pictures: 1 });
    for (const [i, tab] of [first, second].entries()) {
      await tab.page.bringToFront();
      if (i === 1) await tab.reload();
      await tab.write(1 + i, `1 // of tab ${i}`);
      await tab.save();
      expect(await readFile(file, 'utf8')).toContain(`of tab ${i}`);
      expect(await tab.page.locator('.jp-Dialog').count()).toBe(0);
    }
    expect(await readFile(file, 'utf8')).toContain('of tab 0');
    await expect.poll(() => readOutputs(file)).toMatchObject({ figures: 1, pictures: 1 });
    await context.close();
    await rm(file);
  });
});

/** Makes each picture of a figure take this long. */
async function drawSlowly(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate((pause) => {
    const { decode } = HTMLImageElement.prototype;
    HTMLImageElement.prototype.decode = async function (this: HTMLImageElement) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      return decode.call(this);
    };
  }, milliseconds);
}

/** Whether to what was saved before. */
function addsPictures(route: Route): boolean {
  return route.request().postData()?.includes('"image/png"') ?? false;
}

/** Resolves when this many saves have made their checkpoint, with which a save ends. */
function savesEnd(page: Page, count: number): Promise<void> {
  let left = count;
  return new Promise((resolve) => {
    page.on('response', (response) => {
      const isEnd =
        response.request().method() === 'POST' && new URL(response.url()).pathname.endsWith('/checkpoints');
      if (isEnd && --left === 0) resolve();
    });
  });
}

interface HeldSave {
  /** When it is held. */
  readonly reached: Promise<void>;
  letGo(): void;
}

/** Holds the next save of this kind: on its way to the server, or its answer. */
async function holdSave(page: Page, isMeant: (route: Route) => boolean, before: boolean): Promise<HeldSave> {
  let reach = () => {};
  let letGo = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const hold = async () => {
    reach();
    await free;
  };
  let isHeld = false;
  await page.route('**/api/contents/**', async (route) => {
    if (isHeld || route.request().method() !== 'PUT' || !isMeant(route)) return route.fallback();
    isHeld = true;
    if (before) await hold();
    const response = await route.fetch();
    if (!before) await hold();
    await route.fulfill({ response });
  });
  return { reached, letGo };
}

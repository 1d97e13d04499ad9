import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';

let lab: Lab;
let browser: Browser;

describe.skipIf(!hasChromium)('files and widgets in the lab (needs Chromium)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  it('updates the label of a slider, the kernel and a reloaded page when the slider moves', async () => {
    await writeNotebook(lab, 'slider', [
      "import { interact, widgets } from 'listenlab';",
      "interact(({ alpha }) => console.log('kernel has', alpha), { alpha: widgets.slider({ min: 1, max: 40, value: 15 }) })",
      `widgets.anywidget({
        esm: "export default { render({ model, el }) { const b = document.createElement('button'); b.className = 'own'; const draw = () => { b.textContent = model.get('bytes').byteLength + ' bytes, ' + model.get('clicks') + ' clicks'; }; b.onclick = () => { model.set('clicks', model.get('clicks') + 1); model.save_changes(); }; model.on('change:clicks', draw); draw(); el.append(b); } }",
        state: { clicks: 0, bytes: new Uint8Array(1000) },
      })`,
    ]);
    const notebook = await NotebookPage.open(browser, lab, 'slider.ipynb');
    const { page } = notebook;
    await notebook.runAll();
    await page.getByText('kernel has 15').waitFor();
    const track = await page.locator('.noUi-base').boundingBox();
    if (!track) throw new Error('the slider has no size');
    await page.mouse.click(track.x + track.width * 0.8, track.y + track.height / 2);
    const label = page.locator('.widget-readout');
    await expect.poll(() => label.textContent()).not.toBe('15');
    const value = await label.textContent();
    await page.getByText(`kernel has ${value}`).waitFor();
    await page.locator('.noUi-handle').press('ArrowRight');
    await expect.poll(() => label.textContent()).toBe(String(Number(value) + 1));
    await page.getByText(`kernel has ${Number(value) + 1}`).waitFor();
    await page.locator('.noUi-handle').press('ArrowLeft');
    await expect.poll(() => label.textContent()).toBe(value);
    // The kernel has it, too: a reloaded page requests it.
    await page.getByText(`kernel has ${value}`, { exact: true }).waitFor();
    await page.locator('button.own').click();
    await page.getByText('1000 bytes, 1 clicks').waitFor();

    await notebook.save();
    await notebook.reload();
    await expect.poll(() => label.textContent()).toBe(value);
    await page.getByText('1000 bytes, 1 clicks').waitFor();
    expect(notebook.ownProblems()).toEqual([]);
    await page.close();
  });

  it('saves what was typed, and shows it again', async () => {
    const file = await writeNotebook(lab, 'saved', ['1']);
    const notebook = await NotebookPage.open(browser, lab, 'saved.ipynb');
    await notebook.write(0, "console.log('to keep')");
    await notebook.run(0);
    await notebook.save();
    expect(await readFile(file, 'utf8')).toContain('to keep');
    await notebook.page.reload();
    await notebook.outputs(0).getByText('to keep').waitFor();
    await notebook.page.close();
  });

  it('keeps changes that another tab saved between the check and the save of this one', async () => {
    const file = await writeNotebook(lab, 'shared', ['1']);
    const mine = await NotebookPage.open(browser, lab, 'shared.ipynb');
    const theirs = await NotebookPage.open(browser, lab, 'shared.ipynb');
    await mine.write(0, "'mine'");
    await theirs.write(0, "'theirs'");
    await mine.page.route('**/api/contents/shared.ipynb*', async (route) => {
      if (route.request().method() === 'PUT') await theirs.save();
      await route.continue();
    });
    await mine.page.keyboard.press('Control+s');
    const dialog = mine.page.locator('.jp-Dialog');
    await dialog.getByText('has changed on disk').waitFor();
    expect(await readFile(file, 'utf8')).toContain("'theirs'");
    await dialog.locator('.jp-Dialog-footer button').click();

    await mine.page.unroute('**/api/contents/shared.ipynb*');
    await mine.page.keyboard.press('Control+s');
    // The safe choice is the one that Enter takes.
    await dialog.getByText('What they saved is lost').waitFor();
    await mine.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await readFile(file, 'utf8')).toContain("'theirs'");
    await mine.cell(0).getByText("'mine'").waitFor();

    await mine.page.keyboard.press('Control+s');
    await dialog.getByText('Overwrite theirs', { exact: true }).click();
    await expect.poll(() => readFile(file, 'utf8')).toContain("'mine'");
    await theirs.page.keyboard.press('Control+s');
    await theirs.page.locator('.jp-Dialog').getByText('Load theirs', { exact: true }).click();
    await theirs.cell(0).getByText("'mine'").waitFor();
    await mine.page.close();
    await theirs.page.close();
  });

  it('renames a notebook', async () => {
    const file = await writeNotebook(lab, 'before', ['1']);
    const notebook = await NotebookPage.open(browser, lab, 'before.ipynb');
    const { page } = notebook;
    await page.locator('#jp-title').click();
    await page.locator('.jp-Dialog input').fill('after.ipynb');
    await page.locator('.jp-Dialog button.jp-mod-accept').click();
    await expect.poll(() => page.title()).toContain('after');
    await expect.poll(() => existsSync(file)).toBe(false);
    expect(existsSync(path.join(lab.folder, 'after.ipynb'))).toBe(true);
    await page.close();
  });

  it('finds text in a notebook with Ctrl+F', async () => {
    const notebook = await NotebookPage.open(browser, lab, 'notebooks/02-train.ipynb');
    const { page } = notebook;
    await notebook.cell(0).locator('.cm-content').click();
    await page.keyboard.press('Control+f');
    await page.locator('.jp-DocumentSearch-input').first().fill('regularization');
    await expect
      .poll(() => page.locator('.jp-DocumentSearch-index-counter').textContent())
      .toMatch(/^\d+\/[1-9]\d*$/);
    await page.close();
  });

  it('uploads a file', async () => {
    const page = await browser.newPage();
    await page.goto(lab.url);
    await page.goto(`${lab.origin}/tree`);
    await page.locator('.jp-DirListing-item', { hasText: 'notebooks' }).first().waitFor();
    const choosing = page.waitForEvent('filechooser');
    await page.locator('.jp-FileBrowser-toolbar').getByText('Upload').click();
    const plays = {
      name: 'plays.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('user,artist,plays\na,b,1\n'),
    };
    await (await choosing).setFiles(plays);
    await page.locator('.jp-DirListing-item', { hasText: 'plays.csv' }).waitFor();
    expect(await readFile(path.join(lab.folder, 'plays.csv'), 'utf8')).toBe('user,artist,plays\na,b,1\n');
    await page.close();
  });
});

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';

/** Would take hours. */
const TRAINING = `import { openDataset, trainAls } from 'listenlab';
const raw = await openDataset('sample');
const { dataset: plays } = await raw.clean();
const interactions = await plays.interactions();
await trainAls(interactions, { factors: 128, iterations: 100_000 });`;

let lab: Lab;
let browser: Browser;

describe.skipIf(!hasChromium)('the kernel in the lab (needs Chromium)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  async function openCells(name: string, sources: string[]): Promise<NotebookPage> {
    await writeNotebook(lab, name, sources);
    return NotebookPage.open(browser, lab, `${name}.ipynb`);
  }

  it('completes and explains exports of listenlab: the signature inside parentheses, and kinds next to matching names', async () => {
    const notebook = await openCells('complete', [
      "import { trainAls, widgets } from 'listenlab';",
      'tra',
      '',
    ]);
    const { page } = notebook;
    await notebook.run(0);
    await notebook.cell(1).locator('.cm-content').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Tab');
    const entry = page.locator('.jp-Completer-item', { hasText: 'trainAls' }).first();
    await entry.or(notebook.cell(1).getByText('trainAls')).first().waitFor();
    if (await entry.isVisible()) await page.keyboard.press('Enter');
    await expect.poll(() => notebook.cell(1).locator('.cm-line').textContent()).toContain('trainAls');
    await page.keyboard.press('Shift+Tab');
    await page.locator('.jp-Tooltip').getByText('TrainOptions').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.jp-Tooltip').waitFor({ state: 'detached' });

    await notebook.cell(2).locator('.cm-content').click();
    await page.keyboard.type('widgets.slider({');
    await page.keyboard.press('Shift+Tab');
    const tip = page.locator('.jp-Tooltip');
    // Markdown: the argument at the cursor is bold, its fields are a list.
    await tip.locator('strong', { hasText: 'options: widgets.SliderOptions' }).waitFor();
    await tip.locator('li', { hasText: 'min: number' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('tra');
    await page.keyboard.press('Tab');
    const typed = page.locator('.jp-Completer-item', { hasText: 'trainAls' }).first();
    await typed.getByText('function').waitFor();
    await page.locator('.jp-Completer-docpanel', { hasText: 'Trains a model on who played what' }).waitFor();
    await page.close();
  });

  describe('in one notebook', () => {
    let notebook: NotebookPage;
    beforeAll(async () => {
      notebook = await openCells('outputs', [
        TRAINING,
        "console.log('after', 6 * 7)",
        'for (let i = 0; i < 100_000; i++) console.log("line", i);',
        "console.log('still here')",
        "import { show } from 'listenlab';\nshow({ [Symbol.for('Jupyter.display')]: () => ({ 'application/x-large': 'x'.repeat(30_000_000), 'text/plain': 'large' }) });",
        "console.log('still here')",
      ]);
    });
    afterAll(() => notebook.page.close());

    it('stops a training at once, and the next cell runs', async () => {
      await notebook.start(0);
      // Its progress line shows that it is training.
      await notebook
        .outputs(0)
        .getByText(/iteration|training/i)
        .first()
        .waitFor();
      await notebook.page.locator('[data-command="notebook:interrupt-kernel"]').click();
      await notebook.ran(0, '');
      await notebook.outputs(0).getByText('KeyboardInterrupt: interrupted').waitFor();
      await notebook.run(1);
      expect(await notebook.outputs(1).allTextContents()).toEqual(['after 42\n']);
    });

    it('loses none of 100,000 printed lines, and stays usable', async () => {
      await notebook.run(2);
      await notebook.kernelIs('idle');
      await notebook.run(3);
      expect(await notebook.outputs(3).allTextContents()).toEqual(['still here\n']);
      await notebook.save();
      const { cells } = JSON.parse(await readFile(`${lab.folder}/outputs.ipynb`, 'utf8'));
      const text = cells[2].outputs.flatMap(({ text }: { text: string | string[] }) => text).join('');
      expect(text).toBe(Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join(''));
    });

    it('displays an output of 30 MB', async () => {
      await notebook.run(4);
      await notebook.run(5);
      expect(await notebook.outputs(4).allTextContents()).toEqual(['large']);
      expect(await notebook.outputs(5).allTextContents()).toEqual(['still here\n']);
      await notebook.save();
      expect(readFileSync(`${lab.folder}/outputs.ipynb`).length).toBeGreaterThan(30_000_000);
    });
  });

  it('restarts with fresh variables; cells that lost theirs stay marked after a reload from disk', async () => {
    const notebook = await openCells('restart', ['let kept = 1;', 'let again = 2;', 'typeof kept']);
    const { page } = notebook;
    await notebook.run(0);
    await notebook.run(1);
    await notebook.save();
    await notebook.restart();
    const gone = page.locator('.jp-CodeCell.listenlab-gone');
    await expect.poll(() => gone.count()).toBe(2);
    await notebook.run(1);
    await notebook.run(2);
    expect((await notebook.outputs(2).allTextContents()).join('')).toContain("Cannot find name 'kept'");
    expect(await page.locator('.jp-Dialog').count()).toBe(0);

    await notebook.save();
    await notebook.write(0, 'let changed = 3;');
    await notebook.menu('File', 'Reload Notebook from Disk');
    await page.locator('.jp-Dialog button.jp-mod-accept').click();
    await notebook.cell(0).getByText('let kept = 1;').waitFor();
    await expect.poll(() => gone.count()).toBe(1);
    expect(await notebook.cell(0).getAttribute('class')).toContain('listenlab-gone');
    expect([await notebook.prompt(0), await notebook.prompt(1)]).toEqual(['[1]:', '[1]:']);
    // And there is nothing to save: a page with unsaved changes asks before it is closed.
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await Promise.all([page.waitForEvent('close'), page.close({ runBeforeUnload: true })]);
    expect(asked).toEqual([]);
  });

  it('restarts and runs all cells, which show their output from the new kernel', async () => {
    const notebook = await openCells('restart-all', [
      "console.log('process', process.pid); const kept = 1;",
      'kept + 1',
      "await new Promise((resolve) => setTimeout(resolve, 500)); 'the end'",
    ]);
    const { page } = notebook;
    await notebook.runAll();
    const before = await notebook.outputs(0).textContent();
    await notebook.menu('Kernel', 'Restart Kernel and Run All Cells…');
    await page.locator('.jp-Dialog button', { hasText: 'Restart' }).click();
    const printed = async () =>
      (await notebook.outputs(0).allTextContents()).join('').replace(`${before}`, '');
    await expect.poll(printed).toMatch(/process \d+/);
    await notebook.outputs(2).getByText('the end').waitFor();
    const prompts = async () => [
      await notebook.prompt(0),
      await notebook.prompt(1),
      await notebook.prompt(2),
    ];
    await expect.poll(prompts).toEqual(['[1]:', '[2]:', '[3]:']);
    expect(await notebook.outputs(1).textContent()).toBe('2');
    await page.close();
  });

  it('gets a new kernel when the old one is killed', async () => {
    const notebook = await openCells('killed', [
      'process.kill(process.pid, "SIGKILL")',
      "console.log('alive')",
    ]);
    const { page } = notebook;
    await notebook.start(0);
    await notebook.outputs(0).getByText('KernelDied').waitFor();
    await page.locator('.jp-CodeCell.listenlab-gone').waitFor();
    await notebook.kernelIs('idle');
    // Shown under the cell, and nowhere else.
    expect(await page.locator('.jp-Dialog, .Toastify__toast').allTextContents()).toEqual([]);
    await notebook.write(0, "console.log('new')");
    await notebook.runAll();
    expect(await notebook.outputs(0).allTextContents()).toEqual(['new\n']);
    expect(await notebook.outputs(1).allTextContents()).toEqual(['alive\n']);
    await page.close();
  });

  it.each(['notebooks', 'lab/tree'] as const)(
    'runs cells in order that were started before the page at /%s was connected to the kernel, and loses no output',
    async (start) => {
      const name = start.replace('/', '-');
      const context = await browser.newContext();
      await writeNotebook(lab, name, ['let n = 0', 'n += 1', 'n *= 10']);
      const first = await NotebookPage.open(context, lab, `${name}.ipynb`);
      await first.runAll();
      await first.save();
      const second = await context.newPage();
      let letThrough = () => {};
      const known = new Promise<void>((resolve) => {
        letThrough = resolve;
      });
      // The last request of Jupyter before it looks for the notebook's kernel.
      await second.route(/\/checkpoints/, async (route) => {
        await known;
        await route.continue();
      });
      await second.goto(`${lab.origin}/${start}/${name}.ipynb`);
      const cells = second.locator('.jp-CodeCell:visible');
      await cells.nth(1).locator('.cm-content').click();
      await second.keyboard.press('Shift+Enter');
      await second.keyboard.press('Shift+Enter');
      await cells.nth(2).locator('.jp-InputPrompt', { hasText: '[*]:' }).waitFor();
      await expect.poll(() => cells.locator('.jp-OutputArea-output').allTextContents()).toEqual(['1', '10']);
      letThrough();
      await cells.nth(2).locator('.jp-InputPrompt', { hasText: '[5]:' }).waitFor();
      expect(await cells.locator('.jp-OutputArea-output').allTextContents()).toEqual(['11', '110']);
      await context.close();
    },
  );
});

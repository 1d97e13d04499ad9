import { readFile, writeFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from '../support/axe.js';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';

const CODE = [
  "import { interact, show, widgets } from 'listenlab';\n// a comment\nconst rows = [{ artist: 'a', plays: 1.5, live: true }];",
  'rows',
  "show({ data: [{ type: 'bar', x: ['a', 'b'], y: [1, 2] }], layout: { title: { text: 'Two bars' } } });",
  "interact(({ alpha }) => console.log('alpha is', alpha), { alpha: widgets.slider({ min: 1, max: 40, value: 15 }) })",
  "console.error('a word of warning'); ({ a: /x/g, b: `t`, c: null })",
  'class A<T> { readonly #b = 1n; }\nnew A().missing',
];
const PROSE =
  '# Accessible\n\nText with a [link](notebooks/02-train.ipynb), `code` and $\\alpha$.\n\n| a | b |\n|---|---|\n| 1 | 2 |';

describe.skipIf(!hasChromium)('axe-core in the lab (needs Chromium)', () => {
  let lab: Lab;
  let browser: Browser;

  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
    const file = await writeNotebook(lab, 'accessible', CODE);
    const notebook = JSON.parse(await readFile(file, 'utf8'));
    notebook.cells.unshift({ cell_type: 'markdown', id: 'prose', metadata: {}, source: PROSE });
    await writeFile(file, JSON.stringify(notebook));
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'finds nothing on the first page or in a notebook with outputs, %s',
    async (colorScheme) => {
      const notebook = await NotebookPage.open(browser, lab, 'accessible.ipynb', { colorScheme });
      const { page } = notebook;
      for (const [index] of CODE.entries()) await notebook.run(index);
      await notebook.figuresDrawn();
      for (const part of ['.js-plotly-plot .main-svg', '.noUi-handle', 'mjx-container'])
        await page.locator(part).first().waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 800 });
      expect(await axeFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 340, height: 800 });
      await page.locator('.jp-NotebookPanel-toolbar').getByTitle('More commands').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.goto(lab.origin);
      await page.locator('#running_list li', { hasText: 'accessible.ipynb' }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Make a report' }).click();
      await page.getByRole('dialog', { name: 'Make a report' }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    },
  );
});

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';

let lab: Lab;
let browser: Browser;

describe.skipIf(!hasChromium)('JupyterLab as the second entry (needs Chromium)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  it('runs a notebook, draws its charts and tables, and makes no request to another host', async () => {
    const notebook = await NotebookPage.open(browser, lab, 'notebooks/03-similar-artists.ipynb', {
      start: 'lab/tree',
    });
    const { page } = notebook;
    await notebook.runAll();
    await page.locator('.js-plotly-plot .main-svg').first().waitFor();
    await notebook.figuresDrawn();
    await expect.poll(() => page.locator('.jp-OutputArea-output table').count()).toBeGreaterThan(1);
    expect(notebook.ownProblems()).toEqual([]);
    const local = new RegExp(`^(${lab.origin}/|data:|blob:)`);
    expect(notebook.requests.filter((url) => !local.test(url))).toEqual([]);
    await page.close();
  });

  it('opens files side by side from its list in the dark theme, and restores them after a reload', async () => {
    await writeNotebook(lab, 'knob', [
      "import { interact, widgets } from 'listenlab';",
      "interact(({ alpha }) => console.log('alpha is', alpha), { alpha: widgets.slider({ min: 1, max: 40, value: 15 }) })",
    ]);
    const notebook = await NotebookPage.open(browser, lab, 'knob.ipynb', {
      start: 'lab/workspaces/evening/tree',
      colorScheme: 'dark',
    });
    const { page } = notebook;
    await page.locator('body[data-jp-theme-light="false"]').waitFor({ state: 'attached' });
    await notebook.runAll();
    await page.getByText('alpha is 15').waitFor();
    await page.locator('.noUi-handle').press('ArrowRight');
    await page.getByText('alpha is 16').waitFor();

    await page.locator('.jp-DirListing-item', { hasText: 'notebooks' }).dblclick();
    await page.locator('.jp-DirListing-item', { hasText: '01-explore.ipynb' }).dblclick();
    const tabs = page.locator('#jp-main-dock-panel .lm-TabBar-tabLabel');
    await expect.poll(() => tabs.allTextContents()).toEqual(['knob.ipynb', '01-explore.ipynb']);
    const arrangement = () =>
      page.evaluate(async () => {
        const { data } = await (await fetch('/lab/api/workspaces/evening')).json();
        return JSON.stringify(data['layout-restorer:data']?.main);
      });
    await expect.poll(arrangement).toContain('01-explore.ipynb');
    await page.goto(`${lab.origin}/lab/workspaces/evening`);
    await expect.poll(() => tabs.allTextContents()).toEqual(['knob.ipynb', '01-explore.ipynb']);

    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.locator('.jp-Notebook:visible .jp-Cell').first().waitFor();
    await page.locator('.jp-DirListing').waitFor({ state: 'hidden' });
    expect(notebook.ownProblems()).toEqual([]);
    await page.close();
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';
import { declaredParameters } from '#listenlab/notebook/jupyter/parameters.js';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { chooseEntry, NotebookPage } from './notebook-page.js';

const NAME = 'a name of a notebook that is as long as some people like to make them.ipynb';
/** A red square of one pixel. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

let lab: Lab;
let browser: Browser;

describe.skipIf(!hasChromium)('the interface around a notebook (needs Chromium)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
    const folder = path.join(lab.folder, 'own');
    await mkdir(folder);
    await writeFile(path.join(folder, 'dot.png'), Buffer.from(PICTURE, 'base64'));
    const sources = [
      '# Why $\\alpha$ in $c_{ui} = 1 + \\alpha r_{ui}$\n\n![dot](dot.png)',
      '```mermaid\ngraph TD; A-->B;\n```\n\n`$HOME/$USER`',
    ];
    await writeFile(path.join(folder, NAME), notebookOf(sources));
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  it('shows formulas in the table of contents, diagrams as code with a note, and pictures next to the notebook', async () => {
    const notebook = await NotebookPage.open(browser, lab, `own/${encodeURIComponent(NAME)}`);
    const { page } = notebook;
    await chooseEntry(page, 'View', 'Table of Contents');
    await page.locator('.jp-tocItem').getByText('Why α in cᵤᵢ = 1 + α rᵤᵢ').waitFor();
    const diagram = page.locator('.listenlab-diagram');
    await diagram.getByText('does not draw Mermaid').waitFor();
    expect(await diagram.locator('pre code').textContent()).toBe('graph TD; A-->B;');
    await page.locator('code').getByText('$HOME/$USER').waitFor();
    const width = () =>
      page.locator('img[alt="dot"]').evaluate((image) => (image as HTMLImageElement).naturalWidth);
    await expect.poll(width).toBe(1);

    for (const size of [
      { width: 1000, height: 700 },
      { width: 390, height: 800 },
    ]) {
      await page.setViewportSize(size);
      const mark = page.locator('.jp-NotebookPanel-toolbar .jp-Notebook-ExecutionIndicator');
      await mark.waitFor();
      await expect
        .poll(async () => {
          const box = await mark.boundingBox();
          return box !== null && box.x >= 0 && box.x + box.width <= size.width;
        })
        .toBe(true);
    }
    expect(notebook.ownProblems()).toEqual([]);
    await page.close();
  });

  it('shows dollar signs that are escaped or prices as text, and formulas next to them', async () => {
    const sources = [
      '# From \\$5 to \\$9',
      'costs \\$5 and $10 to $20, of $x^2$',
      'costs $5, \\$6 and\n$7 or $2x$ and `\\$8`',
      'a 3$\\times$4 matrix of $ y $, \\$9 $ z$ [link](http://127.0.0.1/?$a=1)\n\n    \\$HOME',
    ];
    await writeFile(path.join(lab.folder, 'own/prices.ipynb'), notebookOf(sources));
    const notebook = await NotebookPage.open(browser, lab, 'own/prices.ipynb');
    const { page } = notebook;
    const shown = page.locator('.jp-RenderedMarkdown');
    const texts = () =>
      shown.evaluateAll((cells) =>
        cells.map((cell) => {
          const copy = cell.cloneNode(true) as Element;
          for (const formula of copy.querySelectorAll('mjx-container')) formula.replaceWith('FORMULA');
          return copy.textContent?.replaceAll(/¶/g, '').trim();
        }),
      );
    await expect
      .poll(texts)
      .toEqual([
        'From $5 to $9',
        'costs $5 and $10 to $20, of FORMULA',
        'costs $5, $6 and\n$7 or FORMULA and \\$8',
        'a 3FORMULA4 matrix of FORMULA, $9 FORMULA link\n\\$HOME',
      ]);
    await expect.poll(() => shown.locator('h1').getAttribute('data-jupyter-id')).toBe('From-$5-to-$9');
    await expect
      .poll(() => shown.locator('a', { hasText: 'link' }).getAttribute('href'))
      .toBe('http://127.0.0.1/?$a=1');
    expect(notebook.ownProblems()).toEqual([]);
    await page.close();
  });

  it('creates a notebook on the first page whose parameters a run finds', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(lab.url);
    await page.getByRole('button', { name: 'New notebook' }).click();
    await page.waitForURL(/Untitled\.ipynb/);
    const name = decodeURIComponent(new URL(page.url()).pathname.replace('/notebooks/', ''));
    const made = await readNotebook(path.join(lab.folder, name));
    expect(declaredParameters(made).map((parameter) => parameter.name)).toEqual(['dataset', 'tableOptions']);
    await page.close();
  });

  it("opens the user's own file in all notebooks, chosen on the first page", async () => {
    await writeFile(
      path.join(lab.folder, 'own', 'my plays.csv'),
      'user,artist,plays\nann,kent,3\nbo,abba,4\n',
    );
    await writeNotebook(lab, path.join('own', 'chosen'), [
      "import { openDataset } from 'listenlab'; (await openDataset(process.env.LISTENLAB_DATASET ?? 'sample')).title",
    ]);
    const page = await browser.newPage();
    await page.goto(lab.url);
    const own = page.locator('#own_data');
    const use = async (file: string) => {
      await own.getByRole('textbox').fill(file);
      await own.getByRole('button').click();
    };
    await use('own/plais.csv');
    await own.getByText('no file or folder').waitFor();
    await writeFile(path.join(lab.folder, 'own', 'header.csv'), 'user,artist,plays\n');
    await use('own/header.csv');
    await own.getByText('nothing to train on').waitFor();
    const rows = `${'ann'.repeat(30)},kent,3\n`.repeat(200_000);
    await writeFile(path.join(lab.folder, 'own', 'large.csv'), `user,artist,plays\n${rows}`);
    await use('own/large.csv');
    await own.getByRole('radio', { name: /large\.csv/, checked: true }).waitFor();
    await own.getByText('Only the start of this file was checked').waitFor();
    await use('own/my plays.csv');
    await own.getByRole('radio', { name: /my plays\.csv/, checked: true }).waitFor();
    await expect.poll(() => page.locator('#report_dataset').textContent()).toMatch(/\/my plays\.csv$/);
    const notebook = await NotebookPage.open(browser, lab, 'own/chosen.ipynb');
    await notebook.run(0);
    await notebook.outputs(0).getByText("'my plays.csv'").waitFor();
    await notebook.page.close();
    await page.locator('input[value="sample"]').check();
    await page.getByText('from now on use Last.fm sample').waitFor();
    await page.close();
  });

  it("reads the user's own file with the options from the first page, in a notebook created there", async () => {
    await writeFile(path.join(lab.folder, 'own', 'orders.csv'), 'customer;who;n\nann;kent;3\nbo;abba;4\n');
    const page = await browser.newPage();
    await page.goto(lab.url);
    const own = page.locator('#own_data');
    const [file, how] = [own.getByLabel('file or folder'), own.getByLabel('How it is read')];
    expect(await how.isVisible()).toBe(false);
    await file.fill('own/orders.csv');
    await own.getByRole('button').click();
    await own.getByText("has no column 'user'; its columns are customer, who, n").waitFor();
    expect(await how.inputValue()).toBe("{ columns: { user: 'customer', artist: '...', plays: 'n' } }");
    await how.fill("delimiter: 'semicolon'");
    await own.getByRole('button').click();
    await own.getByText("delimiter is 'semicolon'; expected one to three characters").waitFor();
    expect(await how.inputValue()).toBe("delimiter: 'semicolon'");
    const whole = "{ columns: { user: 'customer', artist: 'who', plays: 'n' } }";
    await how.fill(whole);
    await own.getByRole('button').click();
    await own.getByText(`read as ${whole}`).waitFor();
    expect(await how.isVisible()).toBe(false);

    await page.getByRole('button', { name: 'New notebook' }).click();
    await page.waitForURL(/Untitled.*\.ipynb/);
    const made = decodeURIComponent(new URL(page.url()).pathname.replace('/notebooks/', ''));
    const notebook = await NotebookPage.open(browser, lab, made);
    await notebook.run(0);
    await notebook.run(1);
    await notebook.outputs(1).getByText('Dataset orders.csv').waitFor();
    await notebook.page.close();

    await page.goto(lab.url);
    await page.locator('input[value="sample"]').check();
    await page.getByText('from now on use Last.fm sample').waitFor();
    await own.getByRole('radio', { name: /orders\.csv/ }).check();
    await page.getByText(/from now on use .*orders\.csv/).waitFor();
    await page.reload();
    await own.getByText(`read as ${whole}`).waitFor();
    await page.locator('input[value="sample"]').check();
    await page.getByText('from now on use Last.fm sample').waitFor();
    await page.close();
  });

  it('tags parameters from the Edit menu, and has no empty panels', async () => {
    await writeNotebook(lab, path.join('own', 'given'), ['let alpha = 15']);
    const notebook = await NotebookPage.open(browser, lab, 'own/given.ipynb');
    const { page } = notebook;
    const parameters = async () =>
      declaredParameters(await readNotebook(path.join(lab.folder, 'own', 'given.ipynb'))).map(
        ({ name }) => name,
      );
    await page.locator('.jp-CodeCell .cm-content').click();
    await notebook.menu('Edit', 'Parameters Cell');
    await notebook.save();
    expect(await parameters()).toEqual(['alpha']);
    await notebook.menu('Edit', 'Parameters Cell');
    await notebook.save();
    expect(await parameters()).toEqual([]);
    await page.locator('.lm-MenuBar-itemLabel', { hasText: 'View' }).click();
    await page.locator('.lm-Menu-itemLabel').getByText('Left Sidebar', { exact: true }).waitFor();
    expect(await page.locator('.lm-Menu-itemLabel').allTextContents()).not.toContain('Right Sidebar');
    await page.close();
  });

  it('reports that another report is being made until it ends, and then its result', async () => {
    const waits = (file: string) =>
      `import { existsSync } from 'node:fs';
while (!existsSync('${file}')) await new Promise((resolve) => setTimeout(resolve, 20));`;
    await writeNotebook(lab, path.join('own', 'slow'), [waits('slow-go')]);
    await writeNotebook(lab, path.join('own', 'next'), ['1']);
    const slow = await NotebookPage.open(browser, lab, 'own/slow.ipynb');
    const next = await NotebookPage.open(browser, lab, 'own/next.ipynb');
    const entry = ['File', 'Make Report of This Notebook'] as const;
    const refusal = 'another report is being made; wait for it';
    await slow.menu(...entry);
    const own = slow.page.locator('.Toastify__toast', { hasText: 'Report of slow.ipynb: Running' });
    await own.waitFor();
    await slow.menu(...entry);
    await next.menu(...entry);
    const refused = [slow, next].map(({ page }) => page.locator('.Toastify__toast', { hasText: refusal }));
    for (const notice of refused) await notice.waitFor();
    await own.waitFor();
    await writeFile(path.join(lab.folder, 'own', 'slow-go'), '');
    const ready = 'The report is ready: reports/slow.html.';
    await slow.page.getByText(`Report of slow.ipynb: ${ready}`).waitFor();
    await next.page.getByText(`The other report: ${ready}`).waitFor();
    for (const notice of refused) await notice.waitFor({ state: 'detached' });
    await expect.poll(() => slow.page.locator('.Toastify__toast').count()).toBe(1);
    for (const { page } of [slow, next]) await page.close();
  });

  // The tests of the lab's reports check that notebooks with the same name do not replace each other.
  it('makes a report of this notebook, as shown on the page, from the File menu', async () => {
    await writeNotebook(lab, path.join('own', 'sums & more'), ['1']);
    const address = `own/${encodeURIComponent('sums & more.ipynb')}`;
    const notebook = await NotebookPage.open(browser, lab, address);
    const { page } = notebook;
    await notebook.write(0, "console.log('sum', 20 + 22)");
    await notebook.menu('File', 'Make Report of This Notebook');
    const toast = page.locator('.Toastify__toast');
    await toast.getByText('The report is ready').waitFor();
    const [report] = await Promise.all([page.waitForEvent('popup'), toast.getByText('Open Report').click()]);
    await report.getByText('sum 42').waitFor();
    expect(new URL(report.url()).pathname).toBe('/files/reports/sums-more.html');
    await notebook.write(0, "throw new Error('on purpose')");
    await notebook.menu('File', 'Make Report of This Notebook');
    await toast.getByText(/on purpose/).waitFor();
    await notebook.write(0, "console.log('mended')");
    await notebook.menu('File', 'Make Report of This Notebook');
    await toast.getByText('The report is ready').last().waitFor();
    await toast.getByText(/on purpose/).waitFor({ state: 'detached' });
    expect(notebook.ownProblems()).toEqual([]);
    await page.close();
  });

  it.each([
    '/notebooks/notebooks/01-explore.ipynb',
    '/tree',
    '/edit/notebooks/01-explore.ipynb?factory=Editor',
    '/lab',
  ])(
    'has no unnamed entry and no empty menu on %s, describes itself, and links to the first page',
    async (address) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(lab.url);
      await page.goto(lab.origin + address);
      await page.locator('.lm-MenuBar-itemLabel', { hasText: 'Help' }).waitFor();
      await page.locator('.jp-DirListing-item, .jp-Notebook, .jp-FileEditor').first().waitFor();
      for (const menu of await page.locator('.lm-MenuBar-item').all()) {
        await menu.click();
        expect(await deadEntries(page), await menu.innerText()).toEqual([]);
        await page.keyboard.press('Escape');
      }
      await chooseEntry(page, 'Help', 'About listenlab');
      const dialog = page.locator('.jp-Dialog');
      await dialog.getByText(/^listenlab \d+\.\d+\.\d+$/).waitFor();
      await dialog.getByText('Close').click();
      // An answer without content leaves the page as it is, for the second way.
      await page.route(`${lab.origin}/`, (route) => route.fulfill({ status: 204 }));
      const asked = page.waitForRequest(`${lab.origin}/`);
      await page.locator('.listenlab-mark').click();
      expect((await asked).isNavigationRequest()).toBe(true);
      await page.unroute(`${lab.origin}/`);
      await chooseEntry(page, 'File', 'First Page');
      await page.waitForURL(`${lab.origin}/`);
      await page.close();
    },
  );
});

/** Entries of the open menu without a name, and its submenus without an entry. */
async function deadEntries(page: Page): Promise<string[]> {
  const dead: string[] = [];
  for (const item of await page.locator('.lm-Menu').first().locator('.lm-Menu-item').all()) {
    const type = await item.getAttribute('data-type');
    if (type === 'separator' || !(await item.isVisible())) continue;
    const label = (await item.locator('.lm-Menu-itemLabel').textContent())?.trim() ?? '';
    if (label === '') dead.push('(no name)');
    if (type !== 'submenu') continue;
    await item.hover();
    await page
      .locator('.lm-Menu >> nth=1')
      .waitFor({ timeout: 60_000 })
      .catch(() => dead.push(`${label} (empty)`));
    await page.keyboard.press('ArrowLeft');
  }
  return dead;
}

/** The text of a notebook of Markdown cells. */
function notebookOf(sources: readonly string[]): string {
  const cells = sources.map((source, i) => ({ cell_type: 'markdown', id: `m-${i}`, metadata: {}, source }));
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
}

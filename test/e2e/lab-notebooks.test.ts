import { copyFile, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from '../support/axe.js';
import { hasChromium, launchChromium, watchPage } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';
import { readOutputs } from './saved-outputs.js';

let lab: Lab;
let browser: Browser;

describe.skipIf(!hasChromium)('the notebooks in the lab (needs Chromium)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  it.each([
    ['01-explore', '', 'light', undefined],
    ['02-train', ', and trains again with another alpha, which changes the loss', 'light', trainsAgain],
    ['03-similar-artists', ', and follows the system’s dark theme, figures too', 'dark', followsTheTheme],
    ['04-recommend', '', 'light', undefined],
  ] as const)(
    'runs %s and draws every table and chart, with no request to another host%s',
    async (name, _, colorScheme, then) => {
      const notebook = await NotebookPage.open(browser, lab, `notebooks/${name}.ipynb`, { colorScheme });
      await notebook.runAll();
      await notebook.kernelIs('idle');
      await notebook.save();
      const file = path.join(lab.folder, 'notebooks', `${name}.ipynb`);
      const sent = await readOutputs(file);
      expect(sent.figures + sent.tables).toBeGreaterThan(2);
      // Each figure has a picture for those who draw none, and saving again changes nothing.
      await expect.poll(async () => (await readOutputs(file)).pictures).toBe(sent.figures);
      const { page } = notebook;
      const saved = await readFile(file, 'utf8');
      await notebook.save();
      expect(await readFile(file, 'utf8')).toBe(saved);
      await notebook.figuresDrawn();
      await expect.poll(() => page.locator('.js-plotly-plot').count()).toBe(sent.figures);
      await expect.poll(() => page.locator('.jp-OutputArea-output table').count()).toBe(sent.tables);
      expect(await page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count()).toBe(0);
      expect(notebook.ownProblems()).toEqual([]);
      const local = new RegExp(`^(${lab.origin}/|data:|blob:)`);
      expect(notebook.requests.filter((url) => !local.test(url))).toEqual([]);
      await then?.(notebook);
      await page.close();
    },
  );

  it('lists the notebooks in order, makes a report of the ticked ones, and follows other reports', async () => {
    await writeNotebook(lab, 'endless', ['for (;;) {}']);
    const [page, other] = [await browser.newPage(), await browser.newPage()];
    const { problems } = watchPage(page);
    await Promise.all([page.goto(lab.url), other.goto(lab.url)]);
    const titles = await page.locator('.notebooks strong').allTextContents();
    expect(titles.map((title) => title.split(' ')[0])).toEqual([
      'endless',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
    ]);
    await page.getByRole('button', { name: 'Make a report' }).click();
    // The report has two of them: other tests run each in the lab or in a report of all.
    const boxes = page.locator('#report_notebooks input');
    expect(await boxes.evaluateAll((all) => all.map((box) => (box as HTMLInputElement).checked))).toEqual(
      titles.map(() => true),
    );
    for (const title of titles.filter((title) => !/^[12] /.test(title)))
      await page.getByRole('checkbox', { name: title }).uncheck();
    expect(await page.getByRole('combobox', { name: 'Data' }).inputValue()).toBe('');
    expect(await page.locator('#report_dataset').textContent()).toBe('Last.fm sample (simulated)');
    await page.getByLabel('Author').fill('Ada <Lovelace>');
    await page.getByRole('radio', { name: /^Full/ }).check();
    await page.getByRole('button', { name: 'Make the report' }).click();
    for (const each of [page, other]) {
      await each.getByText(/notebook \d of 2 · \d+ of \d+ cells/).waitFor();
      expect(await each.getByRole('button', { name: 'Make a report' }).isDisabled()).toBe(true);
    }
    const report = page.locator('#report_list li').first();
    // No limit here: notebooks take long, and the test has its own limit.
    await report.waitFor({ timeout: 0 });
    await expect.poll(() => report.textContent()).toMatch(/by Ada <Lovelace> · reports\/sample-full\.html/);
    await other.locator('#report_list', { hasText: 'reports/sample-full.html' }).waitFor();
    // Like a report made in a terminal.
    const made = path.join(lab.folder, 'reports/sample-full.html');
    await copyFile(made, path.join(lab.folder, 'reports/again.html'));
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.locator('#report_list', { hasText: 'reports/again.html' }).waitFor();
    // Asked again, the page knows the author, and what was ticked.
    await page.getByRole('button', { name: 'Make a report' }).click();
    expect(await page.getByRole('checkbox', { name: 'endless' }).isChecked()).toBe(false);
    expect(await page.getByLabel('Author').inputValue()).toBe('Ada <Lovelace>');
    await page.getByRole('button', { name: 'Not now' }).click();
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: /^Delete .* reports\/again\.html$/ }).click();
    await page.getByText('reports/again.html was deleted.').waitFor();
    await other.getByText('reports/again.html').waitFor({ state: 'detached' });
    expect(await readdir(path.join(lab.folder, 'reports'))).toEqual(['sample-full', 'sample-full.html']);
    await other.close();
    await page.getByRole('link', { name: 'Open it' }).click();
    await page.locator('figure.chart').first().scrollIntoViewIfNeeded();
    await page.locator('figure.chart .main-svg').first().waitFor({ state: 'attached' });
    const copies = ['01-explore', '02-train'].map((name) =>
      path.join(lab.folder, `reports/sample-full/${name}.ipynb`),
    );
    const figures = (await Promise.all(copies.map(readOutputs))).map((sent) => sent.figures);
    expect(figures.every((count) => count > 0)).toBe(true);
    // The cover shows one of them once more.
    const shown = page.locator('figure.chart:not(.cover figure)');
    expect(await shown.count()).toBe(figures[0] + figures[1]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('cancels a report even before the lab has received its start', async () => {
    await writeNotebook(lab, 'endless', ['for (;;) {}']);
    const page = await browser.newPage();
    await page.goto(lab.url);
    await page.getByRole('button', { name: 'Make a report' }).click();
    for (const box of await page.locator('#report_notebooks input:not([value="endless.ipynb"])').all())
      await box.uncheck();
    let letThrough = () => {};
    const cancelled = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route('**/lab-api/report', async (route) => {
      if (route.request().method() === 'POST') await cancelled;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Make the report' }).click();
    await page.getByRole('button', { name: 'Cancel the report' }).click();
    letThrough();
    await page.getByText('Cancelled.').waitFor();
    await page.close();
  });

  it('shows the cell that a report failed at, in all pages, and leads to it', async () => {
    const source = "function find(name: string) { throw new Error('no ' + name); }\nfind('<b>kent</b>');";
    await writeNotebook(lab, 'broken', ['1', '2', source, '4']);
    const [page, other] = [await browser.newPage(), await browser.newPage()];
    await Promise.all([page.goto(lab.url), other.goto(lab.url)]);
    await page.getByRole('button', { name: 'Make a report' }).click();
    for (const box of await page.locator('#report_notebooks input:not([value="broken.ipynb"])').all())
      await box.uncheck();
    await page.getByRole('button', { name: 'Make the report' }).click();
    for (const each of [page, other]) {
      await each.getByText('Cell 3 of broken.ipynb failed; the report was not made.').waitFor();
      await each.getByRole('link', { name: /last notebook that ran for reports\/.*\.html/ }).waitFor();
      expect(await each.getByRole('group', { name: 'Cell 3 of broken.ipynb' }).textContent()).toBe(source);
      expect(await each.getByRole('group', { name: 'Its error' }).textContent()).toContain('no <b>kent</b>');
      expect(await axeFindings(each)).toEqual([]);
    }
    await page.getByRole('link', { name: 'Open broken.ipynb at this cell' }).click();
    await page.locator('.jp-Cell.jp-mod-active', { hasText: "find('<b>kent</b>')" }).waitFor();
    await Promise.all([page.close(), other.close()]);
  });
});

/** Training with another alpha changes the loss. */
async function trainsAgain(notebook: NotebookPage): Promise<void> {
  const figures = () =>
    notebook.page.evaluate(() =>
      [...document.querySelectorAll('.js-plotly-plot')].map((plot) =>
        JSON.stringify((plot as HTMLElement & { data: unknown }).data),
      ),
    );
  await notebook.figuresDrawn();
  const before = await figures();
  expect(before).not.toEqual([]);
  const parameters = await notebook.cell(0).locator('.cm-line').allTextContents();
  await notebook.write(0, parameters.join('\n').replace(/alpha = \d+/, 'alpha = 2'));
  const prompt = await notebook.prompt(0);
  await notebook.runAll();
  await notebook.ran(0, prompt);
  await notebook.page.waitForFunction(
    (old) =>
      JSON.stringify(
        (document.querySelector('.js-plotly-plot') as (Element & { data: unknown }) | null)?.data,
      ) !== old,
    before[0],
  );
  expect(await figures()).not.toEqual(before);
}

/** The page follows the dark theme of the system, its figures too. */
async function followsTheTheme({ page }: NotebookPage): Promise<void> {
  await page.locator('body[data-jp-theme-light="false"]').waitFor({ state: 'attached' });
  const ink = () =>
    page.evaluate(
      () =>
        (document.querySelector('.js-plotly-plot') as Element & { layout: { font: { color: string } } })
          .layout.font.color,
    );
  const dark = await ink();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('body[data-jp-theme-light="true"]').waitFor({ state: 'attached' });
  await expect.poll(ink).not.toBe(dark);
  // Text may have no size in a hidden page: the figure is drawn when it becomes visible.
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('body[data-jp-theme-light="false"]').waitFor({ state: 'attached' });
  expect(await ink()).not.toBe(dark);
  await hide(false);
  await expect.poll(ink).toBe(dark);
}

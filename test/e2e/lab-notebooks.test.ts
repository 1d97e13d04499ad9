import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium, watchPage } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';

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
      const sent = await readOutputs(path.join(lab.folder, 'notebooks', `${name}.ipynb`));
      expect(sent.figures + sent.tables).toBeGreaterThan(2);
      const { page } = notebook;
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
    // The report has two of them: other tests run each in the lab or in a report of all.
    const boxes = page.locator('#report_notebooks input');
    expect(await boxes.evaluateAll((all) => all.map((box) => (box as HTMLInputElement).checked))).toEqual(
      titles.map(() => true),
    );
    for (const title of titles.filter((title) => !/^[12] /.test(title)))
      await page.getByRole('checkbox', { name: title }).uncheck();
    expect(await page.getByRole('radio', { name: /Last.fm sample/ }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Make the report' }).click();
    for (const each of [page, other]) await each.getByText(/notebook \d of 2 · \d+ of \d+ cells/).waitFor();
    // The other page shows the notebooks of the running report, and its own choice again afterwards.
    const endless = other.getByRole('checkbox', { name: 'endless' });
    expect([await endless.isChecked(), await endless.isDisabled()]).toEqual([false, true]);
    const report = page.locator('#report_list li').first();
    // No limit here: notebooks take long, and the test has its own limit.
    await report.waitFor({ timeout: 0 });
    await expect.poll(() => report.textContent()).toMatch(/reports\/sample\.html.*NDCG/s);
    await other.locator('#report_list', { hasText: 'reports/sample.html' }).waitFor();
    // Like a report made in a terminal.
    const made = path.join(lab.folder, 'reports/sample.html');
    await copyFile(made, path.join(lab.folder, 'reports/again.html'));
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.locator('#report_list', { hasText: 'reports/again.html' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'endless' }).isChecked()).toBe(false);
    await expect
      .poll(async () => [await endless.isChecked(), await endless.isDisabled()])
      .toEqual([true, false]);
    await other.close();
    await report.getByRole('link').click();
    await page.locator('figure.chart').first().scrollIntoViewIfNeeded();
    await page.locator('figure.chart .main-svg').first().waitFor({ state: 'attached' });
    const copies = ['01-explore', '02-train'].map((name) =>
      path.join(lab.folder, `reports/sample/${name}.ipynb`),
    );
    const figures = (await Promise.all(copies.map(readOutputs))).map((sent) => sent.figures);
    expect(figures.every((count) => count > 0)).toBe(true);
    expect(await page.locator('figure.chart').count()).toBe(figures[0] + figures[1]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('cancels a report even before the lab has received its start', async () => {
    await writeNotebook(lab, 'endless', ['for (;;) {}']);
    const page = await browser.newPage();
    await page.goto(lab.url);
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
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    letThrough();
    await page.getByText('Cancelled.').waitFor();
    await page.close();
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

/** The numbers of figures and tables in a saved notebook. */
async function readOutputs(file: string): Promise<{ figures: number; tables: number }> {
  const { cells } = JSON.parse(await readFile(file, 'utf8'));
  const outputs: Record<string, unknown>[] = cells.flatMap((cell: { outputs?: { data?: object }[] }) =>
    (cell.outputs ?? []).map(({ data }) => data ?? {}),
  );
  return {
    figures: outputs.filter((data) => 'application/vnd.plotly.v1+json' in data).length,
    tables: outputs.filter((data) => String(data['text/html'] ?? '').includes('<table')).length,
  };
}

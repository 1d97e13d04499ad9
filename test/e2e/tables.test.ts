import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frame } from '#listenlab/index.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import { writeReport } from '#listenlab/tuner/kernel/report.js';
import { openFile } from '../notebook/report/support/chromium.js';
import * as nb from '../notebook/report/support/notebooks.js';
import { axeFindings } from '../support/axe.js';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';

const HOSTILE = '<img src=x onerror="window.pwned=1">';
/** `i * 7919` walks through all remainders of 1,234. */
const ROWS = 1234;
const numbers = Array.from({ length: ROWS }, (_, row) => (row * 7919) % ROWS);
const columns = {
  artist: numbers.map((plays, row) => (row === 700 ? HOSTILE : row === 800 ? 'Björk' : `artist ${plays}`)),
  plays: numbers.map((plays, row) => (row === 5 ? Number.NaN : plays)),
  'share of plays': numbers.map((plays) => plays / ROWS),
  note: numbers.map((plays) => (plays % 2 ? '=1+1' : 'a "quoted", note')),
};

/** What a table shows, by row. */
const cellsOf = (table: Locator) =>
  table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.textContent)),
    );

/** The rows that a table of all of them would show; row 5 has no plays. */
const rowAt = (row: number) => [
  String(row),
  columns.artist[row],
  row === 5 ? '–' : numbers[row].toLocaleString('en'),
  `${(100 * (numbers[row] / ROWS)).toFixed(1)} %`.replace(
    /^0\.0 %$/,
    numbers[row] === 0 ? '0.0 %' : '<0.1 %',
  ),
  columns.note[row],
];
const byPlays = Array.from(numbers.keys())
  .filter((row) => row !== 5)
  .sort((a, b) => numbers[b] - numbers[a]);

async function copied(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

/** What the tools do, wherever they stand. */
async function useTools(page: Page, table: Locator): Promise<void> {
  const status = table.getByRole('status');
  await expect.poll(() => status.innerText()).toContain('Rows 1–25 of 1,234');
  expect(await cellsOf(table)).toEqual(Array.from({ length: 25 }, (_, row) => rowAt(row)));

  const plays = table.getByRole('button', { name: 'plays', exact: true });
  await plays.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => cellsOf(table)).toEqual(byPlays.slice(0, 25).map(rowAt));
  expect(await plays.evaluate((button) => button === document.activeElement)).toBe(true);
  expect(await table.locator('[aria-sort="descending"]').allInnerTexts()).toEqual([
    expect.stringMatching(/plays$/),
  ]);
  expect(await status.textContent()).toContain('Sorted by plays, highest first.');

  const after = table.getByRole('button', { name: 'Next rows' });
  await after.click();
  expect(await cellsOf(table)).toEqual(byPlays.slice(25, 50).map(rowAt));
  await table.getByRole('combobox', { name: 'Rows per page' }).selectOption('100');
  expect(await cellsOf(table)).toEqual(byPlays.slice(0, 100).map(rowAt));
  await plays.click();
  expect((await cellsOf(table))[0]).toEqual(rowAt(numbers.indexOf(0)));

  const filter = table.getByRole('searchbox', { name: 'Filter rows' });
  await filter.fill('BJORK');
  await expect.poll(() => cellsOf(table)).toEqual([rowAt(800)]);
  expect(await status.innerText()).toContain('Rows 1–1 of 1 found in 1,234');
  await filter.fill('onerror');
  await expect.poll(() => cellsOf(table)).toEqual([rowAt(700)]);
  await filter.fill('nobody has this');
  await expect.poll(() => status.innerText()).toContain('None of 1,234 rows has this');

  await filter.fill('QUOTED');
  await table.getByRole('button', { name: 'Copy as CSV' }).click();
  await expect.poll(() => status.innerText()).toBe('617 rows copied as CSV.');
  const even = byPlays.toReversed().filter((row) => numbers[row] % 2 === 0);
  const quote = (text: string) => (text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text);
  expect((await copied(page)).split('\r\n')).toEqual([
    'artist,plays,share of plays,note',
    ...even.map((row) => {
      const cells = [
        columns.artist[row],
        String(numbers[row]),
        String(numbers[row] / ROWS),
        columns.note[row],
      ];
      return cells.map(quote).join(',');
    }),
    '',
  ]);
  await filter.fill('=1+1 artist 1233');
  await expect.poll(() => status.innerText()).toContain('None of 1,234 rows has this');
  await filter.fill('artist 1233');
  await table.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect.poll(() => copied(page)).toContain('| artist 1233 | 1,233 | 99.9 % | \\=1\\+1 |\n');
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
}

describe.skipIf(!hasChromium)('tables to work with (needs Chromium)', () => {
  let browser: Browser;
  let folder: string;
  let lab: Lab | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'tables-'));
    browser = await launchChromium();
    const shown = [frame(columns), [{ artist: 'kent', plays: 3 }]].map((value) =>
      nb.display(toMimeBundle(value)!),
    );
    const notebook = nb.notebookOf(nb.markdown('# Tables'), nb.code('show(table)', shown));
    await writeReport(path.join(folder, 'report.html'), [{ name: 'tables', notebook }], {
      title: 'Tables',
      generatedAt: new Date(0),
    });
  });

  afterAll(async () => {
    await Promise.all([browser?.close(), lab?.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
    ['dark and narrow', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ] as const)('are sorted, filtered, paged and copied in a report, %s', async (_, options) => {
    const { page, complaints, requests } = await openFile(browser, path.join(folder, 'report.html'), options);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const isNarrow = options.viewport.width < 640;
    // A reader has no use for the numbers of rows.
    expect(await page.locator('tbody th').first().isVisible()).toBe(false);
    if (isNarrow) {
      // Its first column is in sight wherever it is scrolled to.
      const first = page.locator('tbody td').first();
      const left = await first.evaluate((cell) => cell.getBoundingClientRect().left);
      await page
        .locator('.listenlab-frame')
        .first()
        .evaluate((box) => box.scrollBy(150, 0));
      expect(await first.evaluate((cell) => cell.getBoundingClientRect().left)).toBe(left);
    } else await useTools(page, page.locator('.ll-table'));
    expect(await axeFindings(page)).toEqual([]);
    // A table of one row is left alone.
    expect(await page.locator('.ll-table').count()).toBe(1);
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(1);
    await page.context().close();
  });

  it('have their rows on paper, up to two hundred, and say how many more there are', async () => {
    const { page } = await openFile(browser, path.join(folder, 'report.html'), {});
    const table = page.locator('.ll-table');
    const rest = table.locator('.ll-table-paper');
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await expect.poll(() => table.locator('tbody tr').count()).toBe(200);
    expect(await cellsOf(table)).toEqual(Array.from({ length: 200 }, (_, row) => rowAt(row)));
    expect(await rest.innerText()).toContain('The first 200 of 1,234 rows');
    expect(await table.getByRole('status').isVisible()).toBe(false);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: 'screen' });
    await expect.poll(() => table.locator('tbody tr').count()).toBe(25);
    await table.getByRole('searchbox').fill('björk');
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await expect.poll(() => cellsOf(table)).toEqual([rowAt(800)]);
    expect(await rest.isVisible()).toBe(false);
    await page.context().close();
  });

  it('are plain HTML without scripts, and say how many rows there are', async () => {
    const { page } = await openFile(browser, path.join(folder, 'report.html'), { javaScriptEnabled: false });
    const table = page.locator('.listenlab-frame').first();
    expect(await table.locator('tbody tr').count()).toBe(60);
    expect(await table.locator('tfoot').innerText()).toBe('… first 60 of 1,234 rows');
    expect(await page.getByRole('button', { name: 'plays' }).count()).toBe(0);
    await page.context().close();
  });

  it('are sorted, filtered, paged and copied in the lab', async () => {
    lab = await startLab();
    await writeNotebook(lab, 'tables', [
      `import { frame } from 'listenlab';\nframe(${JSON.stringify(columns).replaceAll('null', 'NaN')})`,
    ]);
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const notebook = await NotebookPage.open(context, lab, 'tables.ipynb');
    await notebook.run(0);
    await useTools(notebook.page, notebook.cell(0).locator('.ll-table'));
    expect(await axeFindings(notebook.page, '.ll-table')).toEqual([]);
    expect(notebook.ownProblems()).toEqual([]);
    await context.close();
  });
});

import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedFile } from '../support/shared.js';
import { hasChromium, launchChromium, watchPage } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { LONG_TEST } from './listenlab.js';
import { NotebookPage, ownProblems } from './notebook-page.js';

const lastfm2k = sharedFile('data/lastfm-2k');

const OPEN = `import { openDataset, trainAls } from 'listenlab';
const raw = await openDataset(process.env.LISTENLAB_DATASET ?? 'sample');
const { dataset } = await raw.clean();
const interactions = await dataset.interactions();
console.log(dataset.title);`;
const TRAIN = 'const model = await trainAls(interactions, { factors: 8, iterations: 3 });';
const SIMILAR = `let count = 5;
const similar = () => model.similarArtists('Radiohead', { count }).map(({ artist }) => artist);
console.log(similar().length, similar()[0]);`;
const FEWER = 'count = 3;\nconsole.log(similar().length, similar()[0]);';

const PANEL = `import { tuner } from 'listenlab';
const panel = await tuner(dataset, { artists: 50, users: 100, options: { iterations: 2 } });
panel`;
const CHOSEN = 'console.log(panel.options.weighting);';

const HELPED = "import { twice } from './helper.ts';\nconst kept = 'kept';\nconsole.log(twice(21));";
const WAITS = `import { existsSync } from 'node:fs';
console.log('before');
while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 20));
console.log('after', kept);`;

const WIDGETS = `import { interact, show, widgets } from 'listenlab';
let clicks = 0;
show(widgets.button({ label: 'count', onClick: () => console.log('clicked', ++clicks) }));
await interact(({ rows }) => console.log('rows', rows), { rows: widgets.slider({ min: 1, max: 8, value: 3, label: 'rows' }) });`;
/** Would take hours. */
const LONG = `import { openDataset, trainAls, trainingProgress } from 'listenlab';
const raw = await openDataset('sample');
const { dataset } = await raw.clean();
const interactions = await dataset.interactions();
await trainAls(interactions, { factors: 128, iterations: 100_000, onProgress: trainingProgress() });`;

const ENDLESS = "let turns = 0;\nconsole.log('turning');\nfor (;;) turns++;";

let lab: Lab;
let browser: Browser;
let context: BrowserContext;
/** Errors and warnings of the tabs, and failed responses. */
const complaints: (() => string[])[] = [];
const refusals: string[] = [];

const file = (name: string) => path.join(lab.folder, name);
const open = (name: string) => NotebookPage.open(context, lab, name);
const texts = async (notebook: NotebookPage, index: number) =>
  (await notebook.outputs(index).allTextContents()).join('|');

describe.skipIf(!hasChromium || !lastfm2k)('a day in the lab (needs Chromium and Last.fm 2K)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
    const data = path.join(path.dirname(lab.folder), 'data', 'lastfm-2k');
    await mkdir(data, { recursive: true });
    for (const name of ['artists.dat', 'user_artists.dat'])
      await symlink(path.join(String(lastfm2k), name), path.join(data, name));
    await mkdir(file('mine'));
    await writeFile(file('mine/helper.ts'), 'export const twice = (n: number): number => n * 2;\n');
    await writeNotebook(lab, 'mine/one', [
      OPEN,
      TRAIN.replace('factors', 'factor'),
      SIMILAR,
      FEWER,
      PANEL,
      CHOSEN,
    ]);
    await writeNotebook(lab, 'mine/two', [HELPED, "import 'no-such-package';", WAITS, 'kept']);
    await writeNotebook(lab, 'mine/three', [
      WIDGETS,
      LONG,
      ENDLESS,
      "console.log('clicks', clicks, turns > 0)",
    ]);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.on('page', (page) => {
      const { problems } = watchPage(page);
      complaints.push(() => ownProblems(problems).map((problem) => `${page.url()}: ${problem}`));
    });
    context.on('response', (response) => {
      if (response.status() >= 400) refusals.push(`${response.status()} ${response.url()}`);
    });
  });

  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  });

  it('loses nothing across five tabs, three notebooks and two datasets', { timeout: LONG_TEST }, async () => {
    const first = await context.newPage();
    await first.goto(lab.url);
    await first.getByRole('radio', { name: /lastfm-2k/ }).check();
    await first.getByText('Notebooks that are opened or restarted from now on use').waitFor();

    const one = await open('mine/one.ipynb');
    await trainAndMend(one);
    await turnKnob(one);
    const two = await importAndReopen(await open('mine/two.ipynb'));
    const three = await open('mine/three.ipynb');
    await turnAndInterrupt(three);

    const explore = await open('notebooks/01-explore.ipynb');
    const next = explore.page.locator('.jp-RenderedMarkdown a', { hasText: 'Train' }).last();
    const [train] = await Promise.all([context.waitForEvent('page'), next.click()]);
    await train.waitForURL(`${lab.origin}/notebooks/notebooks/02-train.ipynb`);
    await train.locator('.jp-Notebook .jp-Cell').first().waitFor();
    await explore.page.goto(`${lab.origin}/tree`);
    await explore.page.locator('.jp-DirListing-item').first().waitFor();

    const side = await context.newPage();
    await side.goto(`${lab.origin}/lab/tree/mine/two.ipynb`);
    await side.locator('.jp-Notebook .jp-OutputArea-output', { hasText: '42.5' }).waitFor();
    await side.close();

    await exitAndRestart(two);
    await duplicateAndRename(one);
    await makeReport(one);
    await first.bringToFront();
    await first.getByRole('button', { name: 'Make a report' }).click();
    await first.getByRole('button', { name: 'Make the report' }).click();
    await first.getByRole('button', { name: 'Cancel the report' }).click();
    await first.getByText('Cancelled.').waitFor();
    for (const notebook of [two, three]) await notebook.save();

    for (const page of context.pages())
      expect(await page.locator('.jp-Dialog').allTextContents(), page.url()).toEqual([]);
    // A kernel ended by a cell closes its connection.
    const lost = `${two.page.url()}: Connection lost, reconnecting in 0 seconds.`;
    expect(complaints.flatMap((found) => found()).filter((text) => text !== lost)).toEqual([]);
    expect(refusals).toEqual([]);
    await context.close();
    expect(await lab.end()).toBe(0);
    await expectOnDisk();
  });
});

/** A mistyped option name, corrected; and a `let` that a later cell changes. */
async function trainAndMend(notebook: NotebookPage): Promise<void> {
  await notebook.run(0);
  expect(await texts(notebook, 0)).toMatch(/(^|\|)HetRec 2011 Last.fm 2K\n$/);
  await notebook.run(1);
  expect(await texts(notebook, 1)).toMatch(/factor\b.*did you mean.*factors/is);
  await notebook.write(1, TRAIN);
  for (const cell of [1, 2, 3]) await notebook.run(cell);
  expect([await texts(notebook, 2), await texts(notebook, 3)]).toEqual(['5 Radiohead\n', '3 Radiohead\n']);
  await notebook.save();
}

/** The panel of knobs: the next cell trains with their values. */
async function turnKnob(notebook: NotebookPage): Promise<void> {
  await notebook.run(4);
  const panel = notebook.page.locator('.ll-tuner');
  await panel.getByText('Trained from seed 42').waitFor();
  await panel.getByLabel('weighting').selectOption('log');
  await expect
    .poll(async () => {
      await notebook.run(5);
      return texts(notebook, 5);
    })
    .toBe('log\n');
  await notebook.save();
}

/** An edited module next to the notebook, a missing package, a closed tab. */
async function importAndReopen(notebook: NotebookPage): Promise<NotebookPage> {
  await notebook.run(0);
  expect(await texts(notebook, 0)).toBe('42\n');
  await writeFile(file('mine/helper.ts'), 'export const twice = (n: number): number => n * 2 + 0.5;\n');
  await notebook.run(0);
  expect(await texts(notebook, 0)).toBe('42.5\n');
  await notebook.run(1);
  expect(await texts(notebook, 1)).toContain('package "no-such-package" is not installed');
  expect(await texts(notebook, 1)).not.toMatch(/^\s+at /m);
  await notebook.run(3);
  expect(await texts(notebook, 3)).toContain('kept');

  await notebook.start(2);
  await notebook.outputs(2).getByText('before').waitFor();
  await notebook.save();
  await notebook.page.close();
  await writeFile(file('mine/go'), '');
  const again = await open('mine/two.ipynb');
  await expect.poll(() => texts(again, 2)).toBe('before\nafter kept\n');
  await expect.poll(() => texts(again, 0)).toBe('42.5\n');
  return again;
}

/** A button and a slider, a training and an endless loop that are interrupted. */
async function turnAndInterrupt(notebook: NotebookPage): Promise<void> {
  await notebook.run(0);
  const cell = notebook.cell(0);
  await cell.getByText('rows 3').waitFor();
  await cell.locator('button.widget-button').click();
  await cell.getByText('clicked 1').waitFor();
  await cell.locator('.noUi-handle').focus();
  await notebook.page.keyboard.press('ArrowRight');
  await cell.getByText('rows 4').waitFor();
  await notebook.start(1);
  await notebook
    .outputs(1)
    .getByText(/iteration|training/i)
    .first()
    .waitFor();
  await interrupt(notebook, 1);
  await notebook.start(2);
  await notebook.outputs(2).getByText('turning').waitFor();
  await interrupt(notebook, 2);
  await notebook.run(3);
  expect(await texts(notebook, 3)).toBe('clicks 1 true\n');
}

async function interrupt(notebook: NotebookPage, cell: number): Promise<void> {
  await notebook.page.locator('[data-command="notebook:interrupt-kernel"]').click();
  await notebook.outputs(cell).getByText('KeyboardInterrupt').first().waitFor();
}

/** A kernel ended by its cell, with the reason; the next one runs. */
async function exitAndRestart(notebook: NotebookPage): Promise<void> {
  await notebook.write(3, 'process.exit(3)');
  await notebook.start(3);
  await notebook.outputs(3).getByText('exit code 3').first().waitFor();
  await notebook.kernelIs('idle');
  await notebook.run(0);
  expect(await texts(notebook, 0)).toBe('42.5\n');
}

/** A copy under another name, which has its outputs after a reload. */
async function duplicateAndRename(notebook: NotebookPage): Promise<void> {
  const [copy] = await Promise.all([context.waitForEvent('page'), notebook.menu('File', 'Duplicate')]);
  await copy.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
  await copy.locator('.lm-MenuBar-itemLabel', { hasText: 'File' }).first().click();
  await copy.locator('.lm-Menu-itemLabel').getByText('Rename…', { exact: true }).click();
  await copy.locator('.jp-Dialog input').fill('renamed.ipynb');
  await copy.locator('.jp-Dialog button.jp-mod-accept').click();
  await copy.waitForURL((url) => decodeURIComponent(url.pathname) === '/notebooks/mine/renamed.ipynb');
  await expect.poll(() => copy.title()).toBe('renamed');
  await copy.reload();
  await copy.getByText('3 Radiohead').waitFor();
  await copy.close();
}

async function makeReport(notebook: NotebookPage): Promise<void> {
  await notebook.menu('File', 'Make Report of This Notebook');
  const toast = notebook.page.locator('.Toastify__toast');
  await toast.getByText('The report is ready').waitFor();
  const [report] = await Promise.all([context.waitForEvent('page'), toast.getByText('Open Report').click()]);
  // Brief at first, without what cells printed.
  await report.getByRole('button', { name: 'Full', exact: true }).click();
  await report.getByText('3 Radiohead').waitFor();
  await report.close();
}

interface SavedCell {
  source: string | string[];
  outputs: { text?: string | string[]; ename?: string }[];
}

async function saved(name: string): Promise<{ source: string; text: string }[]> {
  const { cells } = JSON.parse(await readFile(file(`mine/${name}.ipynb`), 'utf8')) as { cells: SavedCell[] };
  return cells.map(({ source, outputs }) => ({
    source: [source].flat().join(''),
    text: outputs.flatMap(({ text, ename }) => text ?? ename ?? []).join(''),
  }));
}

/** The files contain what was typed, and the last output of each cell. */
async function expectOnDisk(): Promise<void> {
  for (const name of ['one', 'renamed']) {
    const cells = await saved(name);
    expect(cells.map(({ source }) => source)).toEqual([OPEN, TRAIN, SIMILAR, FEWER, PANEL, CHOSEN]);
    expect([2, 3, 5].map((cell) => cells[cell].text)).toEqual(['5 Radiohead\n', '3 Radiohead\n', 'log\n']);
  }
  const two = await saved('two');
  expect(two[3].source).toBe('process.exit(3)');
  expect([two[0].text, two[2].text, two[3].text]).toEqual(['42.5\n', 'before\nafter kept\n', 'KernelDied']);
  expect((await saved('three'))[3].text).toBe('clicks 1 true\n');
}

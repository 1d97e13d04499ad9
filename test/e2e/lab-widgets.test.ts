import { isDeepStrictEqual } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';

const own = (esm: string) =>
  `import { widgets } from 'listenlab';\nwidgets.anywidget({ esm: ${JSON.stringify(esm)}, state: {} })`;

/** One notebook, whose cells the tests run one after the other. */
const CELLS = [
  `import { frame, interact, widgets } from 'listenlab';
      const log = widgets.output();
      const weighting = widgets.dropdown({ options: ['linear', 'log', 'bm25'], label: 'weighting' });
      const hide = widgets.checkbox({ label: 'hide artists already played' });
      const artist = widgets.text({ label: 'artist', placeholder: 'red hot chili peppers' });
      const share = widgets.slider({ min: 0, max: 1, step: 0.05, value: 0.5, label: 'share' });
      const go = widgets.button({ label: 'train' });
      const bar = widgets.progress({ max: 3, label: 'reading' });
      weighting.onChange((value) => log.run(() => console.log('weighting is', value)));
      hide.onChange((value) => log.run(() => console.log('hide is', value)));
      artist.onChange((value) => log.run(() => console.log('artist is', value)));
      go.onClick(() => log.run(() => console.log('clicked', ++bar.value)));
      widgets.vbox([widgets.hbox([weighting, hide]), artist, share, widgets.hbox([go, bar]), log])`,
  `await interact(({ rows }) => frame({ row: Array.from({ length: rows }, (_, i) => 'row ' + i), plays: Array(rows).fill(12) }), {
        rows: widgets.slider({ min: 1, max: 8, value: 3 }),
      });`,

  own("export default { render() { throw new TypeError('no canvas here'); } };"),
  own('export default { render( };'),
  own("export default { initialize() { throw new Error('not ready'); }, render() {} };"),
  own("export default { render({ el }) { el.textContent = 'all is well'; } };"),
  `import { widgets } from 'listenlab';
      widgets.vbox([widgets.slider({ min: 1, max: 2, label: 'alpha' }), widgets.checkbox({ label: 'hide' }), widgets.text({ label: 'artist' }),
        widgets.dropdown({ options: ['log'], label: 'weighting' }), widgets.progress({ max: 3, label: 'reading' }), widgets.button({ label: 'train' })])`,
  `import { show, widgets } from 'listenlab';
      widgets.vbox([
        widgets.slider({ min: 1, max: 8, label: 'a' }),
        widgets.slider({ min: 0, max: 1, step: 0.001, label: 'the longest of all labels' }),
        widgets.dropdown({ options: ['linear', 'log'], label: 'weighting', onChange: (value) => console.log('chose', value) }),
        widgets.button({ label: 'train', onClick: () => { show([{ artist: 'kent', plays: 3 }]); throw new Error('no data'); } }),
      ])`,
  "console.log('a later cell')",
  "import { askUser } from 'listenlab';\nconst user = await askUser('Whose plays? ');\nconsole.log('plays of', user);",
  `const data = [{ x: [1, 2], y: [20_000, 30_000], colour: 'red' }];
      ({ data, layout: { title: 'my own title', template: 'plotly_dark', xaxis: { title: 'weeks' } } })`,
];

let lab: Lab;
let browser: Browser;
let notebook: NotebookPage;

describe.skipIf(!hasChromium)('every widget in the lab (needs Chromium)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
    await writeNotebook(lab, 'widgets', CELLS);
    notebook = await NotebookPage.open(browser, lab, 'widgets.ipynb');
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  it('reacts to its user, and shows changes from code', async () => {
    const { page } = notebook;
    await notebook.run(0);
    await notebook.run(1);
    await page.locator('.widget-dropdown select').selectOption('log');
    await page.getByText('weighting is log').waitFor();
    await page.locator('.widget-checkbox input').click();
    await page.getByText('hide is true').waitFor();
    await page.locator('.widget-text input').fill('kent');
    await page.locator('.widget-text input').press('Enter');
    await page.getByText('artist is kent').waitFor();
    for (const clicks of [1, 2]) {
      await page.locator('button.widget-button').click();
      await page.getByText(`clicked ${clicks}`).waitFor();
    }
    const filled = () => page.locator('.progress-bar').evaluate((bar) => (bar as HTMLElement).style.width);
    await expect.poll(async () => Number.parseFloat(await filled())).toBeCloseTo(66.7, 0);
    expect(await page.locator('.widget-readout').first().textContent()).toBe('0.50');

    const rows = page.locator('.widget-output .listenlab-frame tbody tr');
    await expect.poll(() => rows.count()).toBe(3);
    const track = page.locator('.noUi-base').last();
    const width = await track.evaluate((base) => base.getBoundingClientRect().width);
    // From 1 to 8: 5 is four sevenths of the way.
    await track.click({ position: { x: (width * 4) / 7, y: 2 }, force: true });
    await expect.poll(() => rows.count()).toBe(5);
    expect(notebook.ownProblems()).toEqual([]);
  });

  it('shows why a custom widget cannot be displayed', async () => {
    for (const cell of [2, 3, 4, 5]) await notebook.run(cell);
    for (const [i, reason] of ['TypeError: no canvas here', 'SyntaxError: ', 'Error: not ready'].entries()) {
      await notebook
        .cell(2 + i)
        .getByText(`This widget cannot be shown: ${reason}`)
        .waitFor();
    }
    await notebook.outputs(5).getByText('all is well').waitFor();
  });

  it('has no empty tooltips', async () => {
    const cell = notebook.cell(6);
    await notebook.run(6);
    await expect.poll(() => cell.locator('.widget-vbox > *').count()).toBe(6);
    const labels = cell.locator('.widget-label');
    await expect.poll(() => labels.count()).toBeGreaterThan(3);
    expect(await notebook.page.locator('.jp-OutputArea [title="null"]').count()).toBe(0);
  });

  it('shows handler output under the cell of its widget, and aligned sliders in a column', async () => {
    const first = notebook.cell(7);
    for (const cell of [7, 8, 8]) await notebook.run(cell);
    await first.locator('.widget-dropdown select').selectOption('log');
    await first.locator('button.widget-button').click();
    await first.getByText('chose log').waitFor();
    await first.locator('.listenlab-frame td', { hasText: 'kent' }).waitFor();
    await first.getByText('In a widget: Error: no data').waitFor();
    expect(await notebook.outputs(8).allTextContents()).toEqual(['a later cell\n']);

    const lefts = async (name: string) => {
      const boxes = await Promise.all((await first.locator(name).all()).map((part) => part.boundingBox()));
      return boxes.map((box) => [Math.round(box?.x ?? 0), Math.round(box?.width ?? 0)]);
    };
    const areAligned = async (name: string) => {
      const [one, other] = await lefts(name);
      return isDeepStrictEqual(one, other);
    };
    await expect.poll(() => areAligned('.noUi-base')).toBe(true);
    expect((await lefts('.noUi-base'))[0][1]).toBeGreaterThan(140);
    await expect.poll(() => areAligned('.widget-readout')).toBe(true);
  });

  it('draws hand-written figures in the theme of the lab, and reports what Plotly ignores', async () => {
    const { page } = notebook;
    const before = notebook.ownProblems().length;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('body[data-jp-theme-light="false"]').waitFor({ state: 'attached' });
    await notebook.run(10);
    // A save draws the figure once more, elsewhere in the page, for its picture.
    const shown = notebook.cell(10);
    expect(await shown.locator('.gtitle').textContent()).toBe('my own title');
    expect(await shown.locator('.xtitle').textContent()).toBe('weeks');
    await expect.poll(() => shown.locator('.ytick text').allTextContents()).toContain('20,000');
    const notes = shown.locator('.listenlab-figure-notes p');
    await expect
      .poll(() => notes.allTextContents())
      .toEqual([
        expect.stringContaining('layout.template is "plotly_dark"'),
        'Plotly knows no data[0].colour, and leaves it out.',
      ]);
    const paper = await shown
      .locator('.main-svg')
      .first()
      .evaluate((svg) => getComputedStyle(svg).backgroundColor);
    expect(paper).toBe('rgba(0, 0, 0, 0)');
    // Widgets that cannot be shown report it again whenever the page re-renders them.
    const problems = notebook.ownProblems().slice(before);
    expect(problems.filter((problem) => !problem.startsWith('[anywidget]'))).toEqual([]);
  });

  it('asks its user, and continues with the answer', async () => {
    const { page } = notebook;
    const done = notebook.run(9);
    const field = page.locator('.jp-Stdin-input');
    await field.fill('kent');
    await field.press('Enter');
    await page.getByText('plays of kent').waitFor();
    await done;
  });

  it('removes a question that was answered in another tab, or cancelled', async () => {
    const ask = (prompt: string) =>
      `import { askUser } from 'listenlab';\n\`got \${await askUser('${prompt}')}\``;
    await writeNotebook(lab, 'asks-twice', [ask('Your name?'), ask('Delete all?'), "'free'"]);
    const context = await browser.newContext();
    const one = await NotebookPage.open(context, lab, 'asks-twice.ipynb');
    const field = ({ page }: NotebookPage) => page.locator('.jp-Stdin-input');
    await one.start(0);
    await field(one).waitFor();
    const two = new NotebookPage(await context.newPage());
    await two.page.goto(`${lab.origin}/notebooks/asks-twice.ipynb`);
    await field(two).waitFor();
    await field(one).fill('Ann');
    await field(one).press('Enter');
    await one.outputs(0).getByText('got Ann').waitFor();
    await field(two).waitFor({ state: 'detached' });
    await two.run(2);
    expect(await two.page.locator('.jp-Dialog').count()).toBe(0);

    await one.start(0);
    await field(one).waitFor();
    await one.page.locator('[data-command="notebook:interrupt-kernel"]').click();
    await field(one).waitFor({ state: 'detached' });
    await one.start(1);
    await one.page.getByText('Delete all?', { exact: true }).waitFor();
    await field(one).fill('no');
    await field(one).press('Enter');
    await one.outputs(1).getByText('got no').waitFor();
    await context.close();
  });
});

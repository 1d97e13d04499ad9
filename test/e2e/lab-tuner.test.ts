/// <reference lib="dom" />
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport, TUNER_TYPE } from '#listenlab/tuner/kernel/report.js';
import { ORIGINAL_RECIPE } from '#listenlab/tuner/session/messages.js';
import { packInteractions } from '#listenlab/tuner/subset/pack.js';
import { chooseSubset } from '#listenlab/tuner/subset/subset.js';
import { code, display, notebookOf } from '../notebook/report/support/notebooks.js';
import { tastefulPlays } from '../tuner/plays.js';
import { hasChromium, launchChromium, watchPage } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';

let lab: Lab;
let browser: Browser;

describe.skipIf(!hasChromium)('the tuner in the lab (needs Chromium)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  it("sends its knobs to the kernel, trains there on request, and draws with the page's Plotly", async () => {
    await writeNotebook(lab, 'tune', [
      `import { openDataset, trainAls, tryIt, tuner } from 'listenlab';
      const raw = await openDataset('sample');
      const { dataset } = await raw.clean();
      const panel = await tuner(dataset, { artists: 200, users: 400, options: { iterations: 5 } });
      panel`,
      `const interactions = await dataset.interactions();
      const model = await trainAls(interactions, { ...panel.options, iterations: 1 });
      console.log('trained with', model.training.weighting, model.factors, 'at', model.training.alpha);`,
      `await tryIt(model, { artist: 'muse' })`,
    ]);
    const notebook = await NotebookPage.open(browser, lab, 'tune.ipynb');
    const { page } = notebook;
    await notebook.run(0);
    const panel = page.locator('.ll-tuner');
    const ndcg = panel.locator('[data-quality="now"] td').first();
    const status = panel.getByRole('status');
    await status.getByText('Trained from seed 42').waitFor();
    await expect.poll(() => ndcg.textContent()).toMatch(/^0\.\d{3}$/);
    await expect.poll(() => panel.locator('.js-plotly-plot').count()).toBe(2);

    const before = await status.textContent();
    await panel.getByLabel('weighting').selectOption('log');
    await panel.getByLabel('factors').focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => status.textContent()).not.toBe(before);
    await expect.poll(() => panel.locator('[data-list="now"]').count()).toBe(2);
    // Knob values reach the kernel after it has processed earlier ones.
    await expect
      .poll(async () => {
        await notebook.run(1);
        return notebook.outputs(1).allInnerTexts();
      })
      .toEqual(['trained with log 4 at 15\n']);
    expect(await panel.getByLabel('factors').getAttribute('aria-valuetext')).toBe('4');

    const part = await status.textContent();
    await panel.getByRole('button', { name: 'Keep this model as A' }).click();
    await panel.getByRole('switch').check();
    await panel.getByText('Model A was lost when training moved between the page and the kernel.').waitFor();
    await panel.getByText(/^3,000 listeners, 986 artists and 134,038 pairs/).waitFor();
    const trainedAnew = async () => {
      const text = (await status.textContent()) ?? '';
      return text.startsWith('Trained from seed 42') && text !== part;
    };
    await expect.poll(trainedAnew).toBe(true);
    // The kernel continues training, and the page still sends requests to it.
    await panel.getByRole('combobox', { name: 'Find an artist' }).fill('rad');
    await panel.locator('[role="option"]').first().waitFor();
    await page.keyboard.press('Enter');
    await panel.getByRole('heading', { name: /^Similar to rad/ }).waitFor();
    await expect
      .poll(() =>
        panel
          .getByLabel(/^Artists similar to rad/)
          .locator('li')
          .count(),
      )
      .toBe(10);
    await panel.getByRole('switch').uncheck();
    await panel
      .getByText(
        '400 of 3,000 listeners (a sample of those with 6 or more artists, at least 5 of them popular), 200 artists and ',
      )
      .waitFor();

    await notebook.run(2);
    const box = page.locator('.ll-try');
    await box.getByText('All 986 artists').waitFor();
    await box.getByRole('heading', { name: 'Similar to muse' }).waitFor();
    await expect.poll(() => box.locator('[data-list="now"] li').count()).toBe(20);
    expect(notebook.ownProblems()).toEqual([]);
    expect(
      notebook.requests.filter((url) => !/^(blob|data):/.test(url) && !url.startsWith(lab.origin)),
    ).toEqual([]);
    await page.close();
  });

  it('keeps its model when the page is reloaded, and says what to run when its kernel has ended', async () => {
    await writeNotebook(lab, 'again', [
      `import { openDataset, tuner } from 'listenlab';
      const raw = await openDataset('sample');
      const { dataset } = await raw.clean();
      const panel = await tuner(dataset, { artists: 200, users: 400, options: { iterations: 3 } });
      panel`,
    ]);
    const notebook = await NotebookPage.open(browser, lab, 'again.ipynb');
    const { page } = notebook;
    await notebook.run(0);
    const panel = page.locator('.ll-tuner');
    const status = panel.getByRole('status');
    await status.getByText('Trained from seed 42').waitFor();
    await panel.getByRole('switch').check();
    await panel.getByText(/^3,000 listeners/).waitFor();
    await status.getByText('Trained from seed 42').waitFor();
    const trained = await status.textContent();
    await notebook.save();
    await page.reload();
    await panel.getByText(/^3,000 listeners/).waitFor();
    expect(await panel.getByRole('switch').isChecked()).toBe(true);
    // The same model, including the seconds of its single training.
    await expect.poll(() => status.textContent()).toBe(trained);
    await expect.poll(() => panel.locator('.js-plotly-plot').count()).toBe(2);

    await notebook.menu('Kernel', 'Restart Kernel…');
    await page.getByRole('button', { name: 'Confirm Kernel Restart' }).click();
    await panel.getByText('run this cell again').waitFor();
    expect(await panel.getByRole('switch').isDisabled()).toBe(true);
    await panel.getByText(/^400 of 3,000 listeners/).waitFor();
    await status.getByText('Trained from seed 42').waitFor();
    const inPage = await status.textContent();
    await panel.getByLabel('weighting').selectOption('log');
    await expect.poll(() => status.textContent()).not.toBe(inPage);
    await status.getByText('Trained from seed 42').waitFor();
    expect(await panel.locator('.js-plotly-plot').count()).toBe(2);

    await page.reload();
    await notebook.outputs(0).getByText('Run this cell again to use it.').waitFor();
    // Its number is 1 again.
    await notebook.start(0);
    await status.getByText('Trained from seed 42').waitFor();
    expect(await panel.getByText('run this cell again').count()).toBe(0);
    expect(notebook.ownProblems()).toEqual([]);
    await page.close();
  });

  it('keeps knob changes while its kernel restarts', async () => {
    await writeNotebook(lab, 'turned', [
      `import { openDataset, tuner } from 'listenlab';
      const raw = await openDataset('sample');
      const { dataset } = await raw.clean();
      const panel = await tuner(dataset, { artists: 200, users: 400, options: { iterations: 3 } });
      panel`,
      `console.log('ready again');`,
    ]);
    const notebook = await NotebookPage.open(browser, lab, 'turned.ipynb');
    const { page } = notebook;
    await notebook.run(0);
    const panel = page.locator('.ll-tuner');
    await panel.getByRole('status').getByText('Trained from seed 42').waitFor();
    const alpha = panel.getByLabel('alpha');
    await panel.getByRole('button', { name: 'Keep this model as A' }).click();
    await notebook.menu('Kernel', 'Restart Kernel…');
    await page.getByRole('button', { name: 'Confirm Kernel Restart' }).click();
    await panel.getByText('run this cell again').waitFor();
    await alpha.fill('100');
    const turned = await alpha.getAttribute('aria-valuetext');
    expect(turned).not.toBe('15');
    await notebook.run(1);
    await notebook.outputs(1).getByText('ready again').waitFor();
    await panel.getByRole('status').getByText('Trained from seed 42').waitFor();
    expect(await alpha.getAttribute('aria-valuetext')).toBe(turned);
    expect(await panel.getByRole('button', { name: 'Forget model A' }).count()).toBe(1);
    await page.close();
  });

  it('trains and saves its settings in a report opened from the lab', async () => {
    const subset = Buffer.from(await packInteractions((await chooseSubset(tastefulPlays())).subset)).toString(
      'base64',
    );
    const tuner = { [TUNER_TYPE]: { title: 'Turn the knobs', options: ORIGINAL_RECIPE, subset } };
    const notebook = notebookOf(code('tuner', [display(tuner)]));
    const html = renderReport([{ name: 'n', notebook }], { title: 'T', generatedAt: new Date(0) });
    await writeFile(path.join(lab.folder, 'report.html'), html);
    const page = await browser.newPage({ colorScheme: 'light' });
    const { problems } = watchPage(page);
    await page.goto(lab.url);
    await page.goto(`${lab.origin}/files/report.html`);
    expect(await page.evaluate(() => self.origin)).toBe('null');
    await page.getByText(/^Trained from seed/).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save these settings' }).click(),
    ]);
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toHaveProperty(
      'alpha',
      ORIGINAL_RECIPE.alpha,
    );
    expect(problems).toEqual([]);
    await page.close();
  });
});

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { listenlab } from './listenlab.js';
import { NotebookPage } from './notebook-page.js';

const FOLDER = 'my music/Ärger #1, 100%25';
const NAME = 'läuft #2 100%';
const CELL =
  "import { readFileSync } from 'node:fs';\nconsole.log(process.cwd(), readFileSync('beside.txt', 'utf8'))";

let lab: Lab;
let browser: Browser;

describe.skipIf(!hasChromium)('the working folder of cells (needs Chromium)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
    await mkdir(path.join(lab.folder, FOLDER), { recursive: true });
    await writeFile(path.join(lab.folder, FOLDER, 'beside.txt'), 'found');
    await writeNotebook(lab, `${FOLDER}/${NAME}`, [CELL]);
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  const printed = () => `${path.join(lab.folder, FOLDER)} found\n`;
  const address = (...names: string[]) =>
    names
      .flatMap((name) => name.split('/'))
      .map(encodeURIComponent)
      .join('/');

  it('is that of the notebook, in the notebook interface and in JupyterLab', async () => {
    const notebook = await NotebookPage.open(browser, lab, address(FOLDER, `${NAME}.ipynb`));
    await notebook.run(0);
    expect(await notebook.outputs(0).allTextContents()).toEqual([printed()]);
    await notebook.save();
    expect(notebook.ownProblems()).toEqual([]);

    await notebook.page.close();

    const again = await NotebookPage.open(browser, lab, address(FOLDER, `${NAME}.ipynb`), {
      start: 'lab/tree',
    });
    await again.outputs(0).getByText('found').waitFor();
    await again.run(0);
    expect(await again.outputs(0).allTextContents()).toEqual([printed()]);
    await again.page.close();
  });

  it('is the same when the notebook runs without a page', async () => {
    const output = path.join(lab.folder, 'executed');
    const file = path.join(lab.folder, FOLDER, `${NAME}.ipynb`);
    const { code, stderr } = await listenlab(['run', file, '--output', output]);
    expect(code, stderr).toBe(0);
    const { cells } = JSON.parse(await readFile(path.join(output, `${NAME}.ipynb`), 'utf8'));
    expect(cells[0].outputs[0].text.join('')).toBe(printed());
  });
});

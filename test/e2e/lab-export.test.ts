import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { chooseEntry, NotebookPage } from './notebook-page.js';

describe.skipIf(!hasChromium)('the lab (needs Chromium)', () => {
  let lab: Lab;
  let browser: Browser;
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  });

  it.each(['notebooks', 'lab/tree'] as const)(
    'exports a notebook with what was just typed, in %s',
    async (start) => {
      await writeNotebook(lab, 'a', ['1']);
      const notebook = await NotebookPage.open(browser, lab, 'a.ipynb', { start });
      const { page } = notebook;
      await notebook.write(0, 'const typed = 42;');
      const downloaded = page.waitForEvent('download');
      await chooseEntry(page, 'File', 'Save and Export Notebook As', 'TypeScript');
      const download = await downloaded;
      expect(download.suggestedFilename()).toBe('a.ts');
      expect(await readFile(await download.path(), 'utf8')).toContain('const typed = 42;');
      await page.getByText('a.ipynb was exported: a.ts').waitFor();
      await writeFile(path.join(lab.folder, 'a.ipynb'), '');
      expect(notebook.ownProblems()).toEqual([]);
      await page.close();
    },
  );
});

import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium, watchPage } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { listenlab, root, run } from './listenlab.js';
import { chooseEntry, NotebookPage } from './notebook-page.js';

let folder: string;
/** Within the repository, where a script finds listenlab. */
let scripts: string;
let browser: Browser | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-e2e-'));
  await mkdir(path.join(root, 'reports'), { recursive: true });
  scripts = await mkdtemp(path.join(root, 'reports', 'export-'));
  if (hasChromium) browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
  await rm(scripts, { recursive: true, force: true });
});

describe('the notebooks of the package', () => {
  const RUN = ['02-train', '06-your-music'];

  /** All seven, executed copies of those that take a moment. */
  async function notebooks(): Promise<string[]> {
    const source = path.join(root, 'notebooks');
    const names = (await readdir(source)).filter((name) => name.endsWith('.ipynb'));
    const files = names.map((name) => path.join(source, name));
    const isRun = (file: string) => RUN.includes(path.basename(file, '.ipynb'));
    const ran = await listenlab(['run', ...files.filter(isRun), '--output', path.join(folder, 'ran')]);
    expect(ran.code, ran.stderr).toBe(0);
    return files.map((file) => (isRun(file) ? path.join(folder, 'ran', path.basename(file)) : file));
  }

  it('are exported to HTML, Markdown, scripts that run, and PDF', async () => {
    const files = await notebooks();
    const formats = hasChromium ? ['html', 'md', 'ts', 'pdf'] : ['html', 'md', 'ts'];
    for (const format of formats) {
      const target = format === 'ts' ? scripts : folder;
      const { code, stdout, stderr } = await listenlab([
        'export',
        ...files,
        '--to',
        format,
        '--output',
        target,
      ]);
      expect(code, stderr).toBe(0);
      expect(stdout.trim().split('\n')).toHaveLength(7);
    }
    const names = files.map((file) => path.basename(file, '.ipynb'));
    for (const name of names) {
      const text = await readFile(path.join(folder, `${name}.md`), 'utf8');
      expect(text).toMatch(/^# \d · /m);
      // What Markdown refers to is there.
      const pictures = [...text.matchAll(/!\[.*?\]\((\S+?)\)/g)].map(([, address]) =>
        decodeURIComponent(address),
      );
      for (const picture of pictures)
        expect((await stat(path.join(folder, picture))).size).toBeGreaterThan(0);
      if (!hasChromium) continue;
      const pdf = (await readFile(path.join(folder, `${name}.pdf`))).toString('latin1');
      expect(pdf.startsWith('%PDF-')).toBe(true);
      expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(0);
    }
    for (const name of RUN) {
      const source = await readFile(path.join(scripts, `${name}.ts`), 'utf8');
      const compilerOptions = {
        verbatimModuleSyntax: true,
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2024,
      };
      const script = path.join(scripts, `${name}.mjs`);
      await writeFile(script, ts.transpileModule(source, { compilerOptions }).outputText);
      const { code, stdout, stderr } = await run(process.execPath, [
        script,
        '--factors',
        '8',
        '--iterations',
        '2',
      ]);
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/^(Line|Scatter|Bar) (chart|plot): /m);
    }
  });

  it.skipIf(!hasChromium)('are pages that load nothing and draw their figures', async () => {
    const page = await (browser as Browser).newPage();
    const { problems, requests } = watchPage(page);
    await page.goto(pathToFileURL(path.join(folder, '02-train.html')).href);
    // Each is drawn when the reader reaches it.
    for (const figure of await page.locator('figure.chart').all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.locator('.main-svg').first().waitFor();
    }
    expect(problems).toEqual([]);
    expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
    await page.close();
  });
});

describe.skipIf(!hasChromium)('the lab', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterAll(() => lab.close());

  it.each(['notebooks', 'lab/tree'] as const)(
    'exports a notebook with what was just typed, in %s',
    async (start) => {
      await writeNotebook(lab, 'a', ['1']);
      const notebook = await NotebookPage.open(browser as Browser, lab, 'a.ipynb', { start });
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

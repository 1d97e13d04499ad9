import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlays } from '#listenlab/data/dataset/open.js';
import { parseNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';
import { unpackTable } from '#listenlab/notebook/table/node/pack-table.js';
import { isPackedTable, type PackedTable } from '#listenlab/notebook/table/packed-table.js';
import { asOnGitHub } from '../support/github.js';
import { hasChromium, launchChromium, watchPage } from './chromium.js';
import { LONG_TEST, listenlab, root, run } from './listenlab.js';
import { headingsIn, readReport, wordsOf } from './report-reader.js';

/** The report, and beside it a folder of the executed notebooks. */
const file = path.join(root, 'reports/sample.html');
const copies = path.join(root, 'reports/sample');

let folder: string;
let browser: Browser | undefined;
let before: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-e2e-'));
  before = await sources();
  await rm(file, { force: true });
  const [result, launched] = await Promise.all([
    run('npm', ['run', 'report', '--', '--set', 'seconds=2'], {
      LISTENLAB_DATA: path.join(folder, 'data'),
    }),
    hasChromium ? launchChromium() : undefined,
  ]);
  browser = launched;
  expect(result.code, result.stderr + result.stdout).toBe(0);
  expect(result.stdout).toContain(file);
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The notebooks of the repository, by name. */
async function sources(): Promise<Record<string, string>> {
  const notebooks = path.join(root, 'notebooks');
  const names = (await readdir(notebooks)).filter((name) => name.endsWith('.ipynb'));
  const texts = await Promise.all(names.map((name) => readFile(path.join(notebooks, name), 'utf8')));
  return Object.fromEntries(names.map((name, i) => [name, texts[i]]));
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the report of the sample, by npm run report', () => {
  it('leaves executed copies of less than 1.5 MB without Plotly, whose figures are all seen on GitHub', async () => {
    const names = (await readdir(copies)).filter((name) => name.endsWith('.ipynb'));
    expect(names).toHaveLength(7);
    const page = await browser?.newPage();
    for (const name of names) {
      const text = await readFile(path.join(copies, name), 'utf8');
      expect(text.length, name).toBeLessThan(1_500_000);
      expect(text, name).not.toContain('plotly.js v');
      await page?.setContent(asOnGitHub(parseNotebook(text, name)));
      // Decoding fails for what is no image.
      const widths = await page?.evaluate(() =>
        Promise.all(Array.from(document.images, (image) => image.decode().then(() => image.naturalWidth))),
      );
      const figures = text.match(/"application\/vnd\.plotly\.v1\+json"/g) ?? [];
      expect(widths ?? figures.map(() => 1600), name).toEqual(figures.map(() => expect.any(Number)));
    }
    await page?.close();
  });

  it('leaves the notebooks unchanged', async () => {
    expect(await sources()).toEqual(before);
  });

  it('says that the data is simulated and contains every step of the analysis', async () => {
    const html = await readFile(file, 'utf8');
    for (const text of ['simulated', 'red hot chili peppers', 'die Ärzte', 'rows without an artist']) {
      expect(html).toContain(text);
    }
  });

  it('describes the plays correctly: who is first, and that lists are not truncated', async () => {
    const words = wordsOf(await readFile(file, 'utf8'));
    for (const sentence of [
      'arctic monkeys and radiohead tie: each is the first choice of 79 listeners, more than any other artist.',
      'No artist is played by more than 27.8 % of the listeners',
      'Listeners have from 15 to 60 artists',
    ]) {
      expect(words).toContain(sentence);
    }
    expect(words).not.toContain('ends in a wall');
    expect(words).not.toContain('Worse than popularity');
    expect(words).toMatch(/original recipe: 0\.17\d \(0\.\d{3} to 0\.\d{3}\), 2\.\d\d times popularity\./);
    expect(words).toMatch(
      /weighting log, alpha 1: 0\.29\d \(0\.\d{3} to 0\.\d{3}\), 4\.\d\d times popularity\./,
    );
  });

  it('starts with a claim, three numbers, a chart and findings that link to their cells, in less than 12 MB', async () => {
    const html = await readFile(file, 'utf8');
    expect(Buffer.byteLength(html)).toBeLessThan(12e6);
    const cover = /<header class="cover".*?<\/header>/s.exec(html)?.[0] ?? '';
    expect(cover).toMatch(
      /<h1>With [^<]*, recommendations are \d(\.\d)? times as good as with popularity<\/h1>/,
    );
    const numbers = [...cover.matchAll(/<li><strong>(.*?)<\/strong> <span>(.*?)<\/span>/g)].map(
      ([, number, sentence]) => `${number} ${sentence}`,
    );
    expect(numbers).toEqual([
      expect.stringMatching(/^2\.\d of 10 recommendations are among the plays hidden from the model$/),
      expect.stringMatching(/^8\d\u00a0% of the listeners have a hidden artist among their 10$/),
      expect.stringMatching(/^\d\d\u00a0% of the artists are recommended to somebody$/),
    ]);
    for (const text of [
      '<th scope="row">factors</th><td>20</td><td>2, 3, 4, 7</td>',
      '<dt>Listeners</dt><dd>3,000</dd>',
      '<dt>Artists</dt><dd>986</dd>',
      'class="chart titled-picture" id="page_cover_picture"',
    ]) {
      expect(cover).toContain(text);
    }
    expect(cover).not.toContain('training loss');
    const cells = [...cover.matchAll(/class="finding-source" href="#([^"]*)"/g)].map(([, id]) => id);
    // Eleven findings, and the chart.
    expect(cells).toHaveLength(12);
    const evidence = [...cover.matchAll(/class="finding-evidence" href="#([^"]*)"/g)].map(([, id]) => id);
    // Of all but the panel's, and of the three numbers; nothing of what stands only in full.
    expect(evidence).toHaveLength(13);
    for (const id of evidence) expect(id).toMatch(/^(figure|table)_\d+$/);
    for (const id of [...cells, ...evidence]) expect(html).toContain(` id="${id}"`);
    const table = new RegExp(
      `id="${/<ul class="numbers".*?href="#(table_\d+)"/s.exec(cover)?.[1]}".*?</table>`,
      's',
    );
    for (const [number] of numbers.slice(1).map((each) => each.split(' ')))
      expect(wordsOf(table.exec(html)?.[0] ?? '')).toContain(number.replace('\u00a0', ' '));
  });

  // An intended change of a notebook, a chart or an algorithm updates the snapshot; mention it in the commit.
  it('matches the snapshot, except for the notebook whose search takes a fixed time', async () => {
    const html = await readFile(file, 'utf8');
    const parts = html.match(/<section class="notebook".*?<\/section>/gs) ?? [];
    const hashes = parts.map((part) => {
      const title = /aria-label="([^"]*)"/.exec(part)?.[1];
      // Scripts of the page are bundled and minified.
      const words = part.replaceAll(/<script(?![^>]*application\/json)[^>]*>.*?<\/script>/gs, '');
      return `${title}: ${sha256(words).slice(0, 16)}`;
    });
    expect(hashes.filter((line) => !line.includes('Evaluate'))).toMatchSnapshot();
  });

  it('names none of the 3,000 listeners, and has no column of them', async () => {
    const raw = await openPlays('sample', { dataDirectory: path.join(folder, 'data') });
    const { columns } = await raw.query('SELECT DISTINCT "user" FROM plays');
    raw.close();
    expect(columns.user).toHaveLength(3000);
    const html = await readFile(file, 'utf8');
    expect(columns.user.filter((user) => html.includes(String(user)))).toEqual([]);
    expect(headingsIn(html)).toContain('listener');
    expect(headingsIn(html)).not.toContain('user');
    const tables = packedTables(html);
    expect(tables.length).toBeGreaterThan(10);
    expect(columns.user.filter((user) => tables.some((text) => text.includes(String(user))))).toEqual([]);
  });

  it.skipIf(!hasChromium)(
    'draws every figure from disk, makes no requests, and logs no errors',
    { timeout: LONG_TEST },
    async () => {
      await readReport(browser as Browser, file, 28);
    },
  );
});

/** The headings and values of the tables that can be worked with, unpacked, as JSON. */
function packedTables(html: string): string[] {
  const scripts = html.matchAll(/<script type="application\/json" class="table-data">(.*?)<\/script>/gs);
  return [...scripts].map(([, text]) => {
    const table: PackedTable = JSON.parse(text);
    expect(isPackedTable(table)).toBe(true);
    expect(table.columns.map(({ name }) => name)).not.toContain('user');
    return JSON.stringify([table.columns, unpackTable(table)]);
  });
}

describe('the notebooks of the package, and executed copies of them', () => {
  const RUN = ['02-train', '06-your-music'];
  /** Within the repository, where a script finds listenlab. */
  let scripts: string;

  beforeAll(async () => {
    scripts = await mkdtemp(path.join(root, 'reports/export-'));
  });
  afterAll(() => rm(scripts, { recursive: true, force: true }));

  /** All seven, two of them executed. */
  async function notebooks(): Promise<string[]> {
    const names = (await readdir(path.join(root, 'notebooks'))).filter((name) => name.endsWith('.ipynb'));
    return names.map((name) =>
      path.join(root, RUN.includes(path.basename(name, '.ipynb')) ? 'reports/sample' : 'notebooks', name),
    );
  }

  it('are exported to HTML, Markdown, scripts that run, and PDF', { timeout: LONG_TEST }, async () => {
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

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasChromium, launchChromium } from './chromium.js';
import { listenlab, run } from './listenlab.js';
import { copyNotebooks } from './notebook-copies.js';

/** The folder with the programs of a real Jupyter, with JupyterLab and nbconvert; `.ci/run` creates one. */
const programs = process.env.LISTENLAB_JUPYTER;

/** Tables and charts that explore a dataset, and the panel; the lab runs the others. */
const NOTEBOOKS = ['01-explore.ipynb', '07-tune.ipynb'];

describe.skipIf(!programs || !hasChromium)('a real Jupyter (needs LISTENLAB_JUPYTER and Chromium)', () => {
  let folder: string;
  let browser: Browser;
  let environment: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-jupyter-'));
    environment = {
      HOME: folder,
      JUPYTER_DATA_DIR: path.join(folder, 'jupyter'),
      LISTENLAB_DATA: path.join(folder, 'data'),
    };
    browser = await launchChromium();
    const installed = await listenlab(['kernel', 'install'], environment);
    expect(installed.stdout).toContain(path.join(folder, 'jupyter/kernels/listenlab'));
    await copyNotebooks(path.join(folder, 'notebooks'));
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('lists the kernel and its extension after install, and not after uninstall', async () => {
    const list = async (...what: string[]) => {
      const { stdout, stderr } = await run(
        path.join(programs as string, 'jupyter'),
        [...what, 'list'],
        environment,
      );
      return stdout + stderr;
    };
    expect(await list('kernelspec')).toContain(path.join(folder, 'jupyter/kernels/listenlab'));
    expect(await list('labextension')).toMatch(/listenlab-figures v[\d.]+ .*enabled.*OK/);
    const installed = await listenlab(['doctor'], environment);
    expect(installed.stdout).toMatch(/charts in JupyterLab +ok /);
    await listenlab(['kernel', 'uninstall'], environment);
    expect(await list('kernelspec')).not.toContain('listenlab');
    expect(await list('labextension')).not.toContain('listenlab');
    await listenlab(['kernel', 'install'], environment);
  });

  it.each(NOTEBOOKS)('runs %s with nbconvert, whose page shows tables and charts', async (name) => {
    const jupyter = (...args: string[]) =>
      run(path.join(programs as string, 'jupyter'), ['nbconvert', ...args], environment);
    const notebook = path.join(folder, 'notebooks', name);
    const executed = await jupyter('--execute', '--to', 'notebook', '--inplace', notebook);
    expect(executed.code, executed.stderr).toBe(0);
    // The panel of 07-tune draws its own charts where widgets are supported.
    const { figures, pictures } = await readFigures(notebook);
    expect(figures > 0, name).toBe(name !== '07-tune.ipynb');
    expect(pictures).toBe(figures);
    if (figures > 0) expect((await readFile(notebook, 'utf8')).length).toBeLessThan(1_500_000);

    const converted = await jupyter('--to', 'html', notebook);
    expect(converted.code, converted.stderr).toBe(0);
    const page = await browser.newPage();
    await page.goto(pathToFileURL(notebook.replace('.ipynb', '.html')).href);
    const shown = page.locator('.jp-RenderedSVG svg, .jp-RenderedSVG img');
    expect(await shown.count()).toBeGreaterThanOrEqual(figures);
    for (const each of await shown.all()) expect((await each.boundingBox())?.height).toBeGreaterThan(100);
    expect(await page.locator('table').count()).toBeGreaterThan(0);
    await page.close();
  });

  it('runs a notebook in JupyterLab, which renders its tables and charts', () =>
    inJupyterLab('02-train.ipynb', async (page) => {
      await page.waitForSelector('.listenlab-figure .js-plotly-plot');
      await page.waitForSelector('.jp-OutputArea table');
      // JupyterLab moves to the last cell after running all.
      const last = page.locator('.jp-Notebook .jp-CodeCell').last();
      await last.locator('.jp-InputPrompt', { hasText: /^\[\d+\]:$/ }).waitFor();
      expect(await page.locator('[data-mime-type="application/vnd.jupyter.error"]').count()).toBe(0);
    }));

  it('draws the charts of a notebook that nobody trusts with one Plotly, else shows their pictures', async () => {
    const figure = { data: [{ type: 'bar', x: ['muse'], y: [3] }], layout: { title: { text: 'A' } } };
    const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"/>';
    const data = { [PLOTLY_TYPE]: figure, 'image/svg+xml': picture, 'text/plain': 'A' };
    const outputs = [1, 2].map(() => ({ output_type: 'display_data', data, metadata: {} }));
    await writeNotebook('untrusted.ipynb', [{ source: '', outputs }]);
    const server = await startJupyterLab(path.join(folder, 'notebooks'), environment);
    const page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
    try {
      const plotly: string[] = [];
      page.on('request', (request) => {
        if (request.url().endsWith('/plotly.js')) plotly.push(request.url());
      });
      await page.goto(`${server.address}/${inWorkspace('untrusted.ipynb')}?token=${TOKEN}`);
      await page.locator('.listenlab-figure .bars').nth(1).waitFor();
      // A chart that is drawn again, as JupyterLab gives it its width, forgets where the pointer stands.
      const hovered = page.locator('.listenlab-figure .hovertext');
      await vi.waitFor(
        async () => {
          await page.locator('.listenlab-figure .nsewdrag').first().hover();
          await hovered.first().waitFor({ timeout: 2000 });
        },
        { timeout: 60_000 },
      );
      expect(await page.locator('.jp-RenderedSVG').count()).toBe(0);
      expect(plotly).toHaveLength(1);

      await page.route('**/plotly.js', (route) => route.abort());
      const place = HAS_NOTEBOOK ? 'notebooks/untrusted.ipynb' : inWorkspace('untrusted.ipynb');
      await page.goto(`${server.address}/${place}?token=${TOKEN}`);
      await page.locator('.listenlab-figure img[alt="A"]').nth(1).waitFor();
    } finally {
      await page.close();
      await server.stop();
    }
  });

  it('shows widgets in JupyterLab with ipywidgets, and reacts to their changes', async () => {
    const sources = [
      "import { interact, widgets } from 'listenlab';",
      "interact(({ alpha }) => 'alpha is ' + alpha, { alpha: widgets.slider({ min: 1, max: 40, value: 15 }) })",
    ];
    await writeNotebook(
      'widgets.ipynb',
      sources.map((source) => ({ source, outputs: [] })),
    );
    await inJupyterLab('widgets.ipynb', async (page) => {
      const output = page.locator('.jp-OutputArea', { hasText: 'alpha is' }).last();
      await output.getByText('alpha is 15').waitFor();
      const handle = page.locator('.noUi-handle').first();
      const { x, y, width, height } = (await handle.boundingBox()) as {
        x: number;
        y: number;
        width: number;
        height: number;
      };
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + 400, y + height / 2, { steps: 10 });
      await page.mouse.up();
      await page.getByText('alpha is 40').waitFor();
    });
  });

  async function writeNotebook(name: string, made: { source: string; outputs: object[] }[]): Promise<void> {
    const cells = made.map((cell, i) => ({
      ...{ cell_type: 'code', id: `cell-${i}`, metadata: {}, execution_count: null },
      ...cell,
    }));
    const kernelspec = { name: 'listenlab', display_name: 'TypeScript (listenlab)' };
    const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
    await writeFile(path.join(folder, 'notebooks', name), JSON.stringify(notebook));
  }

  /** Opens a notebook in JupyterLab, runs all of it, and looks. */
  async function inJupyterLab(name: string, look: (page: Page) => Promise<void>): Promise<void> {
    const server = await startJupyterLab(path.join(folder, 'notebooks'), environment);
    const page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
    try {
      await page.goto(`${server.address}/${inWorkspace(name)}?token=${TOKEN}`);
      await page.waitForSelector('.jp-Notebook .jp-Cell');
      // Shown in the status bar once the kernel has replied; cells run before that are lost.
      await page.getByText('TypeScript (listenlab) | Idle').waitFor();
      await page.locator('.lm-MenuBar-itemLabel:text-is("Run")').click();
      await page.locator('.lm-Menu-itemLabel:text-is("Run All Cells")').click();
      await look(page);
    } finally {
      await page.close();
      await server.stop();
    }
  }
});

const TOKEN = 'only-on-loopback';
const PLOTLY_TYPE = 'application/vnd.plotly.v1+json';

/** JupyterLab reopens, in hidden tabs, what another page of its workspace had open long enough: each has its own. */
function inWorkspace(name: string): string {
  return `lab/workspaces/${path.parse(name).name}/tree/${name}`;
}

/** Jupyter Notebook, which JupyterLab's server serves, too. */
const HAS_NOTEBOOK = existsSync(path.join(programs ?? '', 'jupyter-notebook'));

/** How many figures an executed notebook has, and how many of them have a picture. */
async function readFigures(file: string): Promise<{ figures: number; pictures: number }> {
  const { cells } = JSON.parse(await readFile(file, 'utf8'));
  const outputs: Record<string, unknown>[] = cells.flatMap((cell: { outputs?: { data?: object }[] }) =>
    (cell.outputs ?? []).map(({ data }) => data ?? {}),
  );
  const figures = outputs.filter((data) => PLOTLY_TYPE in data);
  return { figures: figures.length, pictures: figures.filter((data) => 'image/svg+xml' in data).length };
}

async function startJupyterLab(
  notebooks: string,
  environment: Record<string, string>,
): Promise<{ address: string; stop(): Promise<void> }> {
  const args = ['lab', '--no-browser', '--allow-root', '--port=0', `--IdentityProvider.token=${TOKEN}`];
  const child: ChildProcess = spawn(
    path.join(programs as string, 'jupyter'),
    [...args, `--ServerApp.root_dir=${notebooks}`],
    {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let log = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      log += text;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(log);
      if (found) resolve(found[0]);
    });
    child.once('exit', () => reject(new Error(`JupyterLab did not start: ${log}`)));
  });
  return {
    address,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const killing = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(killing);
    },
  };
}

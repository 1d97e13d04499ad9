import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('lists the kernel after install, and not after uninstall', async () => {
    const specs = () =>
      run(path.join(programs as string, 'jupyter'), ['kernelspec', 'list', '--json'], environment);
    const { kernelspecs } = JSON.parse((await specs()).stdout);
    expect(kernelspecs.listenlab.spec.display_name).toBe('TypeScript (listenlab)');
    await listenlab(['kernel', 'uninstall'], environment);
    expect(JSON.parse((await specs()).stdout).kernelspecs.listenlab).toBeUndefined();
    await listenlab(['kernel', 'install'], environment);
  });

  it.each(NOTEBOOKS)('runs %s with nbconvert, whose page shows tables and charts', async (name) => {
    const args = ['nbconvert', '--execute', '--to', 'html', path.join(folder, 'notebooks', name)];
    const result = await run(path.join(programs as string, 'jupyter'), args, environment);
    expect(result.code, result.stderr).toBe(0);
    const page = await browser.newPage();
    const file = path.join(folder, 'notebooks', name.replace('.ipynb', '.html'));
    await page.goto(pathToFileURL(file).href);
    const charts = (await shownCharts(file)).length;
    // The panel of 07-tune draws its own charts where widgets are supported.
    expect(charts > 0, name).toBe(name !== '07-tune.ipynb');
    await page.waitForFunction(
      (count) => document.querySelectorAll('.js-plotly-plot .main-svg:first-of-type').length >= count,
      charts,
    );
    expect(await page.locator('table').count()).toBeGreaterThan(0);
    await page.close();
  });

  it('runs a notebook in JupyterLab, which renders its tables and charts', () =>
    inJupyterLab('02-train.ipynb', async (page) => {
      await page.waitForSelector('.js-plotly-plot .main-svg');
      await page.waitForSelector('.jp-OutputArea table');
      // JupyterLab moves to the last cell after running all.
      const last = page.locator('.jp-Notebook .jp-CodeCell').last();
      await last.locator('.jp-InputPrompt', { hasText: /^\[\d+\]:$/ }).waitFor();
      expect(await page.locator('[data-mime-type="application/vnd.jupyter.error"]').count()).toBe(0);
    }));

  it('shows widgets in JupyterLab with ipywidgets, and reacts to their changes', async () => {
    const sources = [
      "import { interact, widgets } from 'listenlab';",
      "interact(({ alpha }) => 'alpha is ' + alpha, { alpha: widgets.slider({ min: 1, max: 40, value: 15 }) })",
    ];
    const cells = sources.map((source, i) => ({
      ...{ cell_type: 'code', id: `cell-${i}`, metadata: {}, outputs: [], execution_count: null },
      source,
    }));
    const kernelspec = { name: 'listenlab', display_name: 'TypeScript (listenlab)' };
    const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
    await writeFile(path.join(folder, 'notebooks/widgets.ipynb'), JSON.stringify(notebook));
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

  /** Opens a notebook in JupyterLab, runs all of it, and looks. */
  async function inJupyterLab(name: string, look: (page: Page) => Promise<void>): Promise<void> {
    // A separate workspace: JupyterLab reopens what another page had open.
    const server = await startJupyterLab(path.join(folder, 'notebooks'), environment);
    const page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
    try {
      await page.goto(`${server.address}/lab/tree/${name}?token=${TOKEN}`);
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

/** The figures in an nbconvert page. */
async function shownCharts(file: string): Promise<string[]> {
  return (await readFile(file, 'utf8')).match(/id="figure-[0-9a-f-]+"/g) ?? [];
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
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

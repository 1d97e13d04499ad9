import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import services from '@jupyterlab/services';
import { type Browser, chromium } from 'playwright-core';
import type { BenchContext, Benchmark, BenchRow } from './harness/context.js';
import { row, sampleOf } from './harness/measure.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CHROMIUM = '/usr/bin/chromium';
const TOKEN = 'benchmark';
/** Cells run as warm-up, and cells that are timed. */
const WARM_UP = 5;
const CELLS = 30;

/** A Jupyter server and a way to run a cell in it. */
interface Lab {
  readonly command: readonly string[];
  readonly kernel: string;
  readonly page: string;
}

/** The measurements of one server start. */
interface LabTimes {
  readonly serverUp: number;
  readonly pageUsable: number;
  readonly kernelReady: number;
  readonly cell: number;
  readonly serverMegabytes: number;
  readonly kernelMegabytes: number;
}

/** The lab as a user opening a notebook sees it, compared with the real JupyterLab and its Python kernel. */
export const lab: Benchmark = {
  title: 'The lab',
  about:
    'From the start of the process to the printed address; a notebook opened in headless Chromium with an empty ' +
    'profile, until its cells are there; a kernel, from the request to its first answer; `1 + 1` there and back; ' +
    'resident memory after that. The peer is JupyterLab with ipykernel, from LISTENLAB_JUPYTER.',
  async run(context) {
    const programs = process.env.LISTENLAB_JUPYTER;
    if (!programs)
      context.say('No JupyterLab (LISTENLAB_JUPYTER names the folder of its programs): not run.');
    const folder = await mkdtemp(path.join(ROOT, 'data', 'lab-'));
    const ours: Lab = {
      command: [
        process.execPath,
        path.join(ROOT, 'dist/cli/main.js'),
        'lab',
        folder,
        '--no-browser',
        '--port',
        '0',
      ],
      kernel: 'listenlab',
      page: 'notebooks/a.ipynb',
    };
    const peer: Lab | undefined = programs
      ? {
          command: [
            path.join(programs, 'jupyter'),
            ...['lab', '--no-browser', '--allow-root', '--port=0', '--ServerApp.port_retries=50'],
            ...[`--IdentityProvider.token=${TOKEN}`, `--ServerApp.root_dir=${folder}`],
          ],
          kernel: 'python3',
          page: 'lab/tree/a.ipynb',
        }
      : undefined;
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      return await compareLabs(context, { folder, browser, ours, peer });
    } finally {
      await browser.close();
      await rm(folder, { recursive: true });
    }
  },
};

async function compareLabs(
  { runs, say }: BenchContext,
  { folder, browser, ours, peer }: { folder: string; browser: Browser; ours: Lab; peer: Lab | undefined },
): Promise<BenchRow[]> {
  const mine: LabTimes[] = [];
  const theirs: LabTimes[] = [];
  for (let run = 0; run < runs; run++) {
    mine.push(await measure(ours, folder, browser));
    if (peer) theirs.push(await measure(peer, folder, browser));
    say(
      `run ${run + 1}: server up in ${mine[run].serverUp.toFixed(2)} s and ${theirs[run]?.serverUp.toFixed(2)} s`,
    );
  }
  const compared = (name: string, unit: string, key: keyof LabTimes) =>
    row(
      name,
      unit,
      sampleOf(mine.map((times) => times[key])),
      peer && sampleOf(theirs.map((times) => times[key])),
    );
  return [
    compared('server up', 's', 'serverUp'),
    compared('notebook usable', 's', 'pageUsable'),
    compared('kernel ready', 's', 'kernelReady'),
    compared('a trivial cell', 'ms', 'cell'),
    compared('memory of the server', 'MB', 'serverMegabytes'),
    compared('memory of the kernel', 'MB', 'kernelMegabytes'),
  ];
}

async function measure({ command, kernel, page }: Lab, folder: string, browser: Browser): Promise<LabTimes> {
  await writeFile(path.join(folder, 'a.ipynb'), notebookFor(kernel));
  const started = performance.now();
  const server = spawn(command[0], command.slice(1), {
    cwd: folder,
    env: { ...process.env, HOME: folder, LISTENLAB_DATA: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const address = await addressOf(server);
    const serverUp = (performance.now() - started) / 1000;
    const pageUsable = await openPage(browser, address, page);
    return { serverUp, pageUsable, ...(await runCells(address, kernel, server.pid as number)) };
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
}

/** The first address with a token that a server prints. */
function addressOf(server: ChildProcess): Promise<URL> {
  let said = '';
  return new Promise((resolve, reject) => {
    const read = (text: string) => {
      said += text;
      const found = /http:\/\/(?:127\.0\.0\.1|localhost):\d+\/\S*\?token=(\w*)/.exec(said);
      if (!found) return;
      const address = new URL(found[0]);
      // Jupyter does not print a token that it was given.
      address.searchParams.set('token', found[1] || TOKEN);
      resolve(address);
    };
    server.stdout?.setEncoding('utf8').on('data', read);
    server.stderr?.setEncoding('utf8').on('data', read);
    server.once('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
}

async function openPage(browser: Browser, address: URL, name: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  // The first visit sets the cookie; the notebook opened after it is measured.
  await page.goto(address.href);
  const started = performance.now();
  await page.goto(new URL(`/${name}`, address).href);
  await page.waitForSelector('.jp-Notebook .jp-Cell');
  const seconds = (performance.now() - started) / 1000;
  await context.close();
  return seconds;
}

async function runCells(address: URL, name: string, server: number) {
  const serverSettings = services.ServerConnection.makeSettings({
    baseUrl: `${address.origin}/`,
    wsUrl: address.origin.replace('http', 'ws'),
    token: address.searchParams.get('token') as string,
    appendToken: true,
  });
  const before = new Set(childrenOf(server));
  const started = performance.now();
  const kernels = new services.KernelManager({ serverSettings });
  const kernel = await kernels.startNew({ name });
  await kernel.info;
  const kernelReady = (performance.now() - started) / 1000;
  const times: number[] = [];
  for (let cell = 0; cell < WARM_UP + CELLS; cell++) {
    const sent = performance.now();
    await kernel.requestExecute({ code: '1 + 1' }).done;
    if (cell >= WARM_UP) times.push(performance.now() - sent);
  }
  const [process = 0] = childrenOf(server).filter((pid) => !before.has(pid));
  const memory = { serverMegabytes: megabytesOf(server), kernelMegabytes: megabytesOf(process) };
  await kernel.shutdown();
  // It would keep polling the server for its kernels.
  kernels.dispose();
  return { kernelReady, cell: sampleOf(times).median, ...memory };
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

function megabytesOf(pid: number): number {
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(resident?.[1] ?? 0) / 1024;
}

function notebookFor(kernel: string): string {
  const cell = {
    cell_type: 'code',
    id: 'a',
    metadata: {},
    source: '1 + 1',
    outputs: [],
    execution_count: null,
  };
  const kernelspec = { name: kernel, display_name: kernel };
  return JSON.stringify({ cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 });
}

import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { InputError, isSystemError } from '../util/errors.js';
import { formatPlural } from '../util/format.js';
import { IS_CLONE, PACKAGE_FOLDER } from '../util/node/folders.js';
import { type Context, packageVersion } from './context.js';
import { copyNotebooks } from './init.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };

const HELP = `
The lab listens on this machine only, and the printed address contains a secret token that lets a browser in.
Ctrl+C stops the lab and its kernels.

Examples:
  npx listenlab lab
  npx listenlab lab ~/studies --port 9000 --no-browser`;

interface LabValues {
  readonly port: number;
  readonly host: string;
  readonly browser: boolean;
  readonly endIdleAfter: number | undefined;
}

/** `listenlab lab [FOLDER]`. */
export function addLabCommand(program: Command, context: Context): void {
  program
    .command('lab')
    .description('open the notebooks in the browser: Jupyter, with the TypeScript kernel')
    .argument('[folder]', 'folder whose files the lab shows (default: this one, in a clone the package)')
    .option('--port <number>', 'port to listen on; if it is taken, one of the next', readPort, 8888)
    .option(
      '--host <address>',
      'address to listen on; any other than 127.0.0.1 can be reached from the network',
      '127.0.0.1',
    )
    .addOption(
      new Option(
        '--end-idle-after <time>',
        'shut down kernels that have been idle without a page for this long, such as 90m, 12h or 3d; or never',
      )
        .argParser(readTime)
        // Variables survive overnight after closing a page, but do not accumulate for a week.
        .default(DAY, '1d'),
    )
    .option('--no-browser', 'print the address without opening a browser')
    .addHelpText('after', HELP)
    .action((folder: string | undefined, values: LabValues) => lab(folder, values, context));
}

async function lab(folder: string | undefined, values: LabValues, context: Context): Promise<void> {
  const { output, signal } = context;
  const shown = path.resolve(folder ?? (IS_CLONE ? PACKAGE_FOLDER : '.'));
  if (!existsSync(shown) || !statSync(shown).isDirectory()) {
    throw new InputError(`no folder ${shown}; expected the folder whose notebooks the lab should show`);
  }
  if (!IS_CLONE) await offerNotebooks(shown, context);
  const { startLab } = await import('../notebook/lab/server/server.js');
  const { reportShelf } = await import('./lab-reports.js');
  const { LabDatasets } = await import('./lab-datasets.js');
  const { dataDirectory } = await import('../data/dataset/catalogue/catalogue.js');
  const { ensureUi } = await import('../notebook/lab/build/ensure-ui.js');
  const ui = await ensureUi({ onBuild: () => output.tell('building the interface (only the first time) …') });
  const server = await startLab({
    folder: shown,
    isUsualFolder: IS_CLONE && folder === undefined,
    ui,
    state: path.join(dataDirectory(), '.lab'),
    datasets: new LabDatasets(),
    version: packageVersion(),
    command: [process.execPath, path.join(PACKAGE_FOLDER, 'dist/cli/main.js')],
    reports: reportShelf,
    port: values.port,
    host: values.host,
    endIdleAfter: values.endIdleAfter,
    log: (text) => output.tell(text),
  }).catch((error: unknown) => {
    throw hasNoAddress(error)
      ? new InputError(
          `this machine has no address ${values.host}; give --host one of its own, or 0.0.0.0 for all of them`,
          { cause: error },
        )
      : error;
  });
  if (values.port !== 0 && server.port !== values.port) {
    output.tell(`port ${values.port} is taken; using ${server.port}`);
  }
  output.print(`listenlab shows ${shown} at\n\n    ${server.url}\n\nPress Ctrl+C to stop it.`);
  if (!['127.0.0.1', '::1', 'localhost'].includes(server.host)) {
    output.tell('other machines can reach this address, and the connection is not encrypted');
  }
  if (values.browser) openBrowser(server.urlForOnce(), (text) => output.tell(text));
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const kernels = server.kernels.list().length;
  output.tell(
    kernels === 0 ? 'ending' : `stopping the lab and ${kernels === 1 ? 'one kernel' : `${kernels} kernels`}`,
  );
  await server.close();
}

/** A lab in an empty folder has nothing to open: the notebooks are offered, or else how to get them. */
async function offerNotebooks(folder: string, { output, signal }: Context): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  if (names.length > 0) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    output.tell(`${folder} is empty: 'npx listenlab init' copies the notebooks of listenlab into it`);
    return;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const question = `${folder} is empty. Copy the notebooks of listenlab into it? [Y/n] `;
  const answer = await terminal.question(question, { signal }).finally(() => terminal.close());
  if (/^n/i.test(answer.trim())) return;
  const { copied } = await copyNotebooks(folder);
  output.tell(`copied ${formatPlural(copied.length, 'notebook')}`);
}

function hasNoAddress(error: unknown): boolean {
  return isSystemError(error) && ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(error.code);
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError(`expected a number from 0 to 65535`);
}

/** Milliseconds; undefined for `never`. */
function readTime(text: string): number | undefined {
  if (text === 'never') return undefined;
  const [, number, unit] = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text) ?? [];
  const time = Number(number) * UNITS[unit];
  if (time > 0) return time;
  throw new InvalidArgumentError('expected a time such as 90m, 12h or 3d, or never');
}

/**
 * Opens an address in the user's browser.
 *
 * @param tell receives a line if that is not possible; the address has been printed anyway
 */
function openBrowser(url: string, tell: (text: string) => void): void {
  const [command, ...args] = commandFor(url);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => tell('no browser could be started; open the address above'));
  child.once('exit', (code) => {
    if (code) tell('no browser could be started; open the address above');
  });
  child.unref();
}

function commandFor(url: string): string[] {
  if (process.platform === 'darwin') return ['open', url];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}

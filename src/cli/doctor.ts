import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { availableParallelism, freemem, totalmem } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { dataDirectory, requireWritable } from '../data/dataset/catalogue/catalogue.js';
import { compileKernel } from '../engine/kernels/node/load-kernel.js';
import { CHROME_VARIABLE, findChrome } from '../notebook/chrome/find-chrome.js';
import { jupyterDataFolder, KERNEL_NAME } from '../notebook/jupyter/kernel-spec.js';
import { figuresExtensionFolder } from '../notebook/lab/labextension/figures-extension.js';
import { InputError, messageOf } from '../util/errors.js';
import { formatBytes, formatPlural } from '../util/format.js';
import { IS_CLONE, PACKAGE_FOLDER } from '../util/node/folders.js';
import { cacheSizes } from './cache.js';
import { type Context, type Output, packageVersion } from './context.js';
import { plainTable } from './table.js';

const HELP = `
A problem keeps listenlab from working, and the line below the table says what to do. What is only missing is not
needed: its line says what it would add. The exit code is 1 if there is a problem. Nothing leaves this machine.

Examples:
  npx listenlab doctor
  npx listenlab doctor --json`;

/** How long another program may take to say its version, in milliseconds. */
const PATIENCE = 10_000;

/** What was found of one thing. */
interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'missing' | 'problem';
  readonly found: string;
  /** What to do, or what it would add; empty where it is fine. */
  readonly advice: string;
}

/** `listenlab doctor`. */
export function addDoctorCommand(program: Command, context: Context): void {
  program
    .command('doctor')
    .description('check what listenlab needs and what it could use on this machine')
    .option('--json', 'print as JSON')
    .addHelpText('after', HELP)
    .action((options: { json?: boolean }) => doctor(options, context));
}

async function doctor({ json }: { json?: boolean }, { output }: Context): Promise<void> {
  const findings = [
    ...machine(),
    await nativeModule('DuckDB, which reads data', () => import('@duckdb/node-api')),
    await nativeModule('ZeroMQ, which kernels are reached by', () => import('zeromq')),
    await dataFolderState(),
    ...(await cacheSizes()).map(({ name, files, bytes, folder }) =>
      fine(`cache of ${name}`, `${formatPlural(files, 'file')}, ${formatBytes(bytes)}, in ${folder}`),
    ),
    userInterface(),
    browser(),
    await jupyter(),
    ...jupyterParts(),
  ];
  if (json) output.printJson(findings);
  else printFindings(findings, output);
  const problems = findings.filter(({ state }) => state === 'problem').map(({ what }) => what);
  if (problems.length > 0) {
    throw new InputError(
      `${formatPlural(problems.length, 'problem')} found: ${problems.join('; ')}; do what the advice above says`,
    );
  }
}

function printFindings(findings: readonly Finding[], output: Output): void {
  const columns = ['what', 'state', 'found'] as const;
  output.print(
    plainTable(Object.fromEntries(columns.map((name) => [name, findings.map((finding) => finding[name])]))),
  );
  for (const { what, advice } of findings) if (advice !== '') output.print(`\n${what}: ${advice}`);
}

function machine(): Finding[] {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const supported = major > 20 || (major === 20 && minor >= 19);
  const relaxed = compileKernel('als', 'relaxed') !== undefined;
  return [
    fine('listenlab', `${packageVersion()}, ${IS_CLONE ? 'a clone' : 'installed'} in ${PACKAGE_FOLDER}`),
    supported
      ? fine('Node.js', `${process.version} on ${process.platform} ${process.arch}`)
      : problem('Node.js', process.version, 'install Node.js 20.19 or newer'),
    fine('threads', `${availableParallelism()}`),
    fine('memory', `${formatBytes(totalmem())}, ${formatBytes(freemem())} of it free`),
    relaxed
      ? fine('vector instructions', 'relaxed SIMD, with fused multiply-add')
      : fine('vector instructions', 'SIMD'),
  ];
}

/** A package with a binary for this platform. */
async function nativeModule(what: string, load: () => Promise<unknown>): Promise<Finding> {
  try {
    await load();
    return fine(what, 'loads');
  } catch (error) {
    const [line] = messageOf(error).split('\n');
    return problem(
      what,
      line,
      'install listenlab again on this machine: its packages are for another platform',
    );
  }
}

async function dataFolderState(): Promise<Finding> {
  const folder = dataDirectory();
  try {
    await requireWritable(path.join(folder, 'cache'));
    const { bavail, bsize } = await statfs(folder);
    return fine('folder for data', `${folder}, ${formatBytes(bavail * bsize)} free`);
  } catch (error) {
    return problem('folder for data', folder, messageOf(error));
  }
}

function userInterface(): Finding {
  const isBuilt = existsSync(path.join(PACKAGE_FOLDER, 'dist/notebook/lab/ui'));
  return isBuilt
    ? fine("the lab's interface", 'built')
    : missing("the lab's interface", 'not built', "'npx listenlab lab' builds it in a few seconds");
}

function browser(): Finding {
  const what = 'Chrome, Chromium or Edge';
  try {
    const found = findChrome(process.env);
    if (found !== undefined) return fine(what, found);
  } catch (error) {
    return problem(what, 'not found', messageOf(error));
  }
  const advice = `it would draw the charts of executed notebooks as the lab does, and print reports; ${CHROME_VARIABLE} names one`;
  return missing(what, 'not found', advice);
}

async function jupyter(): Promise<Finding> {
  const found = findProgram('jupyter');
  const advice = 'not needed; with it, other tools such as nbconvert and VS Code can use the kernel';
  if (found === undefined) return missing('Jupyter', 'not found', advice);
  try {
    const { stdout } = await promisify(execFile)(found, ['--version'], { timeout: PATIENCE });
    const version = /jupyter_core\s*:\s*(\S+)/.exec(stdout)?.[1];
    return fine('Jupyter', version === undefined ? found : `${found}, jupyter_core ${version}`);
  } catch (error) {
    return missing('Jupyter', `${found}: ${messageOf(error).split('\n')[0]}`, advice);
  }
}

/** What `kernel install` has put into the Jupyter of this user. */
function jupyterParts(): Finding[] {
  const data = jupyterDataFolder(undefined, process.env);
  const parts = {
    'kernel for Jupyter': path.join(data, 'kernels', KERNEL_NAME),
    'charts in JupyterLab': figuresExtensionFolder(data),
  };
  const advice = "'npx listenlab kernel install' adds it to your Jupyter";
  return Object.entries(parts).map(([what, folder]) =>
    existsSync(folder) ? fine(what, folder) : missing(what, 'not installed', advice),
  );
}

/** The path of a program that the shell would find. */
function findProgram(name: string): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders
    .flatMap((folder) => suffixes.map((suffix) => path.join(folder, name + suffix)))
    .find((file) => existsSync(file));
}

function fine(what: string, found: string): Finding {
  return { what, state: 'ok', found, advice: '' };
}

function missing(what: string, found: string, advice: string): Finding {
  return { what, state: 'missing', found, advice };
}

function problem(what: string, found: string, advice: string): Finding {
  return { what, state: 'problem', found, advice };
}

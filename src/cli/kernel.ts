import type { Command } from 'commander';
import {
  installKernelSpec,
  jupyterDataFolder,
  uninstallKernelSpec,
} from '../notebook/jupyter/kernel-spec.js';
import {
  installFiguresExtension,
  uninstallFiguresExtension,
} from '../notebook/lab/labextension/figures-extension.js';
import type { Context } from './context.js';

const HELP = `
If Jupyter is already open, reload its page to see the kernel. With it comes a small extension, with which JupyterLab 4
and Jupyter Notebook 7 draw charts that react to the pointer; where another extension draws Plotly's charts, that one
stays in charge. Without either, as on GitHub, charts are pictures.

Examples:
  npx listenlab kernel install
  npx listenlab kernel install --prefix ~/venv
  jupyter nbconvert --execute --to html notebooks/01-explore.ipynb`;

interface KernelValues {
  readonly prefix?: string;
}

/** `listenlab kernel install` and `listenlab kernel uninstall`. */
export function addKernelCommand(program: Command, context: Context): void {
  const kernel = program
    .command('kernel')
    .description('add the TypeScript kernel to an existing Jupyter, or remove it');
  kernel
    .command('install')
    .description('register the kernel, and what draws its charts, for this user or in one environment')
    .option('--prefix <DIR>', 'environment of a Jupyter, such as a virtualenv (default: for this user)')
    .addHelpText('after', HELP)
    .action((values: KernelValues) => install(values, context));
  kernel
    .command('uninstall')
    .description('remove what `install` registered')
    .option('--prefix <DIR>', 'environment of a Jupyter (default: for this user)')
    .action((values: KernelValues) => uninstall(values, context));
}

async function install({ prefix }: KernelValues, { output }: Context): Promise<void> {
  const data = jupyterDataFolder(prefix, process.env);
  output.print(`Jupyter now has the kernel 'TypeScript (listenlab)', in ${await installKernelSpec(data)}`);
  const extension = await installFiguresExtension(data);
  output.print(`JupyterLab and Jupyter Notebook draw its charts with the extension in ${extension}`);
}

async function uninstall({ prefix }: KernelValues, { output }: Context): Promise<void> {
  const data = jupyterDataFolder(prefix, process.env);
  const folder = await uninstallKernelSpec(data);
  const extension = await uninstallFiguresExtension(data);
  if (folder !== undefined) output.print(`removed the kernel from ${folder}`);
  if (extension !== undefined) output.print(`removed the extension from ${extension}`);
  if (folder === undefined && extension === undefined) {
    output.print(`no listenlab kernel is installed in ${data}; nothing to do`);
  }
}

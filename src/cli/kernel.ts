import type { Command } from 'commander';
import {
  installKernelSpec,
  jupyterDataFolder,
  uninstallKernelSpec,
} from '../notebook/jupyter/kernel-spec.js';
import type { Context } from './context.js';

const HELP = `
If Jupyter is already open, reload its page to see the kernel.

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
    .description('register the kernel for this user, or in one environment')
    .option('--prefix <DIR>', 'environment of a Jupyter, such as a virtualenv (default: for this user)')
    .addHelpText('after', HELP)
    .action((values: KernelValues) => install(values, context));
  kernel
    .command('uninstall')
    .description('remove the kernel that `install` registered')
    .option('--prefix <DIR>', 'environment of a Jupyter (default: for this user)')
    .action((values: KernelValues) => uninstall(values, context));
}

async function install({ prefix }: KernelValues, { output }: Context): Promise<void> {
  const folder = await installKernelSpec(jupyterDataFolder(prefix, process.env));
  output.print(`Jupyter now has the kernel 'TypeScript (listenlab)', in ${folder}`);
}

async function uninstall({ prefix }: KernelValues, { output }: Context): Promise<void> {
  const data = jupyterDataFolder(prefix, process.env);
  const folder = await uninstallKernelSpec(data);
  output.print(
    folder === undefined
      ? `no listenlab kernel is installed in ${data}; nothing to do`
      : `removed the kernel from ${folder}`,
  );
}

import type { Command } from 'commander';
import {
  installKernelSpec,
  jupyterDataFolder,
  uninstallKernelSpec,
} from '../notebook/jupyter/kernel-spec.js';
import type { Context } from './context.js';

const HELP = `
A Jupyter that is open already shows the kernel after its page is loaded again.

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
    .description('register the TypeScript kernel with an ordinary Jupyter, or take it away again');
  kernel
    .command('install')
    .description('register the kernel for this user, or in one environment')
    .option('--prefix <DIR>', 'environment of a Jupyter, such as a virtualenv; default: for this user')
    .addHelpText('after', HELP)
    .action((values: KernelValues) => install(values, context));
  kernel
    .command('uninstall')
    .description('take away the kernel that `install` registered')
    .option('--prefix <DIR>', 'environment of a Jupyter; default: for this user')
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
      ? `there is no kernel of listenlab in ${data}; nothing to do`
      : `the kernel is gone from ${folder}`,
  );
}

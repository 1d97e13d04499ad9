import { type ISessionContext, ISessionContextDialogs } from '@jupyterlab/apputils';
import { CodeCell } from '@jupyterlab/cells';
import { INotebookCellExecutor, runCell } from '@jupyterlab/notebook';
import type { Plugin } from './choose-plugins.js';
import type { KernelDialogs } from './kernel-choice.js';

/**
 * Runs cells, in the order in which they were started, when their notebook has a kernel. JupyterLab's own way
 * empties a cell and does not run it while the kernel comes, and starts a second kernel when it does not know
 * yet that the notebook has one: so did all cells but the first of "Run All" after a kernel had ended.
 */
export const runCells: Plugin = {
  id: 'listenlab:run-cells',
  description: 'Runs cells when their kernel is there.',
  requires: [ISessionContextDialogs],
  provides: INotebookCellExecutor,
  autoStart: true,
  activate: (_app, dialogs: KernelDialogs): INotebookCellExecutor => {
    const coming = new WeakMap<ISessionContext, Promise<boolean>>();
    // All cells that wait do so for the same promise, which keeps them in order.
    const kernelOf = (context: ISessionContext) => {
      const known = coming.get(context);
      if (known) return known;
      const comes = kernelComes(context, dialogs).finally(() => coming.delete(context));
      coming.set(context, comes);
      return comes;
    };
    return {
      async runCell(options) {
        const { cell, sessionContext } = options;
        if (!(cell instanceof CodeCell) || !sessionContext) return runCell(options);
        const { executionState } = cell.model;
        cell.model.executionState = 'running';
        const hasKernel = await kernelOf(sessionContext);
        if (cell.isDisposed) return false;
        cell.model.executionState = executionState;
        return hasKernel && runCell(options);
      },
    };
  },
};

/** Resolves with whether there is a kernel, when there is one or none comes. Starts one where nothing else does. */
async function kernelComes(context: ISessionContext, dialogs: KernelDialogs): Promise<boolean> {
  const hasKernel = () => Boolean(context.session?.kernel);
  await Promise.race([context.ready, dialogs.answered(context)]);
  while (!hasKernel() && !context.hasNoKernel && !context.isDisposed) await kernelChanges(context);
  if (!hasKernel() && (await context.startKernel())) await dialogs.selectKernel(context);
  return hasKernel();
}

/** A kernel that is being started has come or could not be started, or the notebook was closed. */
function kernelChanges(context: ISessionContext): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      context.kernelChanged.disconnect(settle);
      context.disposed.disconnect(settle);
      resolve();
    };
    context.kernelChanged.connect(settle);
    context.disposed.connect(settle);
  });
}

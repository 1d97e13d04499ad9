import {
  type ISessionContext,
  ISessionContextDialogs,
  Notification,
  SessionContextDialogs,
} from '@jupyterlab/apputils';
import { CodeCell } from '@jupyterlab/cells';
import { INotebookCellExecutor, runCell } from '@jupyterlab/notebook';
import type { ServiceManager } from '@jupyterlab/services';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { PromiseDelegate } from '@lumino/coreutils';
import type { Plugin } from './choose-plugins.js';
import { describeState, ILabConnection, type LabConnection } from './lab-connection.js';

/**
 * Runs cells in the order started, once their notebook has a kernel. JupyterLab itself clears a cell without running it
 * while the kernel starts, and starts a second kernel if it does not yet know of the first: this happened to all cells
 * but the first of "Run All" after a kernel had ended.
 */
export const runCells: Plugin = {
  id: 'listenlab:run-cells',
  description: 'Runs cells once their kernel is ready.',
  requires: [ISessionContextDialogs],
  provides: INotebookCellExecutor,
  autoStart: true,
  activate: (_app, dialogs: KernelDialogs): INotebookCellExecutor => {
    const coming = new WeakMap<ISessionContext, Promise<boolean>>();
    // All waiting cells await the same promise, which keeps them in order.
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

/** Waits for the kernel and resolves with whether there is one. Starts one if nothing else does. */
async function kernelComes(context: ISessionContext, dialogs: KernelDialogs): Promise<boolean> {
  const hasKernel = () => Boolean(context.session?.kernel);
  await Promise.race([context.ready, dialogs.answered(context)]);
  while (!hasKernel() && !context.hasNoKernel && !context.isDisposed) await kernelChanges(context);
  if (!hasKernel() && (await context.startKernel())) await dialogs.selectKernel(context);
  return hasKernel();
}

/** Resolves when a starting kernel is ready or has failed, or the notebook was closed. */
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

/** JupyterLab's kernel dialogs, offering what runs now and not what ran in a lab that has ended. */
class KernelDialogs extends SessionContextDialogs {
  readonly #manager: ServiceManager.IManager;
  readonly #connection: LabConnection;
  readonly #answers = new WeakMap<ISessionContext, PromiseDelegate<void>>();

  constructor(
    options: ConstructorParameters<typeof SessionContextDialogs>[0],
    manager: ServiceManager.IManager,
    connection: LabConnection,
  ) {
    super(options);
    this.#manager = manager;
    this.#connection = connection;
  }

  /** Resolves when the user has chosen a kernel for a notebook, or none. */
  answered(sessionContext: ISessionContext): Promise<void> {
    return this.#answer(sessionContext).promise;
  }

  override async selectKernel(sessionContext: ISessionContext): Promise<void> {
    await this.#manager.sessions.refreshRunning().catch(() => undefined);
    const { state } = this.#connection;
    if (state === 'answers') await super.selectKernel(sessionContext);
    else sayOnce(describeState(state));
    this.#answer(sessionContext).resolve();
  }

  #answer(sessionContext: ISessionContext): PromiseDelegate<void> {
    const answer = this.#answers.get(sessionContext) ?? new PromiseDelegate<void>();
    this.#answers.set(sessionContext, answer);
    return answer;
  }
}

function sayOnce(reason: string): void {
  const isSaid = Notification.manager.notifications.some(({ message }) => message === reason);
  if (!isSaid) Notification.error(reason);
}

export const kernelChoice: Plugin = {
  id: 'listenlab:kernel-choice',
  description: 'Asks which kernel to use.',
  requires: [ILabConnection],
  optional: [ITranslator, ISettingRegistry],
  provides: ISessionContextDialogs,
  autoStart: true,
  activate: (
    { serviceManager },
    connection: LabConnection,
    translator: ITranslator | null,
    settingRegistry: ISettingRegistry | null,
  ) =>
    new KernelDialogs(
      { translator: translator ?? nullTranslator, settingRegistry },
      serviceManager,
      connection,
    ),
};

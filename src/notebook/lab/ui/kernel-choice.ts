import {
  type ISessionContext,
  ISessionContextDialogs,
  Notification,
  SessionContextDialogs,
} from '@jupyterlab/apputils';
import type { ServiceManager } from '@jupyterlab/services';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { PromiseDelegate } from '@lumino/coreutils';
import type { Plugin } from './choose-plugins.js';
import { describeState, ILabConnection, type LabConnection } from './lab-connection.js';

/** JupyterLab's dialogs about kernels, which offer what runs now and not what ran in a lab that has ended. */
export class KernelDialogs extends SessionContextDialogs {
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

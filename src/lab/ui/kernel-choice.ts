import {
  type ISessionContext,
  ISessionContextDialogs,
  Notification,
  SessionContextDialogs,
} from '@jupyterlab/apputils';
import type { ServiceManager } from '@jupyterlab/services';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { Plugin } from './choose-plugins.js';
import { describeState, ILabConnection, type LabConnection } from './lab-connection.js';

/** JupyterLab's dialogs about kernels, which offer what runs now and not what ran in a lab that has ended. */
class KernelDialogs extends SessionContextDialogs {
  readonly #manager: ServiceManager.IManager;
  readonly #connection: LabConnection;

  constructor(
    options: ConstructorParameters<typeof SessionContextDialogs>[0],
    manager: ServiceManager.IManager,
    connection: LabConnection,
  ) {
    super(options);
    this.#manager = manager;
    this.#connection = connection;
  }

  override async selectKernel(sessionContext: ISessionContext): Promise<void> {
    await this.#manager.sessions.refreshRunning().catch(() => undefined);
    const { state } = this.#connection;
    if (state === 'answers') return super.selectKernel(sessionContext);
    const reason = describeState(state);
    const isSaid = Notification.manager.notifications.some(({ message }) => message === reason);
    if (!isSaid) Notification.error(reason);
  }
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

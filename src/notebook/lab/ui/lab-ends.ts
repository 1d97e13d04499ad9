import { IConnectionLost } from '@jupyterlab/application';
import { Dialog, Notification } from '@jupyterlab/apputils';
import { IConnectionStatus } from '@jupyterlab/services';
import type { Plugin } from './choose-plugins.js';
import { describeState, ILabConnection, type LabConnection } from './lab-connection.js';

/** Titles of dialogs that say what could not be done without the lab, or ask what only the old lab had. */
const OUTDATED = [/^Error Starting Kernel$/, / was NOT saved$/, /^Select Kernel$/];

/**
 * Says that the lab does not answer, and how to go on, until it is back. Takes the place of JupyterLab's own
 * dialog, which offers to restart a server that it cannot restart.
 */
export const labEnds: Plugin = {
  id: 'listenlab:lab-ends',
  description: 'Says that the lab does not answer, and how to go on.',
  requires: [ILabConnection, IConnectionStatus],
  provides: IConnectionLost,
  autoStart: true,
  activate: ({ serviceManager }, connection: LabConnection, status: IConnectionStatus) => {
    let shown: string | undefined;
    connection.stateChanged.connect((_sender, state) => {
      // Nothing is saved by itself, and little is asked, until the lab is back.
      status.isConnected = state === 'answers';
      if (shown !== undefined) Notification.dismiss(shown);
      shown =
        state === 'answers' ? undefined : Notification.error(describeState(state), { autoClose: false });
      if (state !== 'answers') return;
      closeOutdated();
      // What runs in the lab that is back; a question that fails is asked again by itself.
      void serviceManager.sessions.refreshRunning().catch(() => undefined);
      void serviceManager.kernels.refreshRunning().catch(() => undefined);
    });
    return async () => undefined;
  },
};

/** The lab is back: what these dialogs say holds no longer. */
function closeOutdated(): void {
  Dialog.tracker.forEach((dialog) => {
    const title = dialog.node.querySelector('.jp-Dialog-header')?.textContent?.trim() ?? '';
    if (OUTDATED.some((each) => each.test(title))) dialog.reject();
  });
}

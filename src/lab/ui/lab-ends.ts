import { IConnectionLost } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IConnectionStatus } from '@jupyterlab/services';
import type { Plugin } from './choose-plugins.js';
import { describeState, ILabConnection, type LabConnection } from './lab-connection.js';

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
  activate: (_app, connection: LabConnection, status: IConnectionStatus) => {
    let shown: string | undefined;
    connection.stateChanged.connect((_sender, state) => {
      // Nothing is saved by itself, and little is asked, until the lab is back.
      status.isConnected = state === 'answers';
      if (shown !== undefined) Notification.dismiss(shown);
      shown =
        state === 'answers' ? undefined : Notification.error(describeState(state), { autoClose: false });
    });
    return async () => undefined;
  },
};

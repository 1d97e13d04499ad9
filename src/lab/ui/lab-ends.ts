import { IConnectionLost } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IConnectionStatus } from '@jupyterlab/services';
import type { Plugin } from './choose-plugins.js';
import { ILabConnection, type LabConnection, type LabState } from './lab-connection.js';

/** Port of a lab that was started without naming one. */
const USUAL_PORT = '8888';

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
      shown = state === 'answers' ? undefined : Notification.error(describe(state), { autoClose: false });
    });
    return async () => undefined;
  },
};

function describe(state: Exclude<LabState, 'answers'>): string {
  const { port } = window.location;
  const command = `npx listenlab lab${port === USUAL_PORT ? '' : ` --port ${port}`}`;
  if (state === 'refuses')
    return 'The lab was started again, with a new key. Open the address that it prints in its terminal, in another tab of this browser; this page can save again then. The kernels of before are gone: run the cells again, from the first.';
  return `The lab does not answer: it has ended, or it is out of reach. Your work in this page is kept as long as the page is open; it cannot be saved now. If the lab has ended, start it again as before (${command}), and open the address that it prints in another tab of this browser.`;
}

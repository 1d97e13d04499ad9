import { IConnectionLost } from '@jupyterlab/application';
import { Dialog, Notification } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { IConnectionStatus, IServerSettings, ServerConnection } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import { labFetch } from '../../page/lab-server.js';
import { OTHER_FOLDER } from '../../page/protocol.js';
import type { Plugin } from './choose-plugins.js';

/** Milliseconds between checks whether a silent lab is back. */
const LOOK_EVERY = 3000;

/**
 * `refuses`: the lab was restarted with a secret this browser does not have yet; `foreign`: the lab shows a different
 * folder from the one that served the page.
 */
type LabState = 'answers' | 'silent' | 'refuses' | 'foreign';

/** The last known state of the lab. */
export interface LabConnection {
  readonly state: LabState;
  readonly stateChanged: ISignal<LabConnection, LabState>;
}

export const ILabConnection = new Token<LabConnection>('listenlab:LabConnection');

/** Notices from the page's own requests and sockets whether the lab answers; polls while it does not. */
class WatchedConnection implements LabConnection {
  readonly stateChanged = new Signal<this, LabState>(this);
  readonly settings: ServerConnection.ISettings;
  #state: LabState = 'answers';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const look = () => this.#look();
    this.settings = ServerConnection.makeSettings({
      fetch: (request) => this.#fetch(request),
      WebSocket: class extends WebSocket {
        constructor(url: string | URL, protocols?: string | string[]) {
          super(url, protocols);
          this.addEventListener('close', look);
        }
      },
    });
    document.addEventListener('visibilitychange', () => this.#state !== 'answers' && look());
  }

  get state(): LabState {
    return this.#state;
  }

  async #fetch(request: RequestInfo | URL): Promise<Response> {
    const response = await labFetch(request).catch((cause) => this.#fail('silent', cause));
    if (response.headers.has(OTHER_FOLDER)) return this.#fail('foreign');
    this.#enter(response.status === 401 ? 'refuses' : 'answers');
    return response;
  }

  /** @throws TypeError as `fetch` does, with a message for the user */
  #fail(state: 'silent' | 'foreign', cause?: unknown): never {
    this.#enter(state);
    throw new TypeError(describeState(state), { cause });
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#fetch(`${PageConfig.getBaseUrl()}api/status`).catch(() => undefined);
  }

  #enter(state: LabState): void {
    clearTimeout(this.#timer);
    if (state !== 'answers') this.#timer = setTimeout(() => this.#look(), LOOK_EVERY);
    if (state === this.#state) return;
    this.#state = state;
    this.stateChanged.emit(state);
  }
}

/** Explains why a lab does not answer, and how to continue. */
export function describeState(state: Exclude<LabState, 'answers'>): string {
  const open = 'open the address that it prints in another tab of this browser, then save here.';
  if (state === 'refuses')
    return `The lab was restarted with a new token: ${open} The previous kernels have ended: run the cells again, starting with the first.`;
  const command = PageConfig.getOption('labCommand');
  const kept = 'Nothing can be saved now; your work is kept as long as this page stays open.';
  if (state === 'foreign')
    return `This page belongs to a lab that showed ${PageConfig.getOption('labShows')}; the lab running now shows another folder. ${kept} Stop that one, start the lab for this page's folder (${command}), ${open}`;
  return `The lab does not answer: it has stopped, or cannot be reached. ${kept} If it has stopped, start it on the same port, as its pages reach no other (${command}), ${open}`;
}

/** In place of JupyterLab's plugin of the same token: every request goes through the connection. */
export const serverSettings: Plugin = {
  id: 'listenlab:server-settings',
  description: 'Sends requests to the lab, with readable errors if it does not answer.',
  requires: [ILabConnection],
  provides: IServerSettings,
  autoStart: true,
  activate: (_app, connection: WatchedConnection) => connection.settings,
};

export const labConnection: Plugin = {
  id: 'listenlab:lab-connection',
  description: 'Monitors the connection to the lab.',
  provides: ILabConnection,
  autoStart: true,
  activate: () => new WatchedConnection(),
};

/** Titles of dialogs that report failures without the lab, or ask about state of the old lab. */
const OUTDATED = [/^Error Starting Kernel$/, / was NOT saved$/, /^Select Kernel$/];

/**
 * Says that the lab does not answer, and how to continue, until it is back. Replaces JupyterLab's own dialog, which
 * offers to restart a server that it cannot restart.
 */
export const labEnds: Plugin = {
  id: 'listenlab:lab-ends',
  description: 'Reports that the lab does not answer, and how to continue.',
  requires: [ILabConnection, IConnectionStatus],
  provides: IConnectionLost,
  autoStart: true,
  activate: ({ serviceManager }, connection: LabConnection, status: IConnectionStatus) => {
    let shown: string | undefined;
    connection.stateChanged.connect((_sender, state) => {
      // Autosave is off, and polling reduced, until the lab is back.
      status.isConnected = state === 'answers';
      if (shown !== undefined) Notification.dismiss(shown);
      shown =
        state === 'answers' ? undefined : Notification.error(describeState(state), { autoClose: false });
      if (state !== 'answers') return;
      closeOutdated();
      // Refresh what runs in the lab; failed requests are retried automatically.
      void serviceManager.sessions.refreshRunning().catch(() => undefined);
      void serviceManager.kernels.refreshRunning().catch(() => undefined);
    });
    return async () => undefined;
  },
};

/** The lab is back: these dialogs are outdated. */
function closeOutdated(): void {
  Dialog.tracker.forEach((dialog) => {
    const title = dialog.node.querySelector('.jp-Dialog-header')?.textContent?.trim() ?? '';
    if (OUTDATED.some((each) => each.test(title))) dialog.reject();
  });
}

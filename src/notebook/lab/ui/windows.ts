import { ILabShell } from '@jupyterlab/application';
import { IWindowResolver } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import type { Plugin } from './choose-plugins.js';

/** Names of further windows, in the form in which JupyterLab gives them. */
const FURTHER = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `auto-${letter}`);

/**
 * Gives each window of JupyterLab the name of a workspace that no other window has. In place of JupyterLab's
 * plugin of the same token, which asks the other windows, waits half a second at most for their answers, and
 * loads the page anew under another name; a busy window answers later. The browser's locks need no answer.
 */
export const windowName: Plugin = {
  id: 'listenlab:window-name',
  description: 'Gives each window a workspace of its own.',
  provides: IWindowResolver,
  autoStart: true,
  activate: async (): Promise<IWindowResolver> => {
    const wanted = PageConfig.getOption('workspace') || PageConfig.defaultWorkspace;
    const name = await firstFree([wanted, ...FURTHER]);
    if (name !== wanted) {
      PageConfig.setOption('workspace', name);
      const { search, hash } = window.location;
      window.history.replaceState(null, '', PageConfig.getUrl({ workspace: name }) + search + hash);
    }
    return { name };
  },
};

/** The first name that can be held until this page ends; without locks, as off this machine and without TLS, the first. */
async function firstFree(names: readonly string[]): Promise<string> {
  for (const name of names) {
    if (navigator.locks === undefined || (await hold(name))) return name;
  }
  return names[0];
}

function hold(name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`listenlab:window:${name}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock && new Promise<never>(() => undefined);
      })
      .catch(reject);
  });
}

/** Pixels below which a side bar leaves a document no room. */
const NARROW = 600;

/**
 * On a phone JupyterLab starts with the document, and not with the list of files beside a strip of it. The side bar on
 * the right has nothing in it here; JupyterLab looks at that only when something is added, and else leaves a gap.
 */
export const narrowWindow: Plugin = {
  id: 'listenlab:narrow-window',
  description: 'Folds side bars that have nothing in them, or no room.',
  requires: [ILabShell],
  autoStart: true,
  activate: ({ restored }, shell: ILabShell) => {
    // Not awaited: what is restored waits for all plugins.
    void restored.then(() => {
      if (shell.isEmpty('right')) shell.collapseRight();
      if (window.innerWidth < NARROW && !shell.isEmpty('main')) shell.collapseLeft();
    });
  },
};

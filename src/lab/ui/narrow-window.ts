import { ILabShell } from '@jupyterlab/application';
import type { Plugin } from './choose-plugins.js';

/** Pixels below which a side bar leaves a document no room. */
const NARROW = 600;

/** On a phone JupyterLab starts with the document, and not with the list of files beside a strip of it. */
export const narrowWindow: Plugin = {
  id: 'listenlab:narrow-window',
  description: 'Folds the side bar of a window that has no room for it.',
  requires: [ILabShell],
  autoStart: true,
  activate: ({ restored }, shell: ILabShell) => {
    // Not awaited: what is restored waits for all plugins.
    void restored.then(() => {
      if (window.innerWidth < NARROW && !shell.isEmpty('main')) shell.collapseLeft();
    });
  },
};

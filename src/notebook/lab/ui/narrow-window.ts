import { ILabShell } from '@jupyterlab/application';
import type { Plugin } from './choose-plugins.js';

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

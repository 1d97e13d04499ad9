import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import type { Plugin } from './choose-plugins.js';

/** An address ends in `#cell-id=...`: the notebook's page selects that cell and scrolls to it. */
export const cellLinks: Plugin = {
  id: 'listenlab:cell-links',
  description: 'Shows the cell that the address of a notebook names.',
  requires: [INotebookTracker],
  autoStart: true,
  activate: (_app, notebooks: INotebookTracker) => {
    notebooks.widgetAdded.connect((_sender, panel) => void showNamed(panel, location.hash));
  },
};

async function showNamed({ content, context, revealed }: NotebookPanel, hash: string): Promise<void> {
  if (hash === '') return;
  await Promise.all([context.ready, revealed]);
  const [, id] = /^#cell-id=([\w-]+)$/.exec(hash) ?? [];
  const index = content.widgets.findIndex(({ model }) => model.id === id);
  if (index >= 0) content.activeCellIndex = index;
  await content.setFragment(hash);
}

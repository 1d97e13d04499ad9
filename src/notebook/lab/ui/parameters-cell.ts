import type { Cell } from '@jupyterlab/cells';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { Plugin } from './choose-plugins.js';

const TOGGLE = 'listenlab:parameters-cell';
const TAG = 'parameters';

/** Edit > Parameters Cell: whether what the cell declares can be set from outside, as `run --set` does. */
export const parametersCell: Plugin = {
  id: 'listenlab:parameters-cell',
  description: 'Tags the cell that holds the parameters of a notebook.',
  requires: [INotebookTracker],
  optional: [IMainMenu],
  autoStart: true,
  activate: ({ commands }, notebooks: INotebookTracker, menu: IMainMenu | null) => {
    commands.addCommand(TOGGLE, {
      label: 'Parameters Cell',
      caption: 'What the cell declares can be set from outside, as with npx listenlab run --set',
      isEnabled: () => notebooks.activeCell?.model.type === 'code',
      isToggled: () => tagsOf(notebooks.activeCell).includes(TAG),
      execute: () => toggle(notebooks.activeCell),
    });
    notebooks.activeCellChanged.connect(() => commands.notifyCommandChanged(TOGGLE));
    menu?.editMenu.addGroup([{ command: TOGGLE }], 100);
  },
};

function tagsOf(cell: Cell | null): string[] {
  const tags: unknown = cell?.model.getMetadata('tags');
  return Array.isArray(tags) ? tags.map(String) : [];
}

function toggle(cell: Cell | null): void {
  if (cell === null) return;
  const tags = tagsOf(cell);
  const changed = tags.includes(TAG) ? tags.filter((tag) => tag !== TAG) : [...tags, TAG];
  if (changed.length === 0) cell.model.deleteMetadata('tags');
  else cell.model.setMetadata('tags', changed);
}

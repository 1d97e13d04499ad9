import { Notification } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { foreignLanguage } from '../../jupyter/nbformat.js';
import type { Plugin } from './choose-plugins.js';

const TOGGLE = 'listenlab:parameters-cell';
const TAG = 'parameters';

/** Edit > Parameters Cell: whether the cell's declarations can be set from outside, as by `run --set`. */
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

/** Warns that cells of a notebook in another language run as TypeScript here. */
export const foreignNotebooks: Plugin = {
  id: 'listenlab:foreign-notebooks',
  description: 'Warns about notebooks written in a language that the lab does not run.',
  requires: [INotebookTracker],
  autoStart: true,
  activate: (_app, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_tracker, panel) => void checkPanel(panel));
  },
};

async function checkPanel({ context }: NotebookPanel): Promise<void> {
  await context.ready;
  // Checked at once: when its session starts, the notebook adopts the kernel's name.
  const { metadata } = context.model;
  const language = foreignLanguage(metadata);
  if (language === undefined) return;
  Notification.warning(
    `${context.contentsModel?.name} was written for another kernel, ${metadata.kernelspec?.display_name || language}. Its cells run as TypeScript here, and saving notes this kernel in the notebook.`,
    { autoClose: false },
  );
}

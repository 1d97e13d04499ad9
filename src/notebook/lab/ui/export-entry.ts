import type { JupyterFrontEnd } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { Menu } from '@lumino/widgets';
import { labFetch } from '../../page/lab-server.js';
import { EXPORT_FORMATS, type ExportFormat } from '../../page/protocol.js';
import type { Plugin } from './choose-plugins.js';

const EXPORT = 'listenlab:export-notebook';
const LABEL = 'Save and Export Notebook As';

/** File > Save and Export Notebook As: downloads the notebook in another format. JupyterLab's own needs nbconvert. */
export const exportEntry: Plugin = {
  id: 'listenlab:export-entry',
  description: 'Exports the notebook as HTML, Markdown, TypeScript or PDF.',
  requires: [INotebookTracker],
  optional: [IMainMenu, ICommandPalette],
  autoStart: true,
  activate: (app, notebooks: INotebookTracker, menu: IMainMenu | null, palette: ICommandPalette | null) => {
    addCommand(app, notebooks);
    const formats = Object.keys(EXPORT_FORMATS);
    const submenu = new Menu({ commands: app.commands });
    submenu.id = 'listenlab-export';
    submenu.title.label = LABEL;
    for (const to of formats) {
      submenu.addItem({ command: EXPORT, args: { to } });
      palette?.addItem({ command: EXPORT, args: { to, isPalette: true }, category: 'Notebook Operations' });
    }
    // Where JupyterLab has its own, below Download.
    menu?.fileMenu.addGroup([{ type: 'submenu', submenu }], 6);
  },
};

function addCommand({ commands }: JupyterFrontEnd, notebooks: INotebookTracker): void {
  commands.addCommand(EXPORT, {
    label: ({ to, isPalette }) => {
      const name = EXPORT_FORMATS[to as ExportFormat] ?? '';
      return isPalette ? `${LABEL}: ${name}` : name;
    },
    isEnabled: () => notebooks.currentWidget !== null,
    execute: async ({ to }) => {
      const panel = notebooks.currentWidget;
      if (panel) await exportNotebook(panel, to as ExportFormat);
    },
    describedBy: {
      args: { type: 'object', properties: { to: { enum: Object.keys(EXPORT_FORMATS) } }, required: ['to'] },
    },
  });
  notebooks.currentChanged.connect(() => commands.notifyCommandChanged(EXPORT));
}

async function exportNotebook({ context }: NotebookPanel, to: ExportFormat): Promise<void> {
  const name = PathExt.basename(context.localPath);
  const format = EXPORT_FORMATS[to];
  if (context.model.dirty) await context.save();
  const id = Notification.emit(`Exporting ${name} as ${format}`, 'in-progress', { autoClose: false });
  try {
    const file = await download(context.localPath, to);
    Notification.update({ id, message: `${name} was exported: ${file}`, type: 'success', autoClose: 5000 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    Notification.update({
      id,
      message: `${name} was not exported: ${message}`,
      type: 'error',
      autoClose: false,
    });
  }
}

/** Downloads an exported notebook and returns the name of the file. */
async function download(notebook: string, to: ExportFormat): Promise<string> {
  const answer = await labFetch('/lab-api/export', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ notebook, to }),
  }).catch((cause) => {
    throw new Error('the lab does not answer; is it still running in its terminal?', { cause });
  });
  if (!answer.ok) {
    const said = (await answer.json().catch(() => ({}))) as { message?: string };
    throw new Error(said.message ?? `the lab answered ${answer.status}`);
  }
  const [, encoded = ''] =
    /filename\*=UTF-8''(.*)$/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  const link = Object.assign(document.createElement('a'), {
    href: URL.createObjectURL(await answer.blob()),
    download: decodeURIComponent(encoded),
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return link.download;
}

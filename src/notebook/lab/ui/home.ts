import { Dialog, ICommandPalette, showDialog } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { Widget } from '@lumino/widgets';
import { markSvg } from '../../page/elements.js';
import type { Plugin } from './choose-plugins.js';

const FIRST_PAGE = 'listenlab:first-page';
const ABOUT = 'listenlab:about';

/** Navigation to the first page, through the logo and the File menu, and an About box in place of Jupyter's. */
export const home: Plugin = {
  id: 'listenlab:home',
  description: 'Links to the first page, and describes this program.',
  optional: [IMainMenu, ICommandPalette],
  autoStart: true,
  activate: (app, menu: IMainMenu | null, palette: ICommandPalette | null) => {
    const { commands, shell } = app;
    shell.add(markWidget(), 'top', { rank: 0 });
    commands.addCommand(FIRST_PAGE, {
      label: 'First Page',
      caption: 'The notebooks, the data and the reports of this lab',
      execute: () => window.location.assign(PageConfig.getBaseUrl()),
    });
    commands.addCommand(ABOUT, { label: 'About listenlab', execute: showAbout });
    menu?.fileMenu.addGroup([{ command: FIRST_PAGE }], 0);
    menu?.helpMenu.addGroup([{ command: ABOUT }], 0);
    palette?.addItem({ command: FIRST_PAGE, category: 'View' });
    palette?.addItem({ command: ABOUT, category: 'Help' });
  },
};

function markWidget(): Widget {
  const node = document.createElement('a');
  node.href = PageConfig.getBaseUrl();
  node.title = 'First page of the lab';
  const isNotebook = PageConfig.getOption('notebookPage') !== '';
  const mark = markSvg(22);
  node.innerHTML = isNotebook ? `${mark}<span>listenlab</span>` : mark;
  if (!isNotebook) node.setAttribute('aria-label', 'listenlab, first page');
  const widget = new Widget({ node });
  // The interfaces lay out elements with these ids.
  widget.id = isNotebook ? 'jp-NotebookLogo' : 'jp-MainLogo';
  widget.addClass('listenlab-mark');
  return widget;
}

async function showAbout(): Promise<void> {
  const notebook = PageConfig.getNotebookVersion().join('.');
  const made = notebook === '0.0.0' ? 'JupyterLab' : `Jupyter Notebook ${notebook}`;
  const node = document.createElement('div');
  node.append(`The interface is that of ${made}, the cells are TypeScript. `);
  const licences = Object.assign(document.createElement('a'), {
    href: '/static/licences.txt',
    target: '_blank',
    textContent: 'Licences of the interface',
  });
  node.append(licences);
  await showDialog({
    title: `listenlab ${PageConfig.getOption('appVersion')}`,
    body: new Widget({ node }),
    buttons: [Dialog.okButton({ label: 'Close' })],
  });
}

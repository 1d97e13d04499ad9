import { Notification } from '@jupyterlab/apputils';
import type { Cell, CodeCell } from '@jupyterlab/cells';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { KernelMessage } from '@jupyterlab/services';
import type { Plugin } from './choose-plugins.js';

const GONE = 'listenlab-gone';

/**
 * Marks the cells whose variables went with a kernel that died or was restarted, until they run again, and says
 * why a kernel died that ran no cell; one that ran says so under the cell.
 */
export const kernelEnds: Plugin = {
  id: 'listenlab:kernel-ends',
  description: 'Shows what is gone after a kernel has died or was restarted.',
  requires: [INotebookTracker],
  autoStart: true,
  activate: (_app, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_sender, panel) => watchPanel(panel));
  },
};

function watchPanel({ content, sessionContext }: NotebookPanel): void {
  sessionContext.statusChanged.connect((_sender, status) => {
    if (status !== 'restarting' && status !== 'autorestarting') return;
    for (const cell of content.widgets) if (isCode(cell)) markGone(cell);
  });
  sessionContext.iopubMessage.connect((_sender, message) => {
    if (!KernelMessage.isStatusMsg(message)) return;
    const { reason } = message.content as { reason?: string };
    if (reason) Notification.error(reason, { autoClose: false });
  });
}

function isCode(cell: Cell): cell is CodeCell {
  return cell.model.type === 'code';
}

function markGone(cell: CodeCell): void {
  const { model } = cell;
  if (model.executionCount === null || cell.hasClass(GONE)) return;
  cell.addClass(GONE);
  const prompt = cell.node.querySelector('.jp-InputPrompt');
  prompt?.setAttribute('title', 'Its kernel has ended: what this cell declared is gone until it runs again');
  const unmark = (_model: unknown, { name }: { name: string }) => {
    if (name !== 'executionCount' && name !== 'executionState') return;
    cell.removeClass(GONE);
    prompt?.removeAttribute('title');
    model.stateChanged.disconnect(unmark);
  };
  model.stateChanged.connect(unmark);
}

import type { ISessionContext } from '@jupyterlab/apputils';
import { type Cell, CodeCell } from '@jupyterlab/cells';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import type { KernelMessage } from '@jupyterlab/services';
import type { Plugin } from './choose-plugins.js';
import { hearKernel } from './kernel-ends.js';

/** Classes of Jupyter's: an output that asks the user, and one that has just been answered here and goes by itself. */
const QUESTION = 'jp-OutputArea-stdin-item';
const ANSWERED = 'jp-OutputArea-stdin-hiding';

/** Takes away questions that are over, as they were answered in another page, or their cell has ended without an answer. */
export const questions: Plugin = {
  id: 'listenlab:questions',
  description: 'Takes away questions to the user that nobody needs an answer to any more.',
  requires: [INotebookTracker],
  autoStart: true,
  activate: (_app, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_sender, panel) => watchPanel(panel));
  },
};

function watchPanel({ content, sessionContext }: NotebookPanel): void {
  // A cell asks one question after the other, and one cell runs at a time.
  hearKernel(sessionContext, (message) => {
    if (endsQuestion(message)) takeAway(content.widgets, sessionContext);
  });
}

/** The first is the lab's own. The end of a cell is told also when its kernel ended with it. */
function endsQuestion({ header, parent_header, content }: KernelMessage.IMessage): boolean {
  if ((header.msg_type as string) === 'listenlab_answered') return true;
  if (header.msg_type !== 'status') return false;
  const asked = (parent_header as Partial<KernelMessage.IHeader>).msg_type;
  return asked === 'execute_request' && (content as { execution_state?: string }).execution_state === 'idle';
}

function takeAway(cells: readonly Cell[], { session }: ISessionContext): void {
  for (const cell of cells) {
    if (!(cell instanceof CodeCell)) continue;
    for (const output of [...cell.outputArea.widgets]) {
      if (output.hasClass(QUESTION) && !output.hasClass(ANSWERED)) output.dispose();
    }
  }
  // Without this no other cell runs in this page.
  session?.kernel?.removeInputGuard();
}

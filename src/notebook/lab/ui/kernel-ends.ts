import { type ISessionContext, Notification } from '@jupyterlab/apputils';
import { type Cell, CodeCell } from '@jupyterlab/cells';
import { INotebookTracker, type Notebook, NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { KernelMessage, Session } from '@jupyterlab/services';
import type { Plugin } from './choose-plugins.js';

const GONE = 'listenlab-gone';

/** States in which a kernel has lost its variables. */
const ENDS = ['restarting', 'autorestarting', 'dead'];

/**
 * Marks cells whose variables were lost with a kernel that ended or was restarted, until they run again, and says why
 * an idle kernel ended; otherwise the reason is shown under the running cell.
 */
export const kernelEnds: Plugin = {
  id: 'listenlab:kernel-ends',
  description: 'Marks cells whose variables were lost when their kernel ended or was restarted.',
  requires: [INotebookTracker],
  autoStart: true,
  activate: (_app, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_sender, panel) => watchPanel(panel));
  },
};

function watchPanel({ content, sessionContext }: NotebookPanel): void {
  sessionContext.statusChanged.connect((_sender, status) => {
    if (!ENDS.includes(status)) return;
    for (const cell of content.widgets) markGone(cell);
    if (status === 'dead' && !endsItself(sessionContext)) letGo(content, sessionContext);
  });
  hearKernel(sessionContext, (message) => {
    if (!tellsOfEnd(message) || endsItself(sessionContext)) return;
    const { reason } = message.content as { reason?: string };
    if (reason) sayUntilRun(content, reason);
  });
}

/** Receives all messages of a notebook's kernels as they arrive: the only way to get those of an ended one. */
export function hearKernel(context: ISessionContext, take: (message: KernelMessage.IMessage) => void): void {
  const hear = (session: Session.ISessionConnection | null) =>
    session?.anyMessage.connect((_sender, { msg, direction }) => {
      if (direction === 'recv') take(msg);
    });
  context.sessionChanged.connect((_sender, { newValue }) => hear(newValue));
  hear(context.session);
}

/** The second is the lab's own: another process has taken the kernel's place. */
function tellsOfEnd({ header }: KernelMessage.IMessage): boolean {
  return ['status', 'listenlab_process'].includes(header.msg_type as string);
}

/** Whether this page itself ends or changes the kernel, on the user's request. */
function endsItself({ kernelDisplayStatus }: ISessionContext): boolean {
  return ['terminating', 'restarting', 'starting'].includes(kernelDisplayStatus);
}

/** Drops the kernel: the next run of a cell then starts one. */
function letGo(notebook: Notebook, { session, name }: ISessionContext): void {
  if (session?.kernel?.model.reason) {
    sayUntilRun(
      notebook,
      `The kernel of ${name} ended while this page was not connected to it: what its cells had declared is lost. Run them again, starting with the first; they get a new kernel.`,
    );
  }
  // Deferred: the sender of this signal still uses the session.
  queueMicrotask(() => session?.dispose());
}

/** Says why a kernel ended, until a cell of the notebook runs again. */
function sayUntilRun(notebook: Notebook, message: string): void {
  const id = Notification.error(message, { autoClose: false });
  const dismiss = (_sender: unknown, ran: { notebook: Notebook }) => {
    if (ran.notebook !== notebook) return;
    NotebookActions.executionScheduled.disconnect(dismiss);
    Notification.dismiss(id);
  };
  NotebookActions.executionScheduled.connect(dismiss);
}

/** Shows that what a cell declared is gone, until it runs again. */
export function markGone(cell: Cell): void {
  if (!(cell instanceof CodeCell)) return;
  const { model } = cell;
  if (model.executionCount === null || cell.hasClass(GONE)) return;
  cell.addClass(GONE);
  const prompt = cell.node.querySelector('.jp-InputPrompt');
  prompt?.setAttribute('title', 'Its kernel has ended: what this cell declared is lost until it runs again');
  const unmark = (_model: unknown, { name }: { name: string }) => {
    if (name !== 'executionCount' && name !== 'executionState') return;
    cell.removeClass(GONE);
    prompt?.removeAttribute('title');
    model.stateChanged.disconnect(unmark);
  };
  model.stateChanged.connect(unmark);
}

const INTERRUPT = 'notebook:interrupt-kernel';

/** Milliseconds a cell has to stop after an interrupt before the page says that it does not. */
const PATIENCE = 5000;

/** Says that a cell does not stop after an interrupt, as while `execSync` waits for another program. */
export const interrupts: Plugin = {
  id: 'listenlab:interrupts',
  description: 'Reports cells that cannot be interrupted, and how to stop them.',
  requires: [INotebookTracker],
  autoStart: true,
  activate: ({ commands }, tracker: INotebookTracker) => {
    const watched = new WeakSet<ISessionContext>();
    commands.commandExecuted.connect((_sender, { id }) => {
      const context = tracker.currentWidget?.sessionContext;
      if (id !== INTERRUPT || context?.session?.kernel?.status !== 'busy' || watched.has(context)) return;
      watched.add(context);
      sayUntilStopped(context, () => watched.delete(context));
    });
  },
};

function sayUntilStopped({ statusChanged }: ISessionContext, onStopped: () => void): void {
  let shown: string | undefined;
  const timer = setTimeout(() => {
    shown = Notification.warning(
      'The cell cannot be interrupted: it is inside a single long call. Restart the kernel to stop it.',
      { autoClose: false },
    );
  }, PATIENCE);
  const check = (_sender: unknown, status: string) => {
    if (status === 'busy') return;
    statusChanged.disconnect(check);
    clearTimeout(timer);
    if (shown !== undefined) Notification.dismiss(shown);
    onStopped();
  };
  statusChanged.connect(check);
}

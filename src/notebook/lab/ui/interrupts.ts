import { type ISessionContext, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { Plugin } from './choose-plugins.js';

const INTERRUPT = 'notebook:interrupt-kernel';

/** Milliseconds that a cell has to stop after an interrupt, before the page says that it does not. */
const PATIENCE = 5000;

/** Says that a cell does not stop after an interrupt, as while `execSync` waits for another program. */
export const interrupts: Plugin = {
  id: 'listenlab:interrupts',
  description: 'Says that a cell cannot be interrupted, and what ends it.',
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
      'The cell does not stop: it is inside a single long call. Restart the kernel to end it.',
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

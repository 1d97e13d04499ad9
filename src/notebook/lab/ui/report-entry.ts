import { Notification } from '@jupyterlab/apputils';
import { PathExt, URLExt } from '@jupyterlab/coreutils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { INotebookTracker } from '@jupyterlab/notebook';
import { askLab, describeReport, type ReportAnswer, repeat } from '../../page/lab-server.js';
import type { Plugin } from './choose-plugins.js';

const MAKE_REPORT = 'listenlab:make-report';
const ROUTE = '/lab-api/report';

/** File > Make Report: runs this notebook as saved, and shows the progress and where the report is. */
export const reportEntry: Plugin = {
  id: 'listenlab:report-entry',
  description: 'Makes a report of the notebook.',
  requires: [INotebookTracker],
  optional: [IMainMenu],
  autoStart: true,
  activate: ({ commands }, notebooks: INotebookTracker, menu: IMainMenu | null) => {
    const reports = new NotebookReports();
    commands.addCommand(MAKE_REPORT, {
      label: 'Make Report of This Notebook',
      caption: 'Runs the notebook as saved, and turns it into a page that opens anywhere, even offline',
      isEnabled: () => notebooks.currentWidget !== null,
      execute: async () => {
        const context = notebooks.currentWidget?.context;
        if (context === undefined) return;
        if (context.model.dirty) await context.save();
        await reports.make(context.localPath);
      },
    });
    notebooks.currentChanged.connect(() => commands.notifyCommandChanged(MAKE_REPORT));
    // Below Download.
    menu?.fileMenu.addGroup([{ command: MAKE_REPORT }], 7);
  },
};

/** Makes reports of single notebooks, with notifications of their progress and result. */
class NotebookReports {
  /** The notification about each notebook's last report, by path; a new one replaces it. */
  readonly #notices = new Map<string, string>();
  /** Likewise, notifications that another report is being made. */
  readonly #waits = new Map<string, string>();
  /** Whether the current report was requested here. */
  #isOwn = false;

  async make(path: string): Promise<void> {
    const name = `Report of ${PathExt.basename(path)}`;
    try {
      const { status } = await askLab<ReportAnswer>('GET', ROUTE);
      await (status === 'running' ? this.#waitForOther(path, name) : this.#start(path, name));
    } catch (error) {
      Notification.error(`${name}: ${messageOf(error)}`, { autoClose: false });
    }
  }

  async #start(path: string, name: string): Promise<void> {
    Notification.dismiss(this.#notices.get(path) ?? '');
    this.#isOwn = true;
    try {
      await askLab('POST', ROUTE, { notebook: path });
      const id = Notification.emit(`${name}: starting`, 'in-progress', { autoClose: false });
      this.#notices.set(path, id);
      await follow((answer) => show(id, name, answer)).catch((error) =>
        update(id, `${name}: ${messageOf(error)}`, 'error'),
      );
    } finally {
      this.#isOwn = false;
    }
  }

  /** Says that another report is being made while that lasts, then its result. */
  async #waitForOther(path: string, name: string): Promise<void> {
    const isShown = this.#isOwn;
    Notification.dismiss(this.#waits.get(path) ?? '');
    const id = Notification.warning(
      `${name}: another report is being made; wait for it, or cancel it on the first page`,
      { autoClose: false },
    );
    this.#waits.set(path, id);
    let last: ReportAnswer | undefined;
    await follow((answer) => {
      last = answer;
    }).finally(() => Notification.dismiss(id));
    // Repeated requests get one answer, and the requesting page shows its own.
    if (last && !isShown && this.#waits.get(path) === id) show('', 'The other report', last);
  }
}

/** Reports the progress of the current report to its end. */
function follow(tell: (answer: ReportAnswer) => void): Promise<void> {
  return repeat(async () => {
    const answer = await askLab<ReportAnswer>('GET', ROUTE);
    tell(answer);
    return answer.status === 'running';
  });
}

/** Shows the progress of a report; its end even if the notification was closed. */
function show(id: string, name: string, answer: ReportAnswer): void {
  const { status, done, total, report } = answer;
  const message = `${name}: ${describeReport(answer)}`;
  if (status === 'running') {
    const actions = [{ label: 'Cancel', callback: cancel }];
    Notification.update({ id, message, progress: total > 0 ? done / total : undefined, actions });
  } else if (status === 'done' && report !== undefined) {
    const open = () => void window.open(URLExt.join('/files', URLExt.encodeParts(report)));
    update(id, message, 'success', [{ label: 'Open Report', callback: open }]);
  } else {
    update(id, message, status === 'failed' ? 'error' : 'info');
  }
}

function update(
  id: string,
  message: string,
  type: 'success' | 'error' | 'info',
  actions: Notification.IAction[] = [],
): void {
  if (!Notification.update({ id, message, type, actions }))
    Notification.emit(message, type, { actions, autoClose: false });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function cancel(event: MouseEvent): void {
  // The message stays and is updated with the result.
  event.preventDefault();
  void askLab('DELETE', ROUTE);
}

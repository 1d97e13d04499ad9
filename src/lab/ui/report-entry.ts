import { Notification } from '@jupyterlab/apputils';
import { PathExt, URLExt } from '@jupyterlab/coreutils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { Plugin } from './choose-plugins.js';
import { describeReport, type ReportAnswer } from './landing-report.js';
import { askLab, repeat } from './landing-server.js';

const MAKE_REPORT = 'listenlab:make-report';
const ROUTE = '/lab-api/report';

/** File > Make Report: runs this notebook as it is saved, and shows how far that is and where the report lies. */
export const reportEntry: Plugin = {
  id: 'listenlab:report-entry',
  description: 'Makes a report of the notebook.',
  requires: [INotebookTracker],
  optional: [IMainMenu],
  autoStart: true,
  activate: ({ commands }, notebooks: INotebookTracker, menu: IMainMenu | null) => {
    const notices = new Map<string, string>();
    commands.addCommand(MAKE_REPORT, {
      label: 'Make Report of This Notebook',
      caption: 'Runs the notebook as it is saved, and makes a page of it that opens anywhere, also offline',
      isEnabled: () => notebooks.currentWidget !== null,
      execute: async () => {
        const context = notebooks.currentWidget?.context;
        if (context === undefined) return;
        if (context.model.dirty) await context.save();
        await makeReport(context.localPath, notices);
      },
    });
    notebooks.currentChanged.connect(() => commands.notifyCommandChanged(MAKE_REPORT));
    // Below Download.
    menu?.fileMenu.addGroup([{ command: MAKE_REPORT }], 7);
  },
};

/** @param notices the notification about each notebook's last report, which a new one takes the place of */
async function makeReport(path: string, notices: Map<string, string>): Promise<void> {
  const name = PathExt.basename(path);
  Notification.dismiss(notices.get(path) ?? '');
  let id = '';
  try {
    const { status } = await askLab<ReportAnswer>('GET', ROUTE);
    if (status === 'running')
      throw new Error('another one is being made; wait for it, or cancel it on the first page');
    await askLab('POST', ROUTE, { notebook: path });
    id = Notification.emit(`Report of ${name}: starting`, 'in-progress', { autoClose: false });
    notices.set(path, id);
    await repeat(async () => {
      const answer = await askLab<ReportAnswer>('GET', ROUTE);
      show(id, name, answer);
      return answer.status === 'running';
    });
  } catch (error) {
    const message = `Report of ${name}: ${error instanceof Error ? error.message : error}`;
    // One that has only just been shown cannot be changed yet, so a refusal is a notification of its own.
    if (id === '') notices.set(path, Notification.error(message, { autoClose: false }));
    else Notification.update({ id, message, type: 'error', actions: [] });
  }
}

function show(id: string, name: string, answer: ReportAnswer): void {
  const { status, done, total, report } = answer;
  const message = `Report of ${name}: ${describeReport(answer)}`;
  if (status === 'running') {
    const actions = [{ label: 'Cancel', callback: cancel }];
    Notification.update({ id, message, progress: total > 0 ? done / total : undefined, actions });
  } else if (status === 'done' && report !== undefined) {
    const open = () => void window.open(URLExt.join('/files', URLExt.encodeParts(report)));
    Notification.update({
      id,
      message,
      type: 'success',
      actions: [{ label: 'Open Report', callback: open }],
    });
  } else {
    Notification.update({ id, message, type: status === 'failed' ? 'error' : 'info', actions: [] });
  }
}

function cancel(event: MouseEvent): void {
  // The message stays, and says what becomes of it.
  event.preventDefault();
  void askLab('DELETE', ROUTE);
}

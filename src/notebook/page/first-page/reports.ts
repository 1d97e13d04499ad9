import { askLab, describeReport, part, type ReportAnswer, repeat, showProgress } from '../lab-server.js';
import { type FailedCell, inAddress, type ReportWish } from '../protocol.js';
import { offerReport } from './report-dialog.js';
import { refreshReports } from './report-list.js';

/** Interval between checks for a report of another page, in milliseconds. */
const PAUSE = 3000;
/** Lines shown of a failed cell. */
const MOST_LINES = 12;

/** The button that makes a report, how far it is, and the button that cancels it. */
export function watchReport(): void {
  const box = document.getElementById('report_box');
  if (box === null) return;
  const cancel = part(box, '#report_cancel', HTMLButtonElement);
  const line = part(box, '#report_status', HTMLElement);
  const show = (answer: ReportAnswer) => showJob(box, answer);
  const fail = (error: Error) => show({ status: 'failed', text: error.message, done: 0, total: 0 });
  let watching = false;
  let status: ReportAnswer['status'] | undefined;
  const watch = async () => {
    if (watching) return;
    watching = true;
    await repeat(async () => {
      const answer = await askLab<ReportAnswer>('GET', '/lab-api/report');
      show(answer);
      // A failed one has left what had run.
      const hasEnded = status !== answer.status && answer.status !== 'running';
      if (status !== undefined && hasEnded) await refreshReports();
      status = answer.status;
      return status === 'running';
    }).catch(fail);
    watching = false;
  };
  let started: Promise<unknown> = Promise.resolve();
  offerReport((wish: ReportWish) => {
    show({ status: 'running', text: 'Starting', done: 0, total: 0 });
    // The button that opened the dialog cannot have the focus now.
    cancel.focus();
    const asked = askLab('POST', '/lab-api/report', wish);
    asked.then(watch, fail);
    started = asked.catch(() => undefined);
  });
  cancel.addEventListener('click', () => {
    cancel.hidden = true;
    line.textContent = 'Cancelling';
    // Before the lab has received the start, there is nothing to cancel.
    started.then(() => askLab('DELETE', '/lab-api/report')).catch(fail);
  });
  void watch();
  // Including those made by another page or a terminal.
  setInterval(() => document.visibilityState === 'visible' && void watch(), PAUSE);
  const lookAgain = () => {
    if (document.visibilityState === 'hidden') return;
    void watch();
    // A silent lab is reported by the other request.
    void refreshReports().catch(() => {});
  };
  document.addEventListener('visibilitychange', lookAgain);
  window.addEventListener('focus', lookAgain);
}

function showJob(box: HTMLElement, answer: ReportAnswer): void {
  const { status, done, total, report, cell } = answer;
  const running = status === 'running';
  const start = part(box, '#report_start', HTMLButtonElement);
  const cancel = part(box, '#report_cancel', HTMLButtonElement);
  const hadFocus = document.activeElement === cancel;
  box.dataset.state = status;
  start.disabled = running;
  cancel.hidden = !running;
  if (hadFocus && !running) start.focus();
  showProgress(part(box, 'progress', HTMLProgressElement), running, done, total);
  const line = part(box, '#report_status', HTMLElement);
  // The error itself stands below, with the cell.
  const words = cell
    ? `Cell ${cell.number} of ${cell.notebook} failed; the report was not made.`
    : describeReport(answer);
  // Updated only when it changes: screen readers announce it.
  if (line.dataset.words === words) return;
  line.dataset.words = words;
  line.textContent = words;
  if (report !== undefined) line.append(' ', linkTo(`/files/${inAddress(report)}`, 'Open it'));
  showFailure(part(box, '#report_failure', HTMLElement), cell);
}

/** The cell that failed, what its error said, and the way to it. */
function showFailure(place: HTMLElement, cell: FailedCell | undefined): void {
  place.hidden = cell === undefined;
  place.replaceChildren();
  if (cell === undefined) return;
  const lines = cell.source.split('\n');
  const source = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'] : lines;
  const address = `/notebooks/${inAddress(cell.notebook)}#cell-id=${encodeURIComponent(cell.id)}`;
  place.append(
    block(source.join('\n'), `Cell ${cell.number} of ${cell.notebook}`),
    block(cell.story, 'Its error', 'story'),
    Object.assign(document.createElement('p'), { className: 'actions' }),
  );
  place.lastElementChild?.append(linkTo(address, `Open ${cell.notebook} at this cell`));
}

/** Text as it stands, in a box that the keyboard can scroll. */
function block(text: string, label: string, kind = ''): HTMLElement {
  const made = Object.assign(document.createElement('pre'), {
    textContent: text,
    className: kind,
    tabIndex: 0,
  });
  made.setAttribute('role', 'group');
  made.setAttribute('aria-label', label);
  return made;
}

function linkTo(href: string, text: string): HTMLAnchorElement {
  return Object.assign(document.createElement('a'), { href, textContent: text });
}

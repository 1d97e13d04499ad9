import { askLab, repeat, showProgress } from './landing-server.js';

/** How far the report is, as the server tells it. */
export interface ReportAnswer {
  status: 'idle' | 'running' | 'done' | 'failed';
  text: string;
  done: number;
  total: number;
  secondsLeft?: number;
  /** Path of the report that is done, from the lab's folder. */
  report?: string;
}

/** The button that makes the report, what shows how far it is, and the one that cancels it. */
export function watchReport(): void {
  const box = document.getElementById('report_box');
  if (box === null) return;
  const start = box.querySelector<HTMLButtonElement>('#report_start')!;
  const cancel = box.querySelector<HTMLButtonElement>('#report_cancel')!;
  const bar = box.querySelector('progress')!;
  const line = box.querySelector('#report_status')!;

  const show = (answer: ReportAnswer) => {
    const running = answer.status === 'running';
    box.dataset.state = answer.status;
    start.disabled = running;
    cancel.hidden = !running;
    showProgress(bar, running, answer.done, answer.total);
    line.textContent = describeReport(answer);
  };
  const fail = (error: Error) => show({ status: 'failed', text: error.message, done: 0, total: 0 });
  const watch = () => {
    let watched = false;
    return repeat(async () => {
      const answer = await askLab<ReportAnswer>('GET', '/lab-api/report');
      show(answer);
      const running = answer.status === 'running';
      if (watched && answer.status === 'done') await listReports();
      watched = running;
      return running;
    }).catch(fail);
  };
  start.addEventListener('click', () => {
    show({ status: 'running', text: 'Starting', done: 0, total: 0 });
    askLab('POST', '/lab-api/report').then(watch, fail);
  });
  cancel.addEventListener('click', () => {
    cancel.hidden = true;
    line.textContent = 'Cancelling';
    askLab('DELETE', '/lab-api/report').catch(fail);
  });
  void watch();
}

/** The list below the button as the server now has it. */
async function listReports(): Promise<void> {
  const page = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
  const list = page.getElementById('report_list');
  if (list === null) return;
  showLocalTimes(list);
  document.getElementById('report_list')?.replaceWith(list);
}

/** Says dates in the reader's own time. */
export function showLocalTimes(within: ParentNode): void {
  for (const time of within.querySelectorAll('time')) {
    const date = new Date(time.dateTime);
    time.textContent = date.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  }
}

/** How far the report is, in words. */
export function describeReport({ status, text, done, total, secondsLeft }: ReportAnswer): string {
  if (status !== 'running' || total === 0) return text;
  const left = secondsLeft === undefined ? '' : ` · ${timeLeft(secondsLeft)}`;
  return `${text} · ${done} of ${total} cells${left}`;
}

/** Rounded as far as such a guess goes. */
function timeLeft(seconds: number): string {
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}

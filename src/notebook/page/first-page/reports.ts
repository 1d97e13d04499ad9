import {
  askLab,
  describeReport,
  labFetch,
  part,
  type ReportAnswer,
  repeat,
  showProgress,
} from '../lab-server.js';

/** Interval between checks for a report of another page, in milliseconds. */
const PAUSE = 3000;

/** The button that makes the report, its progress, and the button that cancels it. */
export function watchReport(): void {
  const box = document.getElementById('report_box');
  if (box === null) return;
  const start = part(box, '#report_start', HTMLButtonElement);
  const cancel = part(box, '#report_cancel', HTMLButtonElement);
  const bar = part(box, 'progress', HTMLProgressElement);
  const line = part(box, '#report_status', HTMLElement);

  const showTicks = ticksOf(box);
  const show = (answer: ReportAnswer) => {
    const running = answer.status === 'running';
    box.dataset.state = answer.status;
    start.disabled = running;
    showTicks(running ? answer.notebooks : undefined);
    cancel.hidden = !running;
    showProgress(bar, running, answer.done, answer.total);
    const words = describeReport(answer);
    // Updated only when it changes: screen readers announce it.
    if (line.textContent !== words) line.textContent = words;
  };
  const fail = (error: Error) => show({ status: 'failed', text: error.message, done: 0, total: 0 });
  let watching = false;
  let status: ReportAnswer['status'] | undefined;
  const watch = async () => {
    if (watching) return;
    watching = true;
    await repeat(async () => {
      const answer = await askLab<ReportAnswer>('GET', '/lab-api/report');
      show(answer);
      if (status !== undefined && status !== 'done' && answer.status === 'done') await refreshLists();
      status = answer.status;
      return status === 'running';
    }).catch(fail);
    watching = false;
  };
  let started: Promise<unknown> = Promise.resolve();
  start.addEventListener('click', () => {
    const among = chosenNotebooks(box);
    show({ status: 'running', text: 'Starting', done: 0, total: 0, notebooks: among });
    const asked = askLab('POST', '/lab-api/report', { among });
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
    void refreshLists().catch(() => {});
  };
  document.addEventListener('visibilitychange', lookAgain);
  window.addEventListener('focus', lookAgain);
}

/** Ticks the notebooks of the running report, whoever started it; afterwards restores the page's own ticks. */
function ticksOf(box: HTMLElement): (running: readonly string[] | undefined) => void {
  let own: Map<string, boolean> | undefined;
  return (running) => {
    const fieldset = part(box, '#report_notebooks', HTMLFieldSetElement);
    const ticks = [...fieldset.querySelectorAll('input')];
    fieldset.disabled = running !== undefined;
    if (running) {
      own ??= new Map(ticks.map(({ value, checked }) => [value, checked]));
      for (const tick of ticks) tick.checked = running.includes(tick.value);
    } else if (own) {
      for (const tick of ticks) tick.checked = own.get(tick.value) ?? true;
      own = undefined;
    }
  };
}

function chosenNotebooks(box: HTMLElement): string[] {
  const boxes = box.querySelectorAll<HTMLInputElement>('#report_notebooks input:checked');
  return [...boxes].map(({ value }) => value);
}

/** Refreshes the lists of reports and notebooks from the server. */
async function refreshLists(): Promise<void> {
  const answer = await labFetch('/');
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  showLocalTimes(page);
  for (const box of document.querySelectorAll<HTMLInputElement>('#report_notebooks input:not(:checked)')) {
    page
      .querySelector(`#report_notebooks input[value="${CSS.escape(box.value)}"]`)
      ?.removeAttribute('checked');
  }
  for (const id of ['report_list', 'report_notebooks']) {
    const shown = document.getElementById(id);
    const now = page.getElementById(id);
    // Unchanged elements stay, and with them the focus.
    if (shown && now && textOf(shown) !== textOf(now)) shown.replaceWith(now);
  }
}

function textOf(element: Element): string {
  return element.textContent.replace(/\s+/g, ' ');
}

/** Shows dates in local time. */
export function showLocalTimes(within: ParentNode): void {
  for (const time of within.querySelectorAll('time')) {
    const date = new Date(time.dateTime);
    time.textContent = date.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  }
}

/** How far the report is, as the server tells it. */
interface ReportAnswer {
  status: 'idle' | 'running' | 'done' | 'failed';
  text: string;
  ready: boolean;
}

/** Pause between two questions, in milliseconds: short enough to see each cell of a notebook. */
const PAUSE = 500;

const box = document.getElementById('report_box');
const button = document.getElementById('report_start') as HTMLButtonElement | null;
const line = document.getElementById('report_status');
const link = document.getElementById('report_link');

function show({ status: state, text, ready }: ReportAnswer): void {
  if (!box || !button || !line || !link) return;
  box.dataset.state = state;
  button.disabled = state === 'running';
  line.textContent = text;
  link.hidden = !ready || state === 'running';
}

async function watch(): Promise<void> {
  for (;;) {
    const answer: ReportAnswer = await (await fetch('/lab-api/report')).json();
    show(answer);
    if (answer.status !== 'running') return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

function fail(error: unknown): void {
  show({ status: 'failed', text: `The lab does not answer: ${String(error)}`, ready: false });
}

button?.addEventListener('click', () => {
  show({ status: 'running', text: 'starting', ready: false });
  fetch('/lab-api/report', { method: 'POST' }).then(watch).catch(fail);
});
if (box) watch().catch(fail);

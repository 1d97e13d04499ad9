import { labFetch, part } from '../lab-server.js';
import { inAddress, type RunningKernel } from '../protocol.js';

/** Polling interval, in milliseconds. */
const PAUSE = 3000;

const box = document.getElementById('running_box');
const list = document.getElementById('running_list');
const line = document.getElementById('running_status');

/** Fills the list of kernels of the first page, and keeps it up to date while the page is visible. */
export function watchRunning(): void {
  if (!box || !list) return;
  void refresh();
  setInterval(() => document.visibilityState === 'visible' && void refresh(), PAUSE);
  document.addEventListener('visibilitychange', () => void refresh());
}

async function refresh(): Promise<void> {
  try {
    const answer = await labFetch('/lab-api/running');
    if (answer.ok) show(await answer.json());
  } catch {
    // The server has ended; what was shown last stays.
  }
}

/** Rows are kept while their text changes, so that buttons keep the focus. */
function show(kernels: readonly RunningKernel[]): void {
  if (!box || !list) return;
  box.hidden = kernels.length === 0;
  const rows = new Map([...list.querySelectorAll('li')].map((row) => [row.dataset.kernel, row]));
  for (const kernel of kernels) {
    const row = rows.get(kernel.id) ?? list.appendChild(document.createElement('li'));
    rows.delete(kernel.id);
    fill(row, kernel);
  }
  for (const row of rows.values()) row.remove();
}

function fill(row: HTMLElement, kernel: RunningKernel): void {
  const known = row.dataset.kernel !== undefined;
  row.dataset.kernel = kernel.id;
  if (!known) {
    row.innerHTML = '<div class="what"><a></a><span class="state"></span><span class="unseen"></span></div>';
    const button = row.appendChild(document.createElement('button'));
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = 'End';
  }
  const link = part(row, 'a', HTMLAnchorElement);
  link.textContent = kernel.path || 'a kernel without a document';
  if (kernel.type === 'notebook' && !kernel.missing) link.href = `/notebooks/${inAddress(kernel.path)}`;
  else link.removeAttribute('href');
  write(row, '.state', [stateOf(kernel), memoryOf(kernel), pagesOf(kernel)].filter(Boolean).join(' · '));
  write(row, '.unseen', noteOn(kernel));
  const button = part(row, 'button', HTMLButtonElement);
  button.setAttribute('aria-label', `End the kernel of ${link.textContent}`);
  button.onclick = () => void end(kernel, button);
}

function write(row: HTMLElement, selector: string, text: string): void {
  const element = part(row, selector, HTMLElement);
  if (element.textContent !== text) element.textContent = text;
}

function noteOn({ missing, unseen }: RunningKernel): string {
  if (missing) return 'Its file is no longer there.';
  return unseen ? 'It finished while no page was open: open it to see its output.' : '';
}

function stateOf({ state, seconds }: RunningKernel): string {
  if (state === 'dead') return `died ${duration(seconds)} ago`;
  return `${state === 'busy' ? 'computing' : state} for ${duration(seconds)}`;
}

function memoryOf({ memory }: RunningKernel): string {
  return memory === null ? '' : `${Math.round(memory / 1e6).toLocaleString('en-US')} MB`;
}

function pagesOf({ pages }: RunningKernel): string {
  if (pages === 0) return 'no page open';
  return pages === 1 ? 'open in one page' : `open in ${pages} pages`;
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

async function end(kernel: RunningKernel, button: HTMLButtonElement): Promise<void> {
  const lost = kernel.state === 'busy' ? 'It is computing: its results so far will be lost.' : '';
  const unseen = kernel.unseen ? 'The output of its last cell will be lost, too.' : '';
  const question = `End the kernel of ${kernel.path || 'no document'}? Its variables will be lost. ${lost} ${unseen}`;
  if (!confirm(question.trim())) return;
  button.disabled = true;
  const answer = await labFetch(`/api/kernels/${kernel.id}`, { method: 'DELETE' }).catch(() => undefined);
  button.disabled = false;
  const done = answer?.ok || answer?.status === 404;
  if (line) line.textContent = done ? '' : 'The lab does not answer; the kernel may still be running.';
  await refresh();
}

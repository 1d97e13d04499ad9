import { askLab, labFetch, part } from '../lab-server.js';

/** Tells the lab's other pages in this browser that a report was deleted. */
const CHANNEL = 'listenlab-reports';

/** The list of reports: dates in local time, and the buttons that delete one. */
export function watchReportList(): void {
  showLocalTimes(document);
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', () => void refreshReports().catch(() => undefined));
  document.getElementById('report_list')?.parentElement?.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-delete]') : null;
    if (button?.dataset.delete !== undefined) void remove(button.dataset.delete, button, channel);
  });
}

async function remove(path: string, button: HTMLElement, others: BroadcastChannel): Promise<void> {
  const title = button.closest('li')?.querySelector('a')?.textContent ?? path;
  const what = path.endsWith('.html')
    ? `the report “${title}” (${path}), and the executed copies of its notebooks`
    : `what is left of the run in ${path}`;
  const question = `Delete ${what}? This cannot be undone.`;
  if (!confirm(question)) return;
  const section = part(document, '#report_section', HTMLElement);
  const line = part(section, '#report_deleted', HTMLElement);
  try {
    await askLab('DELETE', `/lab-api/reports?path=${encodeURIComponent(path)}`);
    line.textContent = `${path} was deleted.`;
    others.postMessage(path);
  } catch (error) {
    line.textContent = (error as Error).message;
  }
  await refreshReports().catch(() => undefined);
  // The button that had the focus is gone.
  if (!button.isConnected) section.querySelector<HTMLElement>('#report_start, [data-delete]')?.focus();
}

/** Shows what reports, comparisons and notebooks there are now. */
export async function refreshReports(): Promise<void> {
  const answer = await labFetch('/');
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  showLocalTimes(page);
  for (const box of document.querySelectorAll<HTMLInputElement>('#report_notebooks input:not(:checked)')) {
    page
      .querySelector(`#report_notebooks input[value="${CSS.escape(box.value)}"]`)
      ?.removeAttribute('checked');
  }
  for (const id of ['report_list', 'report_comparisons', 'report_notebooks']) {
    const shown = document.getElementById(id);
    const now = page.getElementById(id);
    // Unchanged elements stay, and with them the focus.
    if (shown && now && textOf(shown) !== textOf(now)) shown.replaceWith(now);
  }
}

function textOf(element: Element): string {
  return element.textContent.replace(/\s+/g, ' ');
}

function showLocalTimes(within: ParentNode): void {
  for (const time of within.querySelectorAll('time')) {
    const date = new Date(time.dateTime);
    time.textContent = date.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  }
}

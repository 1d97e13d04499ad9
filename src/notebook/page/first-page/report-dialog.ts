import { part } from '../lab-server.js';
import type { ReportWish } from '../protocol.js';

/** Who made the last report, and how much of it was wanted: kept in this browser. */
const AUTHOR = 'listenlab-report-author';
const DETAIL = 'listenlab-report-detail';

/**
 * The dialog that asks what a report is to be.
 *
 * @param make called with the answers
 */
export function offerReport(make: (wish: ReportWish) => void): void {
  const dialog = document.getElementById('report_dialog');
  const open = document.getElementById('report_start');
  if (!(dialog instanceof HTMLDialogElement) || open === null) return;
  const data = part(dialog, '#report_data', HTMLSelectElement);
  const author = part(dialog, '#report_author', HTMLInputElement);
  const button = part(dialog, '#report_make', HTMLButtonElement);
  const boxes = () => [...dialog.querySelectorAll<HTMLInputElement>('#report_notebooks input:enabled')];
  const allow = () => {
    const ticked = boxes().filter(({ checked }) => checked).length;
    button.disabled = ticked === 0;
    part(dialog, '#report_ticked', HTMLElement).textContent = `${ticked} of ${boxes().length} ticked`;
  };
  dialog.addEventListener('change', allow);
  dialog.addEventListener('click', ({ target }) => {
    const tick = target instanceof HTMLElement ? target.dataset.tick : undefined;
    if (tick === undefined) return;
    for (const box of boxes()) box.checked = tick === 'all';
    allow();
  });
  open.addEventListener('click', () => {
    author.value = localStorage.getItem(AUTHOR) ?? '';
    const detail = localStorage.getItem(DETAIL) === 'full' ? 'full' : 'brief';
    part(dialog, `#report_detail [value="${detail}"]`, HTMLInputElement).checked = true;
    const [usual, ...others] = data.options;
    // The page's choice may have changed since.
    for (const option of others) option.hidden = option.text === usual.text;
    allow();
    dialog.returnValue = '';
    dialog.showModal();
  });
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'make') return;
    const detail = part(dialog, '#report_detail :checked', HTMLInputElement).value as 'brief' | 'full';
    localStorage.setItem(AUTHOR, author.value.trim());
    localStorage.setItem(DETAIL, detail);
    make({
      among: boxes().flatMap(({ checked, value }) => (checked ? [value] : [])),
      ...(data.value === '' ? {} : { dataset: data.value }),
      detail,
      author: author.value.trim(),
    });
  });
}

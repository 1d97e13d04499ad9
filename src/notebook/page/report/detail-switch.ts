import type { Detail } from './detail-start.js';

const root = document.documentElement;

/** What a reader may be reading, besides text in full only. */
const PARTS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'li', 'figure', 'table', '.output', '.live']
  .map((part) => `main ${part}`)
  .join();

/**
 * The pair of buttons that show the findings or everything. The address remembers the choice.
 *
 * @returns shows everything where a place stands only there
 */
export function startDetail(): (place: Element) => void {
  const buttons = Array.from(document.querySelectorAll<HTMLButtonElement>('#page_detail button'));
  const show = () => {
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.detail === root.dataset.detail));
    }
  };
  const choose = (detail: Detail) => {
    root.dataset.detail = detail;
    remember(detail);
    show();
  };
  for (const button of buttons) {
    button.addEventListener('click', () => keepingPlace(() => choose(button.dataset.detail as Detail)));
  }
  show();
  return (place) => {
    if (root.dataset.detail === 'brief' && place.closest('.full-only')) choose('full');
  };
}

function remember(detail: Detail): void {
  const address = new URL(location.href);
  address.searchParams.set('detail', detail);
  try {
    history.replaceState(history.state, '', address);
  } catch {
    // Browsers may forbid it in pages opened from disk; the choice then lasts as long as the page.
  }
}

/** What is being read stays where it is on the screen, while parts around it come and go. */
function keepingPlace(change: () => void): void {
  const read = scrollY > 0 ? partBeingRead() : undefined;
  const before = Math.min(read?.getBoundingClientRect().top ?? 0, innerHeight / 2);
  const settle = () => {
    if (read) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: 'instant' });
  };
  // The browser keeps a place, too, but not the same.
  root.style.overflowAnchor = 'none';
  change();
  settle();
  requestAnimationFrame(() => {
    settle();
    root.style.overflowAnchor = '';
  });
}

/** The first part below the bar that both details have. */
function partBeingRead(): Element | undefined {
  const bar = document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0;
  return Array.from(document.querySelectorAll(PARTS)).find(
    (part) =>
      part.getBoundingClientRect().top >= bar && part.checkVisibility() && !part.closest('.full-only'),
  );
}

import { pageWord } from './page-words.js';
import { startSearch } from './search.js';

/**
 * The contents: behind a button on a narrow page, with a search field, the heading being read marked, and the sections
 * of its notebook unfolded.
 */
export function startContents(): void {
  const links = Array.from(document.querySelectorAll<HTMLAnchorElement>('.contents > ol a'));
  startSearch(startMenu());
  startFolds();
  if (links.length > 0) startReading(links);
}

/** @returns opens the menu */
function startMenu(): () => void {
  const control = document.getElementById('page_contents_toggle') as HTMLButtonElement;
  const isOpen = () => control.getAttribute('aria-expanded') === 'true';
  const show = (open: boolean) => {
    document.documentElement.classList.toggle('contents-open', open);
    control.setAttribute('aria-expanded', String(open));
  };
  control.addEventListener('click', () => show(!isOpen()));
  document.getElementById('page_contents')?.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a')) show(false);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return;
    show(false);
    control.focus();
  });
  return () => show(true);
}

function startFolds(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('.contents .unfold')) {
    button.addEventListener('click', () => unfold(button, button.getAttribute('aria-expanded') !== 'true'));
  }
}

function unfold(button: Element, open: boolean): void {
  button.setAttribute('aria-expanded', String(open));
}

/** The heading being read is the last one that has passed the upper quarter of the screen. */
function startReading(links: readonly HTMLAnchorElement[]): void {
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let waiting = false;
  const mark = () => {
    waiting = false;
    const line = innerHeight / 4;
    // What stands only in full has no place while the page is brief.
    const hasPassed = (heading: HTMLElement | null) =>
      heading?.checkVisibility() && heading.getBoundingClientRect().top < line;
    const current = Math.max(0, headings.findLastIndex(hasPassed));
    if (links[current].hasAttribute('aria-current')) return;
    for (const link of links) link.removeAttribute('aria-current');
    show(links[current]);
  };
  const onScroll = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(mark);
  };
  addEventListener('scroll', onScroll, { passive: true });
  mark();
}

/** Marks a link, and unfolds the sections of its notebook and no other. */
function show(link: HTMLAnchorElement): void {
  link.setAttribute('aria-current', 'true');
  const own = link.closest('.contents-notebook')!;
  for (const button of document.querySelectorAll('.contents .unfold')) {
    unfold(button, button.parentElement === own);
  }
  keepInSight(link);
  const control = document.getElementById('page_contents_toggle')!;
  const where = link.textContent ?? '';
  control.querySelector('.where')!.textContent = where;
  control.setAttribute('aria-label', `${pageWord('contents')}: ${where}`);
}

function keepInSight(link: HTMLElement): void {
  const list = link.closest('.contents')!;
  const place = link.getBoundingClientRect();
  const frame = list.getBoundingClientRect();
  if (place.top < frame.top) list.scrollTop -= frame.top - place.top + 16;
  else if (place.bottom > frame.bottom) list.scrollTop += place.bottom - frame.bottom + 16;
}

import { captionOf } from './caption.js';

/** How long a pointer rests on a link before its preview appears, and may be outside of both, in milliseconds. */
const REST = 250;

/** The first rows of a table. */
const ROWS = 5;

/** Space between a link and its preview, and to the edge of the window, in pixels. */
const GAP = 8;

/** Links within the report, but for those that stand at their own place. */
const LINKS = 'main a[href^="#"]:not(.permalink, .number, .ways-on a, .cover-picture a), .contents-found a';

/**
 * Previews of figures and tables at the links to them, for a pointer that rests on one and for the keyboard; Escape
 * hides it. None where nothing hovers, and none on a narrow page.
 */
export function startPreviews(): void {
  if (!matchMedia('(hover: hover) and (min-width: 48rem)').matches) return;
  const box = document.createElement('div');
  box.className = 'preview';
  box.id = 'page_preview';
  box.setAttribute('role', 'tooltip');
  box.hidden = true;
  document.body.append(box);
  let shownAt: HTMLAnchorElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = () => {
    clearTimeout(timer);
    shownAt?.removeAttribute('aria-describedby');
    shownAt = undefined;
    box.hidden = true;
  };
  const show = (link: HTMLAnchorElement) => {
    clearTimeout(timer);
    if (link === shownAt) return;
    const parts = previewOf(link);
    hide();
    if (parts.length === 0) return;
    box.replaceChildren(...parts);
    box.hidden = false;
    place(box, link);
    link.setAttribute('aria-describedby', box.id);
    shownAt = link;
  };
  const after = (act: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(act, REST);
  };
  document.addEventListener('pointerover', ({ target }) => {
    const link = linkAt(target);
    if (link) after(() => show(link));
    else if (target instanceof Node && box.contains(target)) clearTimeout(timer);
    else after(hide);
  });
  document.addEventListener('focusin', ({ target }) => {
    const link = linkAt(target);
    if (link?.matches(':focus-visible')) show(link);
    else hide();
  });
  document.addEventListener('click', hide);
  const onKey = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') hide();
  };
  // Before the search field, which keeps its keys to itself.
  document.addEventListener('keydown', onKey, { capture: true });
}

function linkAt(target: EventTarget | null): HTMLAnchorElement | undefined {
  return (target instanceof Element && target.closest<HTMLAnchorElement>(LINKS)) || undefined;
}

/** The caption, and the picture or the first rows, of the figure that a link leads to; nothing for other places. */
function previewOf(link: HTMLAnchorElement): Element[] {
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const figure = target?.matches('figure') ? target : target?.querySelector('figure');
  if (!figure) return [];
  const title = document.createElement('p');
  title.textContent = captionOf(figure);
  const shown = pictureIn(figure) ?? firstRows(figure);
  return shown ? [title, shown] : [];
}

/** The picture for pages without scripts, or of a cell. */
function pictureIn(figure: Element): Element | undefined {
  const html = figure.querySelector(':scope > noscript')?.textContent ?? '';
  const inside = new DOMParser().parseFromString(html, 'text/html').querySelector('img');
  const source = (inside ?? figure.querySelector<HTMLImageElement>('.picture img'))?.src;
  if (!source?.startsWith('data:image/')) return undefined;
  const image = document.createElement('img');
  image.src = source;
  image.alt = '';
  return image;
}

function firstRows(figure: Element): Element | undefined {
  const table = figure.querySelector('table')?.cloneNode(true) as HTMLTableElement | undefined;
  if (!table) return undefined;
  for (const row of Array.from(table.tBodies[0]?.rows ?? []).slice(ROWS)) row.remove();
  table.tFoot?.remove();
  for (const button of table.querySelectorAll('button')) button.replaceWith(button.textContent ?? '');
  for (const part of table.querySelectorAll('[id]')) part.removeAttribute('id');
  return table;
}

/** Below the link, or above it where there is more room; beside one of the contents, which has others below it. */
function place(box: HTMLElement, link: HTMLElement): void {
  const { left, right, top, bottom } = link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const isInList = link.closest('.contents') !== null;
  const fitsBelow = bottom + GAP + height < innerHeight || top < innerHeight - bottom;
  const x = isInList ? right + GAP : Math.min(left, innerWidth - width - GAP);
  const y = isInList
    ? Math.min(top, innerHeight - height - GAP)
    : fitsBelow
      ? bottom + GAP
      : top - GAP - height;
  box.style.left = `${Math.max(GAP, x)}px`;
  box.style.top = `${Math.max(GAP, y)}px`;
}

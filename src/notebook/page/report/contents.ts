/** The contents: behind a button on a narrow page, highlighting the heading being read. */
export function startContents(): void {
  const links = Array.from(document.querySelectorAll<HTMLAnchorElement>('.contents a'));
  startMenu(links);
  if (links.length > 0) startReading(links);
}

function startMenu(links: readonly HTMLAnchorElement[]): void {
  const control = document.getElementById('page_contents_toggle') as HTMLButtonElement;
  const isOpen = () => control.getAttribute('aria-expanded') === 'true';
  const show = (open: boolean) => {
    document.documentElement.classList.toggle('contents-open', open);
    control.setAttribute('aria-expanded', String(open));
  };
  control.addEventListener('click', () => show(!isOpen()));
  for (const link of links) link.addEventListener('click', () => show(false));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return;
    show(false);
    control.focus();
  });
}

/** The heading being read is the last one that has passed the upper quarter of the screen. */
function startReading(links: readonly HTMLAnchorElement[]): void {
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let waiting = false;
  const mark = () => {
    waiting = false;
    const line = innerHeight / 4;
    const hasPassed = (heading: HTMLElement | null) => heading && heading.getBoundingClientRect().top < line;
    const current = Math.max(0, headings.findLastIndex(hasPassed));
    links.forEach((link, i) => {
      if (i !== current) link.removeAttribute('aria-current');
      else if (!link.hasAttribute('aria-current')) {
        link.setAttribute('aria-current', 'true');
        keepInSight(link);
      }
    });
  };
  const onScroll = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(mark);
  };
  addEventListener('scroll', onScroll, { passive: true });
  mark();
}

function keepInSight(link: HTMLElement): void {
  const list = link.closest('.contents')!;
  const place = link.getBoundingClientRect();
  const frame = list.getBoundingClientRect();
  if (place.top < frame.top) list.scrollTop -= frame.top - place.top + 16;
  else if (place.bottom > frame.bottom) list.scrollTop += place.bottom - frame.bottom + 16;
}

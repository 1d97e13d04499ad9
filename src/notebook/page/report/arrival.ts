/** How long parts of the page may take to reach their size, in milliseconds. */
const GROWS_FOR = 10_000;

/** What readers do who move on. */
const MOVES = ['wheel', 'touchmove', 'pointerdown', 'keydown'];

/**
 * Keeps readers who came by the page's address or a link at their place, while parts above it still grow, until they
 * move on.
 *
 * @param find the place that the address leads to; undefined if it is none of these
 * @param come what is done when they come to it
 */
export function stayAtPlace(find: () => Element | undefined, come: (place: Element) => void): void {
  let arrivedAt: number | undefined;
  const arrive = () => {
    const place = find();
    if (!place) return;
    arrivedAt = performance.now();
    come(place);
  };
  for (const type of MOVES) {
    addEventListener(type, () => (arrivedAt = undefined), { capture: true, passive: true });
  }
  addEventListener('hashchange', arrive);
  // A second click on the same link changes no address.
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
    if (link?.hash === location.hash) arrive();
  });
  // A page that is loaded again is where it was, not where its address leads.
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (visit.type === 'navigate') arrive();
  const growth = new ResizeObserver(() => {
    if (arrivedAt === undefined || performance.now() - arrivedAt > GROWS_FOR) return;
    find()?.scrollIntoView({ behavior: 'instant' });
  });
  growth.observe(document.querySelector('main')!);
}

/** The place that the address leads to; `:target` is not yet set while the page loads. */
export function linkedPlace(): Element | undefined {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? undefined;
  } catch {
    return undefined;
  }
}

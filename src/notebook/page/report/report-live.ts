import { whenNear } from './near-screen.js';

/** Starts a live part of the page; its script has run before this one. */
interface Panel {
  mount(area: HTMLElement, data: object): unknown;
}

/** How long a panel may take to reach its size, in milliseconds. */
const GROWS_FOR = 10_000;

/** When a link led the reader to a place; undefined once they have moved on. */
let arrivedAt: number | undefined;

// A panel that starts grows, and would push away a place below it that the reader has just come to.
const growth = new ResizeObserver(() => {
  if (arrivedAt === undefined || performance.now() - arrivedAt > GROWS_FOR) return;
  document.querySelector(':target')?.scrollIntoView({ behavior: 'instant' });
});
addEventListener('hashchange', arrive);
for (const type of ['wheel', 'touchmove', 'pointerdown', 'keydown']) {
  addEventListener(type, () => (arrivedAt = undefined), { capture: true, passive: true });
}
// A page that is loaded again is where it was, not where its address leads.
const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
if (visit.type === 'navigate') arrive();

// Each starts when it comes near the screen, since it may start training at once.
whenNear(document.querySelectorAll<HTMLElement>('.live'), '50%', start);

function arrive(): void {
  arrivedAt = performance.now();
}

function start(place: HTMLElement): void {
  const area = place.querySelector<HTMLElement>('.live-area')!;
  growth.observe(area);
  try {
    const { live = '' } = place.dataset;
    const name = `listenlab${live.charAt(0).toUpperCase()}${live.slice(1)}`;
    const panel = (globalThis as unknown as Record<string, Panel | undefined>)[name];
    panel?.mount(area, dataOf(place));
  } catch (error) {
    area.textContent = `This panel could not be started: ${error instanceof Error ? error.message : error}`;
  }
}

function dataOf(place: HTMLElement): object {
  const own = JSON.parse(place.querySelector('script')?.textContent ?? '{}');
  const bulk = document.getElementById(place.dataset.from ?? '');
  return { ...own, [place.dataset.bulk ?? '']: JSON.parse(bulk?.textContent || 'null') };
}

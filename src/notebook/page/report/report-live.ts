import { whenNear } from './near-screen.js';

/** Starts a live part of the page; its script has run before this one. */
interface Panel {
  mount(area: HTMLElement, data: object): unknown;
}

// Each starts when it comes near the screen, since it may start training at once.
whenNear(document.querySelectorAll<HTMLElement>('.live'), '50%', start);

function start(place: HTMLElement): void {
  const area = place.querySelector<HTMLElement>('.live-area')!;
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

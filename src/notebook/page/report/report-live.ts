import { type AddressedPart, isAddressed, type PartAddress, partAddress } from '../address.js';
import { stayAtPlace } from './arrival.js';
import { reserveHeights } from './live-heights.js';
import { whenNear } from './near-screen.js';
import { pageWord } from './page-words.js';

/** Starts a live part of the page; its script has run before this one. */
interface Panel {
  mount(area: HTMLElement, data: object, address: PartAddress): unknown;
  /** What the page's address may hold for it. */
  readonly addressKeys: readonly string[];
}

/** A live part in the page. */
interface LivePlace extends AddressedPart {
  readonly place: HTMLElement;
}

const places = Array.from(document.querySelectorAll<HTMLElement>('.live'));
const parts: readonly LivePlace[] = places.map((place, at) => ({
  place,
  keys: panelOf(place)?.addressKeys ?? [],
  number: places.slice(0, at + 1).filter(({ dataset }) => dataset.live === place.dataset.live).length,
}));

reserveHeights(places);
stayAtPlace(addressedPlace, (place) => place.scrollIntoView({ behavior: 'instant' }));

// Each starts when it comes near the screen, since it may start training at once.
whenNear(places, '50%', start);

/** The panel whose state is in the address: `#try=muse` leads to the search box as an id does to its place. */
function addressedPlace(): HTMLElement | undefined {
  return parts.find(isAddressed)?.place;
}

function panelOf({ dataset: { live = '' } }: HTMLElement): Panel | undefined {
  const name = `listenlab${live.charAt(0).toUpperCase()}${live.slice(1)}`;
  return (globalThis as unknown as Record<string, Panel | undefined>)[name];
}

function start(place: HTMLElement): void {
  const area = place.querySelector<HTMLElement>('.live-area')!;
  try {
    panelOf(place)?.mount(area, dataOf(place), partAddress(parts[places.indexOf(place)], parts));
  } catch (error) {
    area.textContent = pageWord('panelFailed', {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

function dataOf(place: HTMLElement): object {
  const own = JSON.parse(place.querySelector('script')?.textContent ?? '{}');
  const bulk = document.getElementById(place.dataset.from ?? '');
  return { ...own, [place.dataset.bulk ?? '']: JSON.parse(bulk?.textContent || 'null') };
}

import type { MemoryLayout } from './layout.js';
import type { StretchSizes } from './stretches.js';

/**
 * The artists with so many listeners that their rows are solved together, stretch by stretch of the users
 * (see assembly/popular-rows.ts): the most popular, as many as there is room for.
 *
 * They are dealt out to groups of about as many entries each, and come in the order of the groups.
 *
 * @param listeners (artists) entries of each
 */
export function choosePopular(
  listeners: Int32Array,
  { leastListeners, mostPopular }: StretchSizes,
  groups: number,
): number[] {
  if (mostPopular === 0) return [];
  const found: number[] = [];
  listeners.forEach((count, artist) => {
    if (count >= leastListeners) found.push(artist);
  });
  found.sort((a, b) => listeners[b] - listeners[a] || a - b);
  found.length = Math.min(found.length, mostPopular);
  return Array.from({ length: groups }, (_, group) => found.filter((_, i) => i % groups === group)).flat();
}

/** Where one group's artists are among all popular ones, as {@link choosePopular} orders them. */
export function placesOf(group: number, groups: number, popular: number): [from: number, to: number] {
  const startOf = (index: number) => index * Math.floor(popular / groups) + Math.min(index, popular % groups);
  return [startOf(group), startOf(group + 1)];
}

/** How many popular artists a training has, once its memory is prepared. */
export function countPopular(buffer: ArrayBufferLike, { popular }: MemoryLayout): number {
  return new Int32Array(buffer, popular.count, 1)[0];
}

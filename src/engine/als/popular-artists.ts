import { type MemoryLayout, matrixIn, type StretchSizes } from './layout.js';

/**
 * The artists with so many listeners that their rows are solved together, stretch by stretch of the users
 * (see kernels/assembly/als/popular-rows.ts): the most popular ones, up to the room set aside for them.
 *
 * They are divided into groups with about the same number of entries, and returned group by group.
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

/**
 * Starts the artists' rows: the transpose of the users', except for those of popular artists. Their entries come last,
 * stretch by stretch of the users and artist by artist within each, in the order in which they are read; as rows of the
 * matrix they are empty. {@link writeArtistRows} writes the entries.
 *
 * @param listeners (artists) entries of each
 * @param popular the popular artists, as `choosePopular` orders them
 */
export function startArtistRows(
  buffer: ArrayBufferLike,
  layout: MemoryLayout,
  listeners: Int32Array,
  popular: readonly number[],
): void {
  const { artists, isPopular, count } = layout.popular;
  new Int32Array(buffer, count, 1)[0] = popular.length;
  new Int32Array(buffer, artists, popular.length).set(popular);
  const flags = new Uint8Array(buffer, isPopular, layout.artists).fill(0);
  for (const artist of popular) flags[artist] = 1;
  const { indptr } = matrixIn(buffer, layout.byArtist);
  for (let artist = 0; artist < listeners.length; artist++) {
    indptr[artist + 1] = indptr[artist] + (flags[artist] ? 0 : listeners[artist]);
  }
  startVisits(buffer, layout, popular);
}

/** Settles where the entries of each popular artist in each stretch start. */
function startVisits(buffer: ArrayBufferLike, layout: MemoryLayout, popular: readonly number[]): void {
  const { visits, stretches, stretchUsers } = layout.popular;
  const { indptr, indices, rows } = matrixIn(buffer, layout.byUser);
  const starts = new Int32Array(buffer, visits, stretches * popular.length + 1);
  const inStretch = new Int32Array(layout.artists);
  let start = matrixIn(buffer, layout.byArtist).indptr[layout.artists];
  for (let first = 0, visit = 0; popular.length > 0 && first < rows; first += stretchUsers) {
    const end = Math.min(first + stretchUsers, rows);
    inStretch.fill(0);
    for (let i = indptr[first]; i < indptr[end]; i++) inStretch[indices[i]]++;
    for (const artist of popular) {
      starts[visit++] = start;
      start += inStretch[artist];
    }
  }
  starts[starts.length - 1] = start;
}

/** Writes the entries of artists `from` to `to` - 1, so that threads share the artists. */
export function writeArtistRows(
  buffer: ArrayBufferLike,
  layout: MemoryLayout,
  from: number,
  to: number,
): void {
  const { indptr, indices, values, rows } = matrixIn(buffer, layout.byUser);
  const target = matrixIn(buffer, layout.byArtist);
  const { visits, artists, stretches, stretchUsers } = layout.popular;
  const popular = new Int32Array(buffer, artists, countPopular(buffer, layout));
  const starts = new Int32Array(buffer, visits, stretches * popular.length + 1);
  const next = target.indptr.slice(0, -1);
  for (let first = 0, visit = 0; first < rows; first += stretchUsers) {
    const end = Math.min(first + stretchUsers, rows);
    for (const artist of popular) next[artist] = starts[visit++];
    for (let user = first; user < end; user++) {
      for (let i = indptr[user]; i < indptr[user + 1]; i++) {
        const artist = indices[i];
        if (artist < from || artist >= to) continue;
        const position = next[artist]++;
        target.indices[position] = user;
        target.values[position] = values[i];
      }
    }
  }
}

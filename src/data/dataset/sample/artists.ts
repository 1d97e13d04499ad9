import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The artists of one genre, the most popular first. */
export interface Genre {
  readonly name: string;
  readonly artists: readonly string[];
}

/** The list the sample is made from, as text: artist, tab, genre, under a header. */
export function readArtistList(): Promise<string> {
  return readFile(fileURLToPath(new URL('../../../../data/artists.tsv', import.meta.url)), 'utf8');
}

/** Genres of the list in its order, which is also their order of popularity. */
export function genresOf(list: string): Genre[] {
  const genres = new Map<string, string[]>();
  for (const line of list.trim().split(/\r?\n/).slice(1)) {
    const [artist, genre] = line.split('\t');
    const artists = genres.get(genre);
    if (artists) artists.push(artist);
    else genres.set(genre, [artist]);
  }
  return [...genres].map(([name, artists]) => ({ name, artists }));
}

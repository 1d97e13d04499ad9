import { hexDigits } from '#listenlab/data/dataset/catalogue/sample/people.js';
import type { Random } from '#listenlab/util/random.js';
import { weightedDraw } from './alias.js';
import { drawNames } from './names.js';

/** Artists by number, the most popular first. */
export interface Catalogue {
  readonly names: readonly string[];
  /** (artists) genre of each. */
  readonly genres: Uint8Array;
  /** (artists) relative popularity. */
  readonly weights: Float64Array;
  /** (artists) what stands between user and plays in a line: mbid and name with their tabs. */
  readonly cells: readonly Buffer[];
}

export const GENRES = 24;
/** The notebooks ask for these two; their popularity ranks are roughly the real ones. */
const FAVOURITES = new Map([
  [3, 'red hot chili peppers'],
  [150, 'die Ärzte'],
]);
/** Popularity falls like (rank + 70)^-1.3: about 70,000 of 359,000 listeners at the top, a handful in the middle. */
const RANK_OFFSET = 70;
const EXPONENT = 1.3;
/** The least popular genre has about a seventh of the most popular one's listening. */
const GENRE_EXPONENT = 0.6;
/** Artists below the well-known ones often have no MusicBrainz id. */
const WELL_KNOWN = 1000;
const WITHOUT_MBID = 0.08;

export function drawCatalogue(random: Random, artists: number): Catalogue {
  const names = drawNames(random, artists);
  for (const [rank, name] of FAVOURITES) names[rank] = name;
  const drawGenre = weightedDraw(Array.from({ length: GENRES }, (_, g) => (g + 1) ** -GENRE_EXPONENT));
  const genres = Uint8Array.from(names, () => drawGenre(random));
  const weights = Float64Array.from(names, (_, rank) => (rank + RANK_OFFSET) ** -EXPONENT);
  const cells = names.map((name, rank) => {
    const anonymous = rank > WELL_KNOWN && random.uniform() < WITHOUT_MBID;
    return Buffer.from(`\t${anonymous ? '' : drawMbid(random)}\t${name}\t`);
  });
  return { names, genres, weights, cells };
}

export function drawMbid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => hexDigits(random, length)).join('-');
}

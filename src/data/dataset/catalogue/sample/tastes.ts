import type { Random } from '../../../../util/random.js';

/** The artists of one genre, the most popular first. */
export interface Genre {
  readonly name: string;
  readonly artists: readonly string[];
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

/** One row of a listener's list. */
export interface Listened {
  readonly artist: number;
  readonly plays: number;
}

/** Artists by number, and what every listener's taste starts from. */
export interface World {
  /** (artists) names. */
  readonly names: readonly string[];
  /** (artists) genre of each, as its position among the genres. */
  readonly genreOf: readonly number[];
  /** (artists) share of a genre's listening that goes to each of its artists; adds to 1 per genre. */
  readonly popularity: readonly number[];
  /** (genres + 1) where each genre's artists start. */
  readonly starts: readonly number[];
}

/** Popularity within a genre falls like rank^-0.9, flattened at the top by 4 ranks. */
const ARTIST_EXPONENT = 0.9;
const RANK_OFFSET = 4;
/** The least popular genre has about a quarter of the most popular one's listening. */
const GENRE_EXPONENT = 0.6;
/** Spread of the log-normal weights of genres: at 2.2 a listener's first genre takes about half. */
const TASTE_SPREAD = 2.2;
/** In the countries where a genre is at home, it is this many times as popular. */
const HOME_BOOST = 12;
/**
 * A listener's level of plays is log-normal around e^2.8 = 16 for an artist of typical appeal. That is a
 * tenth of real counts, because the sample has a three-hundredth of the real artists: at real counts and
 * alpha 15, played artists outweigh the unplayed ones so far that every similarity comes out as 1.
 */
const LEVEL_MEAN = 2.8;
const LEVEL_SPREAD = 0.8;
/** Share of a listener's listening that goes to an artist they like fairly well. */
const TYPICAL_APPEAL = 0.02;
const LIKING_EXPONENT = 0.8;
const PLAYS_SPREAD = 0.9;
const HOMES: Record<string, readonly string[]> = {
  'german rock and punk': ['Germany', 'Austria', 'Switzerland'],
  japanese: ['Japan'],
  'latin, french and beyond': ['Brazil', 'France', 'Spain', 'Russian Federation', 'Mexico', 'Argentina'],
};

export function buildWorld(genres: readonly Genre[]): World {
  const names: string[] = [];
  const genreOf: number[] = [];
  const popularity: number[] = [];
  const starts = [0];
  genres.forEach((genre, g) => {
    const weights = genre.artists.map((_, rank) => (rank + RANK_OFFSET) ** -ARTIST_EXPONENT);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    genre.artists.forEach((artist, rank) => {
      names.push(artist);
      genreOf.push(g);
      popularity.push(weights[rank] / total);
    });
    starts.push(names.length);
  });
  return { names, genreOf, popularity, starts };
}

/** A listener's weight for each genre, adding to 1: what is popular, where they live, and chance. */
export function drawTaste(random: Random, genres: readonly Genre[], country: string): number[] {
  const weights = genres.map((genre, rank) => {
    const home = HOMES[genre.name];
    const boost = home?.includes(country) ? HOME_BOOST : 1;
    return boost * (rank + 1) ** -GENRE_EXPONENT * Math.exp(TASTE_SPREAD * random.normal());
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/**
 * A listener's artists, the most played first: drawn without replacement by taste and popularity, with
 * plays that are log-normal around a level that rises with both.
 */
export function drawListening(random: Random, world: World, taste: readonly number[]): Listened[] {
  const count = Math.round(Math.min(60, Math.max(15, 45 + 8 * random.normal())));
  const level = Math.exp(LEVEL_MEAN + LEVEL_SPREAD * random.normal());
  return drawArtists(random, world, taste, count)
    .map((artist) => {
      const appeal = world.popularity[artist] * taste[world.genreOf[artist]];
      const mean = level * (appeal / TYPICAL_APPEAL) ** LIKING_EXPONENT;
      return { artist, plays: Math.max(1, Math.round(mean * Math.exp(PLAYS_SPREAD * random.normal()))) };
    })
    .sort((a, b) => b.plays - a.plays || a.artist - b.artist);
}

/** Draws a genre by taste, then one of its artists by popularity, until there are enough different ones. */
function drawArtists(random: Random, world: World, taste: readonly number[], count: number): number[] {
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const genre = drawPosition(random, taste, 0, taste.length);
    drawn.add(drawPosition(random, world.popularity, world.starts[genre], world.starts[genre + 1]));
  }
  return [...drawn];
}

/** One of the positions start .. end - 1, by weights that add to 1 there. */
function drawPosition(random: Random, weights: readonly number[], start: number, end: number): number {
  let rest = random.uniform();
  for (let position = start; position < end - 1; position++) {
    rest -= weights[position];
    if (rest < 0) return position;
  }
  return end - 1;
}

import type { Random } from '#listenlab/util/random.js';
import { weightedDraw } from './alias.js';
import { type Catalogue, GENRES } from './catalogue.js';

/** A listener's list, the most played first; the arrays are used again for the next listener. */
export interface Listening {
  count: number;
  readonly artists: Int32Array;
  readonly plays: Int32Array;
}

const LONGEST = 64;
/** Most lists are cut at about 50 artists, as Last.fm's top lists were; the others are shorter. */
const CUT_LISTS = 0.88;
const CUT_FROM = 49;
const CUT_SPREAD = 12;
/** A listener has up to this many genres; the first takes about half of what is not mainstream. */
const MOST_GENRES = 4;
/** The share of draws that follow popularity alone. */
const MAINSTREAM = 0.3;
/** A listener's plays are log-normal around a level that is log-normal itself: median 90, tail to 100,000s. */
const LEVEL_MEAN = 4.5;
const LEVEL_SPREAD = 1.1;
const PLAYS_SPREAD = 1.1;
const MOST_PLAYS = 419_157;
/** Sort keys hold plays in the high bits, the artist in the low bits. */
const ARTIST_RANGE = 2 ** 20;

/**
 * Draws the lists of one listener after the other. Every artist is on some list: each listener discovers
 * one that nobody before had, of their first genre where there is one left.
 */
export function listeners(random: Random, catalogue: Catalogue): () => Listening {
  const { genres, weights } = catalogue;
  const byGenre = Array.from({ length: GENRES }, (): number[] => []);
  genres.forEach((genre, artist) => {
    byGenre[genre].push(artist);
  });
  const drawAny = weightedDraw(weights);
  const inGenre = byGenre.map((artists) => weightedDraw(artists.map((artist) => weights[artist])));
  const drawGenre = weightedDraw(byGenre.map((artists) => artists.reduce((sum, a) => sum + weights[a], 0)));
  const undiscovered = byGenre.map((artists) => artists.length);
  const lastListener = new Int32Array(genres.length).fill(-1);
  const keys = new Float64Array(LONGEST);
  const result: Listening = { count: 0, artists: new Int32Array(LONGEST), plays: new Int32Array(LONGEST) };
  const tastes = new Int32Array(MOST_GENRES);
  let listener = -1;

  const discover = (genre: number): number => {
    let from = genre;
    if (undiscovered[from] === 0) from = undiscovered.findIndex((left) => left > 0);
    return from < 0 ? -1 : byGenre[from][--undiscovered[from]];
  };
  const drawArtist = (): number => {
    if (random.uniform() < MAINSTREAM) return drawAny(random);
    let taste = 0;
    while (taste < MOST_GENRES - 1 && random.uniform() < 0.5) taste++;
    const genre = tastes[taste];
    return byGenre[genre][inGenre[genre](random)];
  };
  return () => {
    listener++;
    for (let i = 0; i < MOST_GENRES; i++) tastes[i] = drawGenre(random);
    const level = LEVEL_MEAN + LEVEL_SPREAD * random.normal();
    const long = random.uniform() < CUT_LISTS;
    const wanted = long ? CUT_FROM + random.integer(CUT_SPREAD) : 1 + random.integer(CUT_FROM - 1);
    let count = 0;
    let artist = discover(tastes[0]);
    for (let tries = 0; count < wanted && tries < 20 * LONGEST; tries++) {
      if (artist >= 0 && lastListener[artist] !== listener) {
        lastListener[artist] = listener;
        const plays = Math.ceil(Math.exp(level + PLAYS_SPREAD * random.normal()));
        keys[count++] = Math.min(plays, MOST_PLAYS) * ARTIST_RANGE + artist;
      }
      artist = drawArtist();
    }
    keys.subarray(0, count).sort();
    for (let i = 0; i < count; i++) {
      const key = keys[count - 1 - i];
      result.plays[i] = Math.floor(key / ARTIST_RANGE);
      result.artists[i] = key % ARTIST_RANGE;
    }
    result.count = count;
    return result;
  };
}

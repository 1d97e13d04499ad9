import { seededRandom } from '#listenlab/util/random.js';
import type { TimedRow } from './plays.js';

const GENRES = 12;
const ARTISTS = 25;

/**
 * Listens of a year in which each listener has one genre of twelve at a time, of whose 25 artists they play some over and
 * over.
 *
 * @param moves how many genres a listener passes through, each next to the one before; 0 for a taste that stays
 */
export function movingTastes(users: number, listens: number, moves: number, seed: number): TimedRow[] {
  const random = seededRandom(seed);
  const day = 86_400_000;
  const rows: TimedRow[] = [];
  for (let user = 0; user < users; user++) {
    const first = random.integer(GENRES);
    const favourites = Array.from({ length: GENRES }, () =>
      Array.from({ length: 6 }, () => random.integer(ARTISTS)),
    );
    for (let i = 0; i < listens; i++) {
      const when = (i + random.uniform()) / listens;
      // One listen in five is of any genre.
      const passed = random.uniform() < 0.2 ? random.integer(GENRES) : Math.floor(moves * when);
      const genre = (first + passed) % GENRES;
      const artist =
        random.uniform() < 0.6
          ? favourites[genre][random.integer(6)]
          : Math.floor(ARTISTS * random.uniform() ** 2);
      rows.push({
        user: `user ${user}`,
        artist: `artist ${genre}-${artist}`,
        plays: 1,
        time: Math.floor(365 * when) * day,
      });
    }
  }
  return rows;
}

import { IdMap, Interactions } from '#listenlab/index.js';
import { type Random, seededRandom } from '#listenlab/util/random.js';
import { weightedDraw } from '../stand-in/alias.js';

/** How large and how dense generated plays are. */
export interface Density {
  readonly users: number;
  readonly artists: number;
  /** Artists of the median listener. */
  readonly each: number;
  /** Standard deviation of the logarithm of that; 0 where all listeners have as many. */
  readonly spread: number;
}

/** Artists belong to scenes, and scenes lie in a space of tastes, near to those with the same listeners. */
const SCENES = 100;
const DIMENSIONS = 6;
/** A listener has so many tastes, and plays the scenes within about this distance of one; that of two scenes is 3.5. */
const TASTES = 2;
const REACH = 0.6;
/** The share of draws that follow popularity alone. */
const MAINSTREAM = 0.2;
/** The artist of rank r in a scene is drawn in proportion to (r + 5) ** -1.3. */
const OFFSET = 5;
const STEEPNESS = 1.3;
/** Plays are log-normal around a level that is log-normal itself, and more in scenes near the listener's taste. */
const LEVEL = 3.5;
const LEVEL_SPREAD = 1;
const PLAYS_SPREAD = 1;

/**
 * Simulated listeners whose tastes are points in a space: they play artists of the scenes around it, popular ones more
 * often.
 *
 * @param density each listener has at most a third of the artists
 */
export function generatedPlays({ users, artists, each, spread }: Density, seed: number): Interactions {
  const random = seededRandom(seed);
  const scenes = Array.from({ length: SCENES }, () => point(random));
  const members = Array.from({ length: SCENES }, (_, scene) =>
    Array.from({ length: Math.ceil((artists - scene) / SCENES) }, (_, rank) => scene + rank * SCENES),
  );
  const weights = members.map((scene) => scene.map((_, rank) => (rank + OFFSET) ** -STEEPNESS));
  const drawIn = weights.map(weightedDraw);
  const drawScene = weightedDraw(weights.map((each) => each.reduce((sum, weight) => sum + weight, 0)));
  const lists = Array.from({ length: users }, () => {
    const tastes = Array.from({ length: TASTES }, () => point(random));
    const nearness = scenes.map((scene) => tastes.reduce((sum, taste) => sum + nearnessOf(scene, taste), 0));
    const drawNear = weightedDraw(nearness);
    const wanted = Math.min(artists / 3, Math.max(2, each * Math.exp(spread * random.normal())));
    const level = LEVEL + LEVEL_SPREAD * random.normal();
    const nearest = Math.max(...nearness);
    const plays = new Map<number, number>();
    while (plays.size < Math.round(wanted)) {
      const scene = random.uniform() < MAINSTREAM ? drawScene(random) : drawNear(random);
      const artist = members[scene][drawIn[scene](random)];
      const fondness = nearness[scene] / nearest;
      if (!plays.has(artist))
        plays.set(artist, Math.ceil(Math.exp(level + fondness + PLAYS_SPREAD * random.normal())));
    }
    return [...plays].sort(([a], [b]) => a - b);
  });
  return interactionsOfLists(lists, artists);
}

function point(random: Random): number[] {
  return Array.from({ length: DIMENSIONS }, () => random.normal());
}

function nearnessOf(scene: readonly number[], taste: readonly number[]): number {
  const squares = scene.reduce((sum, value, i) => sum + (value - taste[i]) ** 2, 0);
  return Math.exp(-squares / (2 * REACH ** 2));
}

/** @param lists for each user [artist, plays], in the order of the artists */
function interactionsOfLists(
  lists: readonly (readonly (readonly [number, number])[])[],
  artists: number,
): Interactions {
  const named = (word: string, count: number) => Array.from({ length: count }, (_, i) => `${word} ${i}`);
  const indptr = new Int32Array(lists.length + 1);
  lists.forEach((list, user) => {
    indptr[user + 1] = indptr[user] + list.length;
  });
  return new Interactions(
    new IdMap('user', named('listener', lists.length)),
    new IdMap('artist', named('artist', artists)),
    {
      rows: lists.length,
      columns: artists,
      indptr,
      indices: Int32Array.from(lists.flat(), ([artist]) => artist),
      values: Float32Array.from(lists.flat(), ([, plays]) => plays),
    },
  );
}

import { aboveZero, type Check } from '../../../util/checks.js';
import { inTurns } from '../../../util/work.js';
import { type CsrMatrix, countByRow } from '../../matrix/csr.js';
import { BestRows } from '../../ranking/top-k.js';
import type { Fitting } from '../fit-on-threads.js';
import { scoresLeftOut } from './leave-one-out.js';
import type { EaseProjection } from './solution.js';

// Shapes: users U, known artists M; X (U x M) their weighted plays.

/**
 * Lambda per root of the number of users, where the search begins: the best were 1.5 to 2.3 on lastfm-2k (1,892 users)
 * and some 14 on the sample, and those of the paper are 0.3 to 1.5 (137,000 to 571,000 users).
 */
const PER_ROOT_OF_USERS = 2;

/** Factor between the values tried: within it, the best and its neighbours differ by some 2 %. */
const STEP = 3;

/** Steps from the first value at most, in either direction. */
const MOST_STEPS = 4;

/** Users that a value is judged by: the mean of so many is steadier than the differences between values. */
const JUDGES = 1000;

/** Length of the lists that are judged. */
const LIST = 10;

/** EASE before lambda is chosen. */
interface Solvable {
  solve(lambda: number, fitting: Fitting): Promise<EaseProjection>;
}

/** The check of a lambda, or of the wish for one. */
export const tunedOrAboveZero: Check = (value) =>
  value === 'tuned' || aboveZero(value) === undefined ? undefined : "'tuned' or a finite number above 0";

/**
 * The lambda whose lists are best, of values a factor 3 apart: three around 2 sqrt(U), and more in the direction in
 * which they improve; then the top of the parabola through the best and its neighbours.
 *
 * A value is judged by leaving one user and one of their plays out at a time: the DCG@10 of the play among the artists
 * that the user did not play, as a model of the other users ranks it from the user's other plays. It takes no training
 * of its own, see {@link scoresLeftOut}, so that nothing is held out for it and nothing is random.
 *
 * Cost: an inverse for each value, mostly three, and a row of XP for each of 1,000 users.
 */
export async function tunedLambda(form: Solvable, x: CsrMatrix, fitting: Fitting): Promise<number> {
  const first = PER_ROOT_OF_USERS * Math.sqrt(countByRow(x).filter((entries) => entries > 0).length);
  const quality = new Map<number, number>();
  const judge = async (step: number) => {
    const solution = await form.solve(first * STEP ** step, fitting);
    quality.set(step, await qualityOf(solution, x, fitting));
  };
  for (const step of [0, -1, 1]) await judge(step);
  let best = bestOf(quality);
  while (Math.abs(best) < MOST_STEPS && !(quality.has(best - 1) && quality.has(best + 1))) {
    await judge(quality.has(best + 1) ? best - 1 : best + 1);
    best = bestOf(quality);
  }
  const around = [best - 1, best, best + 1].map((step) => quality.get(step));
  return first * STEP ** (best + topOfParabola(around));
}

/** The first of the best. */
function bestOf(quality: ReadonlyMap<number, number>): number {
  return [...quality].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** Where a parabola through values at -1, 0 and 1, of which that at 0 is the highest, has its top; 0 if one is missing. */
function topOfParabola([left, middle, right]: readonly (number | undefined)[]): number {
  if (left === undefined || middle === undefined || right === undefined) return 0;
  const bend = left - 2 * middle + right;
  return bend < 0 ? (left - right) / (2 * bend) : 0;
}

/** The mean over users, evenly chosen, of the mean DCG@10 of their plays, each left out in turn. */
async function qualityOf(solution: EaseProjection, x: CsrMatrix, fitting: Fitting): Promise<number> {
  const every = Math.ceil(x.rows / JUDGES);
  const scores = new Float64Array(x.columns);
  let sum = 0;
  const users = Math.ceil(x.rows / every);
  await inTurns('judging lambda', users, fitting, (i) => {
    sum += qualityForUser(solution, x, i * every, scores);
  });
  return sum / users;
}

function qualityForUser(solution: EaseProjection, x: CsrMatrix, user: number, scores: Float64Array): number {
  const played = x.indices.subarray(x.indptr[user], x.indptr[user + 1]);
  // Of a user's only play, nothing tells.
  if (played.length < 2) return 0;
  scoresLeftOut(solution, x, user, scores);
  const theirs = Float64Array.from(played, (artist) => scores[artist]);
  for (const artist of played) scores[artist] = Number.NEGATIVE_INFINITY;
  const best = new BestRows(LIST);
  for (let artist = 0; artist < scores.length; artist++) {
    if (scores[artist] > best.toBeat) best.offer(artist, scores[artist]);
  }
  const others = best.finish().scores;
  let sum = 0;
  for (const score of theirs) {
    const ahead = others.filter((other) => other >= score).length;
    if (ahead < LIST) sum += 1 / Math.log2(ahead + 2);
  }
  return sum / played.length;
}

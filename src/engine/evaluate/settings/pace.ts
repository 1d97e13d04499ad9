import type { SweepSettings } from '../sweep/space.js';
import type { Trial } from '../sweep/trials.js';

/** How good settings were on the way, by the number of iterations. */
export type Pace = ReadonlyMap<number, number>;

/** 8 iterations come close to convergence; more are worth a look with models that have a chance. */
const ITERATIONS = [8, 16];

/**
 * With less than this share of the mean that the best settings had after as many iterations, others do not catch up. Of
 * eleven settings on lastfm-2k, the five within 2 % of the best after 16 iterations had 0.99 of its mean or more after 8,
 * and the six others 0.92 to 0.98.
 */
const CATCHING_UP = 0.97;

/**
 * The trial of settings. It ends where they cannot catch up with the best.
 *
 * @param pace of the best settings on the same plays; empty where none were judged yet
 */
export function trialOf({ iterations, ...settings }: SweepSettings, pace: Pace): Trial {
  if (iterations !== undefined) return { settings, checkpoints: [iterations] };
  const floors = ITERATIONS.map((count) => CATCHING_UP * (pace.get(count) ?? 0));
  return { settings, checkpoints: ITERATIONS, floors };
}

import { type Random, seededRandom } from '../../../util/random.js';
import {
  type CheckedChoices,
  type CheckedSpace,
  type SweepName,
  type SweepSettings,
  WHOLE_SETTINGS,
} from './space.js';

/** So many draws for each trial; a space that has given no new settings by then has hardly any left. */
const DRAWS = 50;

/** Digits of a drawn number: more tell nothing apart, and settings should be readable. */
const DIGITS = 3;

/**
 * Different settings drawn at random from a space (Bergstra and Bengio, "Random search for hyper-parameter
 * optimization", 2012): where few settings matter, each trial tries new values of those.
 *
 * @param trials how many; fewer come back where the space has no more
 * @param seed the same seed draws the same settings
 */
export function drawSettings(space: CheckedSpace, trials: number, seed: number): SweepSettings[] {
  const random = seededRandom(seed);
  const drawn = new Map<string, SweepSettings>();
  for (let draw = 0; draw < trials * DRAWS && drawn.size < trials; draw++) {
    const settings: SweepSettings = Object.fromEntries(
      [...space].map(([name, choices]) => [name, drawValue(name, choices, random)]),
    );
    drawn.set(JSON.stringify(settings), settings);
  }
  return [...drawn.values()];
}

function drawValue(name: SweepName, choices: CheckedChoices, random: Random): unknown {
  if ('values' in choices) return choices.values[random.integer(choices.values.length)];
  const { from, to, scale } = choices.range;
  const share = random.uniform();
  const value = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
  const rounded = WHOLE_SETTINGS.has(name) ? Math.round(value) : Number(value.toPrecision(DIGITS));
  return Math.min(to, Math.max(from, rounded));
}

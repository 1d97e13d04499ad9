import { seededRandom } from '../../../util/random.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { Weighting } from '../../model/equations/settings.js';
import { weightPlays } from '../../model/equations/weighting.js';
import type { SweepSettings } from '../sweep/space.js';
import { type Trial, trialsOf } from '../sweep/trials.js';

// Factors do not change when all confidences and penalties are multiplied by one number. So alpha is always chosen such
// that the mean entry adds 1 to its confidence, and the other two are expressed relative to that.

const WEIGHTINGS: readonly Weighting[] = ['tfidf', 'log', 'binary', 'bm25'];

/** a0, relative to 1 for the mean entry. */
const UNOBSERVED = [0.12, 0.06, 0.24];

/** lambda of the mean user, relative to the sum of that user's confidences. */
const PENALTIES = [0.28, 0.2, 0.4];

/** Digits of alpha and regularization: more make no difference, and settings should be readable. */
const DIGITS = 3;

/**
 * Settings worth trying on any plays: each weighting, confidences that are added, a small confidence in pairs without
 * plays and penalties that grow with a row's entries (Rendle et al., "Revisiting the performance of iALS on item
 * recommendation benchmarks", 2022, sections 3 and 4), in units of the given plays.
 *
 * @returns first the middle of the ranges for each weighting, then the others, shuffled by the seed
 */
export function candidatesFor(plays: Interactions, seed: number): SweepSettings[] {
  const all = UNOBSERVED.flatMap((unobserved) =>
    PENALTIES.flatMap((penalty) => WEIGHTINGS.map((weighting) => ({ weighting, unobserved, penalty }))),
  );
  const means = new Map(WEIGHTINGS.map((weighting) => [weighting, meanWeight(plays, weighting)]));
  const usable = all.filter(({ weighting }) => (means.get(weighting) ?? 0) > 0);
  const isMiddle = ({ unobserved, penalty }: (typeof all)[number]) =>
    unobserved === UNOBSERVED[0] && penalty === PENALTIES[0];
  const others = usable.filter((choice) => !isMiddle(choice));
  const ordered = [...usable.filter(isMiddle), ...seededRandom(seed).shuffle(others)];
  const entriesOfUser = plays.size / plays.users.size;
  return ordered.map(({ weighting, unobserved, penalty }) => ({
    weighting,
    confidence: 'added',
    alpha: rounded(1 / (means.get(weighting) as number)),
    unobservedWeight: unobserved,
    regularization: rounded((penalty * entriesOfUser) / (entriesOfUser + unobserved * plays.artists.size)),
    regularizationExponent: 1,
  }));
}

/** Mean r of the entries; those of artists that everyone plays can be 0 or less. */
function meanWeight({ byUser }: Interactions, weighting: Weighting): number {
  const weights = weightPlays(byUser, weighting);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i];
  return sum / weights.length;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** One round of the search: the best settings of the previous round, tried more carefully. */
interface Stage {
  /** The trials, from settings in descending order of their results in earlier stages. */
  trialsOf(settings: readonly SweepSettings[]): Trial[];
  /** Indices of the splits it is evaluated on. */
  readonly splits: readonly number[];
  /** Share of the time budget that may be spent by its end. */
  readonly until: number;
}

/** The rounds; the remaining time is for the comparison. */
export const STAGES: readonly Stage[] = [
  {
    // Small models suffice to tell good weightings and penalties from bad ones; 8 iterations come close to convergence.
    trialsOf: (settings) => trialsOf(settings.map((each) => ({ ...each, factors: 64, iterations: 8 }))),
    splits: [1],
    until: 0.35,
  },
  {
    // Which size and how many iterations are best depends on the plays; the quicker ones come first.
    trialsOf: (settings) =>
      trialsOf(
        [32, 128, 192].flatMap((factors) =>
          settings
            .slice(0, 6)
            .flatMap((each) => [5, 8, 12].map((iterations) => ({ ...each, factors, iterations }))),
        ),
      ),
    splits: [2],
    until: 0.65,
  },
  {
    trialsOf: (settings) => trialsOf(settings.slice(0, 4)),
    splits: [3, 4, 5],
    until: 0.85,
  },
];

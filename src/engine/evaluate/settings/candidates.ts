import { DEFAULT_SETTINGS } from '../../als/options.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { Weighting } from '../../model/equations/settings.js';
import { weightPlays } from '../../model/equations/weighting.js';
import type { SweepSettings } from '../sweep/space.js';
import { meanOf } from '../sweep/trials.js';

// Factors do not change when all confidences and penalties are multiplied by one number. So alpha is always chosen such
// that the mean entry adds 1 to its confidence, and the other two are ratios to that: what is good on some plays is then
// good on others, of any density, and on a part of them.

/** Settings as ratios, which travel from plays to plays; see {@link settingsFor}. */
export interface RelativeSettings {
  readonly weighting: Weighting;
  /** The weight of all artists, at the confidence of a pair without plays, to that of the mean user's entries. */
  readonly kappa: number;
  /** lambda of the mean user, to the weight of that user's entries. */
  readonly penalty: number;
  readonly factors: number;
}

/** Settings that are written the same for any plays. */
interface FixedSettings {
  readonly options: SweepSettings;
}

/** Settings to try. */
export type Candidate = RelativeSettings | FixedSettings;

/** The recipe everybody copies: the trainer's defaults, written out. */
const RECIPE: SweepSettings = Object.fromEntries(
  (
    [
      'weighting',
      'confidence',
      'alpha',
      'unobservedWeight',
      'regularization',
      'regularizationExponent',
      'factors',
      'iterations',
    ] as const
  ).map((name) => [name, DEFAULT_SETTINGS[name]]),
);

/**
 * What the README recommends to begin with, and the recipe everybody copies. They take part in every comparison of a
 * search, so that it never ends with anything worse.
 */
export const WELL_KNOWN: readonly FixedSettings[] = [
  { options: { ...RECIPE, weighting: 'log', alpha: 1 } },
  { options: RECIPE },
];

/** Of weightings that are alike on some plays the first is tried. */
const WEIGHTINGS: readonly Weighting[] = ['binary', 'log', 'tfidf', 'bm25'];

/** The middle first. */
const KAPPAS = [16, 8, 32];

/**
 * The best penalty grows with the root of kappa: the ridge of good settings runs from 0.2 to 0.3 at 8 to 0.4 to 0.6 at
 * 32, on dense and on sparse plays.
 */
export function penaltyAt(kappa: number): number {
  return 0.1 * Math.sqrt(kappa);
}

/** Small models suffice to tell good weightings and penalties from bad ones. */
const FIRST_FACTORS = 64;

/** Confidences that differ by less, as a share of their mean, make models that cannot be told apart. */
const ALIKE = 0.02;

/**
 * Settings worth trying on any plays: each weighting, confidences that are added, a small confidence in pairs without
 * plays and penalties that grow with a row's entries (Rendle et al., "Revisiting the performance of iALS on item
 * recommendation benchmarks", 2022, sections 3 and 4).
 *
 * @returns what the README recommends, and the middle of the range for each weighting
 */
export function firstCandidates(plays: Interactions): Candidate[] {
  return [WELL_KNOWN[0], ...candidatesAt(KAPPAS.slice(0, 1), plays)];
}

/** The rest of the range. */
export function furtherCandidates(plays: Interactions): Candidate[] {
  return [...WELL_KNOWN.slice(1), ...candidatesAt(KAPPAS.slice(1), plays)];
}

function candidatesAt(kappas: readonly number[], plays: Interactions): RelativeSettings[] {
  const weightings = weightingsFor(plays);
  return kappas.flatMap((kappa) =>
    weightings.map((weighting) => ({
      weighting,
      kappa,
      penalty: rounded(penaltyAt(kappa)),
      factors: FIRST_FACTORS,
    })),
  );
}

/** Weightings with confidences above 0 in the mean, each unlike those before it. */
function weightingsFor({ byUser }: Interactions): Weighting[] {
  const found = new Map<Weighting, Float64Array>();
  for (const weighting of WEIGHTINGS) {
    const weights = weightPlays(byUser, weighting);
    const mean = meanOf(weights);
    // Those of artists that everyone plays are 0 or less.
    if (!(mean > 0)) continue;
    for (let i = 0; i < weights.length; i++) weights[i] /= mean;
    if (![...found.values()].some((other) => distance(weights, other) < ALIKE)) found.set(weighting, weights);
  }
  return [...found.keys()];
}

/**
 * What a listener is drawn back by grows less than what is known of them. From 64 to 80 % of the plays the best penalty
 * fell by a factor of 0.77 to 0.85 on lastfm-2k, of 0.82 to 0.95 on generated plays of three densities (less on denser
 * ones), which is 0.85 in the middle; too small a penalty costs more than too large a one.
 */
const CARRY = 0.75;

/**
 * Settings as `trainAls` and a sweep take them, for these plays.
 *
 * @param chosenOn the plays on which the settings were found good, if they are others
 */
export function settingsFor(candidate: Candidate, plays: Interactions, chosenOn = plays): SweepSettings {
  if ('options' in candidate) return candidate.options;
  const { weighting, kappa, factors } = candidate;
  const entries = entriesOfUser(plays);
  const penalty = candidate.penalty * (entriesOfUser(chosenOn) / entries) ** CARRY;
  return {
    weighting,
    confidence: 'added',
    alpha: rounded(1 / meanOf(weightPlays(plays.byUser, weighting))),
    unobservedWeight: rounded((kappa * entries) / plays.artists.size),
    // lambda of the mean user is penalty * entries = regularization * (entries + a0 * artists).
    regularization: rounded(penalty / (1 + kappa)),
    regularizationExponent: 1,
    factors,
  };
}

function entriesOfUser({ size, users }: Interactions): number {
  return size / users.size;
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
  return sum / a.length;
}

/** To a few digits: more make no difference, and settings should be readable. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

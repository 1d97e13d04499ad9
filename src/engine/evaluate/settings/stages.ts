import type { Interactions } from '../../matrix/interactions.js';
import {
  type Candidate,
  firstCandidates,
  furtherCandidates,
  penaltyAt,
  type RelativeSettings,
  rounded,
  WELL_KNOWN,
} from './candidates.js';

/**
 * Where settings are judged, from the cheapest to the surest: a sample of the users, all users of the search, and all
 * of them on more splits.
 */
export type Ground = 'sample' | 'users' | 'splits';

export const GROUNDS: readonly Ground[] = ['sample', 'users', 'splits'];

/** Numbers of the splits of each ground. Those that settings were chosen by first are not used to tell the best apart. */
export const SPLITS_OF: Readonly<Record<Ground, readonly number[]>> = {
  sample: [1],
  users: [1],
  splits: [2, 3, 4],
};

/** One round of the search: what is tried next to the best so far. */
interface Stage {
  /** What it tries, in words. */
  readonly kind: string;
  readonly ground: Ground;
  /** Share of the budget that may be spent by its end. */
  readonly until: number;
  /**
   * @param best the settings judged on the surest ground so far, best first
   * @returns what to judge, the most promising first; what was judged on this ground already is not judged again
   */
  next(best: readonly Candidate[], plays: Interactions): Candidate[];
}

const LEAST_FACTORS = 16;
const MOST_FACTORS = 256;

const WEIGHTINGS = 'weightings';
const PENALTIES = 'penalties and unobserved weights';
const FACTORS = 'numbers of factors';
const REFINEMENT = 'refinement of the best';

/**
 * The rounds, by successive halving: fewer settings each time, judged better. The first of a kind sets the pace that the
 * others of its ground must keep, or end early.
 */
export const STAGES: readonly Stage[] = [
  {
    kind: WEIGHTINGS,
    ground: 'sample',
    until: 0.35,
    next: (_, plays) => firstCandidates(plays),
  },
  { kind: WEIGHTINGS, ground: 'sample', until: 0.35, next: (_, plays) => furtherCandidates(plays) },
  {
    kind: PENALTIES,
    ground: 'sample',
    until: 0.45,
    next: (best) => [
      ...relative(best, 3).flatMap((each) => [withPenalty(each, 1.5), withPenalty(each, 1 / 1.5)]),
      ...relative(best, 1).flatMap((each) => [withKappa(each, 2), withKappa(each, 0.5)]),
    ],
  },
  {
    // On from where that led.
    kind: PENALTIES,
    ground: 'sample',
    until: 0.5,
    next: (best) =>
      relative(best, 1).flatMap((each) => [
        withPenalty(each, 1.5),
        withPenalty(each, 1 / 1.5),
        withKappa(each, 2),
        withKappa(each, 0.5),
      ]),
  },
  { kind: PENALTIES, ground: 'sample', until: 0.5, next: farOut },
  {
    kind: FACTORS,
    ground: 'users',
    until: 0.65,
    next: (best) => [...relative(best, 1), ...WELL_KNOWN],
  },
  {
    kind: FACTORS,
    ground: 'users',
    until: 0.65,
    next: (best) => [...relative(best, 2).map((each) => withFactors(each, 2)), ...relative(best, 3)],
  },
  // On to 256 factors while more are better, and to 16 while fewer are.
  { kind: FACTORS, ground: 'users', until: 0.7, next: onwards },
  { kind: FACTORS, ground: 'users', until: 0.75, next: onwards },
  {
    kind: REFINEMENT,
    ground: 'splits',
    until: 0.9,
    next: (best) => [...relative(best, 1), ...WELL_KNOWN],
  },
  {
    kind: REFINEMENT,
    ground: 'splits',
    until: 0.9,
    next: (best) => [
      ...relative(best, 2),
      ...otherWeighting(best),
      ...relative(best, 1).flatMap((each) => [0.85, 1.2, 0.7].map((times) => withPenalty(each, times))),
    ],
  },
  {
    kind: REFINEMENT,
    ground: 'splits',
    until: 1,
    next: (best) =>
      relative(best, 1).flatMap((each) => [
        ...(each.factors < MOST_FACTORS ? [withFactors(each, 1.5)] : []),
        withKappa(each, 1.4),
        withKappa(each, 0.7),
      ]),
  },
];

/** The rounds before take penalties to 2.25 times those of the ridge, and no further. */
const FAR = 2;

/** Where they went as far as that, as on very sparse plays, in longer steps: the best lies at four times the ridge there. */
function farOut(best: readonly Candidate[]): RelativeSettings[] {
  return relative(best, 1)
    .filter(({ kappa, penalty }) => penalty > FAR * penaltyAt(kappa))
    .flatMap((each) => [withPenalty(each, 2), withPenalty(each, 4)]);
}

function onwards(best: readonly Candidate[]): RelativeSettings[] {
  const next = relative(best, 1).map((each) => withFactors(each, each.factors > 64 ? 2 : 0.5));
  return next.filter(({ factors }) => factors >= LEAST_FACTORS && factors <= MOST_FACTORS);
}

/** What the stages try, each once. */
export const KINDS: readonly string[] = [...new Set(STAGES.map(({ kind }) => kind))];

/** The best settings with a weighting other than the leader's, and as many factors. */
function otherWeighting(best: readonly Candidate[]): RelativeSettings[] {
  const [leader, ...others] = relative(best, best.length);
  const other = others.find(({ weighting }) => weighting !== leader.weighting);
  return other ? [{ ...other, factors: leader.factors }] : [];
}

/** The best of the settings that are ratios. */
function relative(best: readonly Candidate[], count: number): RelativeSettings[] {
  return best.filter((each): each is RelativeSettings => !('options' in each)).slice(0, count);
}

function withPenalty(settings: RelativeSettings, times: number): RelativeSettings {
  return { ...settings, penalty: rounded(settings.penalty * times) };
}

/** Along the ridge of good settings; see `penaltyAt`. */
function withKappa(settings: RelativeSettings, times: number): RelativeSettings {
  return {
    ...settings,
    kappa: rounded(settings.kappa * times),
    penalty: rounded(settings.penalty * Math.sqrt(times)),
  };
}

function withFactors(settings: RelativeSettings, times: number): RelativeSettings {
  return { ...settings, factors: settings.factors * times };
}

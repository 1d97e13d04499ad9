import { describedBy } from '../../../util/description.js';
import { fill } from '../../../util/fill.js';
import { FINDING_WORDS } from '../../../util/finding-words.js';
import { formatSeconds } from '../../../util/format.js';
import type { Watch } from '../../../util/work.js';
import type { Interactions } from '../../matrix/interactions.js';
import { checkCuts } from '../evaluate-options.js';
import { sampleUsers, whyEveryListIsRight } from '../split/sample-users.js';
import type { Split } from '../split/split.js';
import { describeProgress, type TrialsProgress } from '../sweep/progress.js';
import type { Judge } from '../sweep/run-trial.js';
import { type EndedTrials, runTrials } from '../sweep/run-trials.js';
import type { TrialStore } from '../sweep/store.js';
import { allFailedError, type FailedSettings, failuresOf, rowsOf, type Trial } from '../sweep/trials.js';
import { type Budget, Spending } from './budget.js';
import { type Candidate, settingsFor } from './candidates.js';
import { compareRecommended } from './compare-recommended.js';
import { holdOut, type SettingsSplit } from './hold-out.js';
import { trialOf } from './pace.js';
import {
  describeSettings,
  type RecommendedSettings,
  type StageSummary,
  shortfallOf,
} from './recommended-settings.js';
import { GROUNDS, type Ground, KINDS, SPLITS_OF, STAGES } from './stages.js';
import { Standings } from './standings.js';

/** How to search. */
export interface SearchWork extends Watch {
  readonly budget: Budget;
  /** Users are sampled until they have about so many together. */
  readonly entries: number;
  readonly seed: number;
  readonly split: SettingsSplit;
  readonly judge: Judge;
  readonly threads: number;
  readonly store?: TrialStore;
}

/** Users of the first stages have about so many entries together. */
const SAMPLE_ENTRIES = 100_000;

/** Searches, and compares the result with other models on plays held out from the search. */
export async function search(all: Interactions, work: SearchWork): Promise<RecommendedSettings> {
  const { entries, seed, split, judge } = work;
  const plays = sampleUsers(all, { entries, seed });
  const heldBack = holdOut(plays, { split, seed });
  checkCuts(judge.k, heldBack.train.artists.size);
  const reason = whyEveryListIsRight(plays);
  const { standings, stages, failed, timeUp, chosenOn } = await searchIn(heldBack.train, work);
  const [{ candidate, row }] = standings.best();
  const optionsFor = (given: Interactions) => ({
    ...settingsFor(candidate, given, chosenOn),
    iterations: row.iterations,
  });
  const { failed: refused, ...compared } = await compareRecommended(
    heldBack,
    optionsFor(heldBack.train),
    work,
  );
  const found: RecommendedSettings = {
    options: optionsFor(all),
    evidence: standings.all().map((each) => each.row),
    basis: row,
    stages,
    ...compared,
    ...(reason !== undefined && { verdict: nothingToTell(reason) }),
    ...judge,
    users: plays.users.size,
    ofUsers: all.users.size,
    failed: [...failed, ...refused],
    left: stages.reduce((sum, { left }) => sum + left, 0),
    shortfall: shortfallOf(stages, timeUp),
  };
  return describedBy(found, () => describeSettings(found));
}

function nothingToTell(reason: string): string {
  return `${fill(FINDING_WORDS.cannotJudge, { reason })}\n\n${FINDING_WORDS.nothingAbovePopularity}`;
}

/** What a search found out, stage by stage. */
interface Searched {
  readonly standings: Standings;
  readonly stages: readonly StageSummary[];
  readonly failed: readonly FailedSettings[];
  /** Whether time was over before the trials. */
  readonly timeUp: boolean;
  /** The plays that the penalties of candidates are meant for. */
  readonly chosenOn: Interactions;
}

async function searchIn(plays: Interactions, work: SearchWork): Promise<Searched> {
  const spending = new Spending(work.budget);
  const splitsOn = groundsOf(plays, work);
  const [{ train: chosenOn }] = splitsOn.get('users') as readonly Split[];
  const standings = new Standings();
  const stages: StageSummary[] = [];
  const failed: FailedSettings[] = [];
  let timeUp = false;
  for (const [at, { kind, ...stage }] of STAGES.entries()) {
    const ground = splitsOn.has(stage.ground) ? stage.ground : 'users';
    const splits = splitsOn.get(ground) as readonly Split[];
    const best = standings.best().map(({ candidate }) => candidate);
    const wanted = distinct(stage.next(best, plays)).filter((each) => !standings.has(ground, each));
    const trials = spending.affordable(wanted, splits.length, stage.until).map((candidate) => ({
      candidate,
      trial: trialOf(settingsFor(candidate, splits[0].train, chosenOn), standings.pace(ground)),
    }));
    const ended = await runStage(at, trials, splits, spending, work);
    const number = 1 + KINDS.indexOf(kind);
    const counts = { stage: number, splits: splits.length, users: splits[0].known.users.size };
    for (const finished of ended.finished) {
      const candidate = trials.find(({ trial }) => trial === finished.trial)?.candidate as Candidate;
      const rows = rowsOf(finished).map((row) => ({ ...counts, ...row }));
      standings.add(ground, candidate, rows);
    }
    failed.push(...failuresOf(ended.failed));
    const tried = ended.finished.length + ended.failed.length;
    timeUp ||= tried < trials.length;
    const left = wanted.length - tried;
    stages.push({ stage: number, kind, tried: tried * splits.length, left: left * splits.length });
    if (standings.best().length === 0) throw allFailedError(failed);
  }
  return { standings, stages: merged(stages), failed, timeUp, chosenOn };
}

/**
 * Held out of the last rounds' trainings, instead of a fifth: what is best with nearly all plays known need not be carried
 * over far.
 */
const LAST_FRACTION = 0.1;

/** The splits of each ground; no sample where the plays are few enough without. */
function groundsOf(plays: Interactions, { seed, split }: SearchWork): Map<Ground, readonly Split[]> {
  const sample = sampleUsers(plays, { entries: SAMPLE_ENTRIES, seed });
  const grounds = sample === plays ? GROUNDS.filter((ground) => ground !== 'sample') : GROUNDS;
  return new Map(
    grounds.map((ground) => {
      const given = ground === 'sample' ? sample : plays;
      const fraction = ground === 'splits' && split === 'random' ? LAST_FRACTION : undefined;
      const splitOf = (number: number) => holdOut(given, { split, fraction, seed: (seed + number) >>> 0 });
      return [ground, SPLITS_OF[ground].map(splitOf)];
    }),
  );
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((each) => [JSON.stringify(each), each])).values()];
}

/** Stages of one kind as one. */
function merged(stages: readonly StageSummary[]): StageSummary[] {
  const byKind = new Map<string, StageSummary>();
  for (const each of stages) {
    const { tried, left } = byKind.get(each.kind) ?? { tried: 0, left: 0 };
    byKind.set(each.kind, { ...each, tried: tried + each.tried, left: left + each.left });
  }
  return [...byKind.values()];
}

/** What share of the search is done when a stage begins, and when it ends; those that share a part of the budget share it. */
function progressOf(at: number): [begin: number, end: number] {
  const { until } = STAGES[at];
  const first = STAGES.findIndex((stage) => stage.until === until);
  const from = first === 0 ? 0 : STAGES[first - 1].until;
  const each = (until - from) / STAGES.filter((stage) => stage.until === until).length;
  return [from + each * (at - first), from + each * (at - first + 1)];
}

/** Runs the trials of a stage within its share of the budget; the first stage finishes at least one. */
async function runStage(
  at: number,
  trials: readonly { readonly trial: Trial }[],
  splits: readonly Split[],
  spending: Spending,
  { judge, threads, store, signal, onProgress }: SearchWork,
): Promise<EndedTrials> {
  if (trials.length === 0) return { finished: [], failed: [] };
  const { kind, until } = STAGES[at];
  const [begin, end] = progressOf(at);
  const describe = describeProgress(judge.metric);
  const tell = (progress: TrialsProgress) => {
    const seconds = spending.secondsLeft();
    const rest = seconds === undefined ? [] : [`${formatSeconds(seconds)} left`];
    const done = Math.round(100 * (begin + (end - begin) * (progress.done / progress.total)));
    const note = [`${kind}: ${describe(progress)}`, ...rest].join(' · ');
    onProgress?.({ task: 'searching settings', done, total: 100, note });
  };
  return await runTrials(
    splits,
    trials.map(({ trial }) => [trial]),
    {
      judge,
      threads,
      store,
      limit: spending.limit(until),
      least: at === 0 ? 1 : 0,
      signal,
      onProgress: tell,
    },
  );
}

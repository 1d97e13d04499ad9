import { columnsOfRows, type Description, describedBy } from '../../../util/description.js';
import { formatSeconds } from '../../../util/format.js';
import type { Watch } from '../../../util/work.js';
import { trainAls } from '../../als/node/train.js';
import { type AlsOptions, settingsText } from '../../als/options.js';
import type { Recommender } from '../../baselines/algorithm.js';
import { popularity } from '../../baselines/popularity.js';
import type { Interactions } from '../../matrix/interactions.js';
import { checkCuts } from '../evaluate-options.js';
import { evaluate } from '../node/evaluate.js';
import { randomSplit } from '../split/random-splits.js';
import { sampleUsers } from '../split/sample-users.js';
import type { Split } from '../split/split.js';
import { describeProgress, type TrialsProgress, timeUpAfter } from '../sweep/progress.js';
import { type EndedTrials, type Judge, runTrials } from '../sweep/run-trials.js';
import type { SweepSettings } from '../sweep/space.js';
import type { TrialStore } from '../sweep/store.js';
import {
  allFailedError,
  type FailedSettings,
  failuresOf,
  optionsOf,
  reasonOf,
  rowsOf,
  type SweepTrial,
  type Trial,
} from '../sweep/trials.js';
import { candidatesFor, STAGES } from './candidates.js';

/** Quality on plays that were not used to choose settings. */
export interface ComparisonRow {
  readonly model: string;
  /** Mean of the metric over the users; null if training failed. */
  readonly mean: number | null;
  /** Training time. */
  readonly seconds: number;
}

/** A trial of the search for settings. */
export interface EvidenceRow extends SweepTrial {
  /**
   * 1: many settings, small models; 2: the best of these with more and fewer factors; 3: the best of both on more
   * splits.
   */
  readonly stage: number;
  /** Number of splits averaged over. */
  readonly splits: number;
}

/** Recommended settings and the evidence for them. */
export interface RecommendedSettings {
  /** Options for `trainAls`. */
  readonly options: AlsOptions;
  /** All trials, by descending number of splits, then best first; suitable for `frameOfRows`. */
  readonly evidence: readonly EvidenceRow[];
  /** The recommended settings, the original recipe and popularity, on plays the search has not seen. */
  readonly comparison: readonly ComparisonRow[];
  readonly metric: string;
  readonly k: number;
  /** Users trained on and evaluated, and users in total: large data is sampled. */
  readonly users: number;
  readonly ofUsers: number;
  /** Settings with which training failed, in the search or in the comparison, and why. */
  readonly failed: readonly FailedSettings[];
  /** Trials skipped for lack of time, or because similar ones did badly. */
  readonly left: number;
}

/** How to search. */
interface SearchWork extends Watch {
  readonly seconds: number;
  readonly seed: number;
  readonly judge: Judge;
  readonly threads: number;
  readonly store?: TrialStore;
}

/** Searches, and compares the result with the recipe and with popularity on plays held out from the search. */
export async function search(all: Interactions, work: SearchWork): Promise<RecommendedSettings> {
  const { seed, judge } = work;
  const started = performance.now();
  const plays = sampleUsers(all, { seed });
  const heldBack = randomSplit(plays, { seed });
  checkCuts(judge.k, heldBack.train.artists.size);
  const failed: FailedSettings[] = [];
  let evidence: EvidenceRow[] = [];
  let settings = candidatesFor(heldBack.train, seed);
  let left = 0;
  for (const [at, stage] of STAGES.entries()) {
    const trials = stage.trialsOf(settings);
    const splits = stage.splits.map((number) => randomSplit(heldBack.train, { seed: (seed + number) >>> 0 }));
    const ended = await runStage(at, trials, splits, started, work);
    const { finished } = ended;
    failed.push(...failuresOf(ended.failed));
    left += trials.length - finished.length - ended.failed.length;
    const rows = finished.flatMap(rowsOf);
    const found = rows.map((row) => ({ stage: at + 1, splits: splits.length, ...row }));
    evidence = bestFirst([...evidence, ...found]);
    if (evidence.length === 0) throw allFailedError(failed);
    settings = evidence.map(settingsOf);
  }
  const [options] = settings;
  const compared = await compareRecommended(heldBack, options, judge, work);
  failed.push(...compared.failed);
  const { comparison } = compared;
  const users = { users: plays.users.size, ofUsers: all.users.size };
  const found: RecommendedSettings = { options, evidence, comparison, ...judge, ...users, failed, left };
  return describedBy(found, () => describeSettings(found));
}

function describeSettings({ options, comparison, metric, k }: RecommendedSettings): Description {
  const title = `Recommended settings: ${settingsText(options)}; means of ${metric} at ${k} on plays held out from the search`;
  return { title, columns: columnsOfRows(comparison) };
}

/** Trials evaluated on more splits come first: their means are more reliable. */
function bestFirst(evidence: EvidenceRow[]): EvidenceRow[] {
  return evidence.sort((a, b) => b.splits - a.splits || b.mean - a.mean);
}

function settingsOf({ stage, splits, ...trial }: EvidenceRow): SweepSettings {
  return optionsOf(trial);
}

/** Runs the trials of a stage within its share of the time; the first stage finishes at least one. */
async function runStage(
  at: number,
  trials: readonly Trial[],
  splits: readonly Split[],
  started: number,
  { judge, threads, store, seconds, signal, onProgress }: SearchWork,
): Promise<EndedTrials> {
  const begin = at === 0 ? 0 : STAGES[at - 1].until;
  const end = STAGES[at].until;
  const elapsed = () => (performance.now() - started) / 1000;
  const describe = describeProgress(judge.metric);
  const timeUp = timeUpAfter(end * seconds - elapsed());
  const tell = (progress: TrialsProgress) => {
    const rest = formatSeconds(Math.max(0, seconds - elapsed()));
    const done = Math.round(100 * (begin + (end - begin) * (progress.done / progress.total)));
    const note = `stage ${at + 1} of ${STAGES.length} · ${describe(progress)} · ${rest} left`;
    onProgress?.({ task: 'searching settings', done, total: 100, note });
  };
  const chains = trials.map((trial) => [trial]);
  const least = at === 0 ? 1 : 0;
  return await runTrials(splits, chains, { judge, threads, store, timeUp, least, signal, onProgress: tell });
}

/** Trains with the recommended options and with the trainer's defaults, and evaluates both and popularity. */
async function compareRecommended(
  split: Split,
  options: AlsOptions,
  { metric, k }: Judge,
  { threads, signal }: { threads: number; signal?: AbortSignal },
): Promise<{ comparison: ComparisonRow[]; failed: FailedSettings[] }> {
  const quiet = { threads, signal, onProgress: () => {} };
  const als = (given: AlsOptions) => () => trainAls(split.train, { ...given, ...quiet });
  const models: [string, AlsOptions, () => Promise<Recommender>][] = [
    ['recommended settings', options, als(options)],
    ["the original notebook's recipe", {}, als({})],
    ['popularity', {}, () => popularity().fit(split.train)],
  ];
  const comparison: ComparisonRow[] = [];
  const failed: FailedSettings[] = [];
  for (const [model, given, train] of models) {
    const started = performance.now();
    const trained = await train().catch((error) => reasonOf(error, signal));
    const seconds = (performance.now() - started) / 1000;
    if (typeof trained === 'string') {
      failed.push({ options: given, reason: trained });
      comparison.push({ model, mean: null, seconds });
      continue;
    }
    const judged = await evaluate(trained, split, { k, metrics: [metric], resamples: 0, ...quiet });
    comparison.push({ model, mean: judged.mean(metric, k), seconds });
  }
  return { comparison, failed };
}

import { availableParallelism } from 'node:os';
import { checkOptionNames, checkSeed, checkThreads, type OneOf } from '../../../util/checks.js';
import { columnsOfRows, type Description, describedBy } from '../../../util/description.js';
import { pathOf } from '../../../util/files.js';
import { formatSeconds } from '../../../util/format.js';
import { type TaskProgress, type Watch, watched } from '../../../util/work.js';
import type { AlsOptions } from '../../als/options.js';
import { type DatasetLike, requireDataset } from '../../matrix/check-interactions.js';
import { Interactions } from '../../matrix/interactions.js';
import type { MetricName } from '../metrics/metrics.js';
import { checkCuts } from '../options.js';
import { randomSplit } from '../split/random-split.js';
import { sampleUsers } from '../split/sample-users.js';
import type { Split } from '../split/split.js';
import { candidatesFor } from './candidates.js';
import { type ComparisonRow, compareRecommended } from './compare-recommended.js';
import { checkMetric, checkSeconds } from './options.js';
import {
  allFailedError,
  type FailedSettings,
  failuresOf,
  optionsOf,
  rowsOf,
  type SweepTrial,
  settingsText,
} from './rows.js';
import type { Judge } from './run-trial.js';
import { type EndedTrials, runTrials } from './run-trials.js';
import type { SweepSettings } from './space.js';
import { STAGES } from './stages.js';
import { TrialStore } from './store.js';
import { describeProgress, timeUpAfter } from './time-left.js';
import type { Trial } from './trials.js';
import type { TrialsProgress } from './trials-progress.js';

/** Options of {@link recommendSettings}; each has a default. */
export interface RecommendSettingsOptions extends Watch<TaskProgress> {
  /** How long to search. Default 110; a little more when the first training, or the one to compare with, takes long. */
  seconds?: number;
  /** Of the splits, of the order of the trials and of the sample of users. Default 42. */
  seed?: number;
  /** Name of a metric in which more is better. Default `ndcg`. */
  metric?: OneOf<MetricName>;
  /** Length of the lists that are judged. Default 10. */
  k?: number;
  /** A DuckDB file that keeps results as they come; what it has is not run again. Made when missing. */
  resume?: string | URL;
  /** Worker threads. Default: the cores there are. */
  threads?: number;
}

/** A trial of the search for settings. */
export interface EvidenceRow extends SweepTrial {
  /** 1: many settings, small models; 2: the best of these with more and fewer factors; 3: the best of both, on more splits. */
  readonly stage: number;
  /** Splits the mean is over. */
  readonly splits: number;
}

/** Settings, and why. */
export interface RecommendedSettings {
  /** What `trainAls` takes. */
  readonly options: AlsOptions;
  /** All trials, those on more splits before others and of them the best first; fit for `frameOfRows`. */
  readonly evidence: readonly EvidenceRow[];
  /** The recommended settings, the original recipe and popularity, on plays the search has not seen. */
  readonly comparison: readonly ComparisonRow[];
  readonly metric: string;
  readonly k: number;
  /** Users that were trained on and judged, and users there are: fewer where the plays are many. */
  readonly users: number;
  readonly ofUsers: number;
  /** Settings with which training failed, in the search or in the comparison, and why. */
  readonly failed: readonly FailedSettings[];
  /** Trials for which there was no time, or whose like had done badly. */
  readonly left: number;
}

/**
 * Finds settings of `trainAls` that are good for these plays, in limited time, by successive halving (Jamieson and
 * Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016): many settings are
 * tried small, the best of them in other sizes, the best of all on more splits. See `candidatesFor` for the settings.
 * Where time is short, later stages are left out.
 *
 * One fifth of the plays is held back from the search. The `comparison` is judged by it, so its numbers are honest;
 * the means in the `evidence` are of the trials that won, and so a little lucky.
 *
 * @example
 * const { options, evidence, comparison } = await recommendSettings(dataset, { seconds: 60 });
 * const model = await trainAls(await dataset.interactions(), options);
 *
 * @param data a dataset, which is cleaned first where it is not, or (users x artists) plays. Of more than 500,000
 * entries a random sample of users is searched on, all plays of each; `users` and `ofUsers` say how many.
 * @param options see {@link RecommendSettingsOptions}. How many trials there is time for depends on the machine; on
 * one that has time for all of them, the same seed finds the same settings.
 * @throws InputError for an impossible option, too few plays to split, a file that holds no results, or where every
 * trial of the first stage fails; the signal's reason when aborted
 *
 * In a notebook, an interrupt of the cell stops it, and a line shows how far it is.
 */
export async function recommendSettings(
  data: DatasetLike | Interactions,
  options: RecommendSettingsOptions = {},
): Promise<RecommendedSettings> {
  if (!(data instanceof Interactions)) requireDataset(data);
  const { seconds, seed, metric, k, threads } = readRecommendOptions(options);
  const watch: Watch<TaskProgress> = options;
  return await watched(
    'searching settings',
    watch,
    (progress) => progress,
    async (given) => {
      const plays = await interactionsOf(data);
      const store =
        options.resume === undefined
          ? undefined
          : await TrialStore.open(pathOf(options.resume, 'the path of a DuckDB file', 'resume'));
      try {
        return await search(plays, { seconds, seed, judge: { metric, k }, threads, store, ...given });
      } finally {
        await store?.close();
      }
    },
  );
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws InputError that names the option, the value found and the values expected
 */
export function readRecommendOptions(options: RecommendSettingsOptions) {
  checkOptionNames<RecommendSettingsOptions>(options, {
    seconds: true,
    seed: true,
    metric: true,
    k: true,
    resume: true,
    threads: true,
    signal: true,
    onProgress: true,
  });
  const { seconds = 110, seed = 42, metric = 'ndcg', k = 10, threads = availableParallelism() } = options;
  checkSeconds(seconds);
  checkSeed(seed);
  checkMetric(metric, k);
  checkThreads(threads);
  return { seconds, seed, metric, k, threads };
}

async function interactionsOf(data: DatasetLike | Interactions): Promise<Interactions> {
  if (data instanceof Interactions) return data;
  return await (await data.clean()).dataset.interactions();
}

interface SearchWork extends Watch<TaskProgress> {
  readonly seconds: number;
  readonly seed: number;
  readonly judge: Judge;
  readonly threads: number;
  readonly store?: TrialStore;
}

async function search(all: Interactions, work: SearchWork): Promise<RecommendedSettings> {
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
  const title = `Recommended settings: ${settingsText(options)}; means of ${metric} at ${k} on plays held back from the search`;
  return { title, columns: columnsOfRows(comparison) };
}

/** What was judged on more splits is known better than what was judged on fewer. */
function bestFirst(evidence: EvidenceRow[]): EvidenceRow[] {
  return evidence.sort((a, b) => b.splits - a.splits || b.mean - a.mean);
}

function settingsOf({ stage, splits, ...trial }: EvidenceRow): SweepSettings {
  return optionsOf(trial);
}

/** Runs the trials of a stage in its part of the time; of the first stage, one at least is finished. */
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

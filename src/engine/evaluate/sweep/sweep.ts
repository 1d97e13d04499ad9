import { availableParallelism } from 'node:os';
import { columnsOfRows, type Description, describedBy } from '../../../util/description.js';
import { InputError } from '../../../util/errors.js';
import { formatPlural } from '../../../util/format.js';
import { pathOf } from '../../../util/node/files.js';
import { type Watch, watched } from '../../../util/work.js';
import { settingsText } from '../../als/options.js';
import { Interactions } from '../../matrix/interactions.js';
import { checkCuts, requireSplit } from '../evaluate-options.js';
import { randomSplit } from '../split/random-splits.js';
import type { Split } from '../split/split.js';
import { describeProgress, type TrialsProgress, timeLeft } from './progress.js';
import { runTrials } from './run-trials.js';
import { checkSpace, drawSettings, gridOf, type SweepSpace } from './space.js';
import { TrialStore } from './store.js';
import { type CheckedSweepOptions, checkSweepOptions, type SweepOptions } from './sweep-options.js';
import { timeLimit } from './time-limit.js';
import {
  allFailedError,
  type BestTrial,
  bestOf,
  type Chain,
  chainsOf,
  type FailedSettings,
  failuresOf,
  rowsOf,
  type TrialOf,
  trialsOf,
} from './trials.js';

/** The results of a sweep of a space S. */
export interface Sweep<S = object> {
  /** A row for each setting evaluated, in the order of the search; suitable for `frameOfRows`. */
  readonly trials: readonly TrialOf<S>[];
  /** The row with the highest mean, and its options for `trainAls`. */
  readonly best: BestTrial;
  readonly metric: string;
  readonly k: number;
  /** Trials whose results were found in the file of `resume`. */
  readonly resumed: number;
  /** Settings with which training failed, and why. */
  readonly failed: readonly FailedSettings[];
  /** Trials skipped for lack of time. */
  readonly left: number;
}

/**
 * Tries settings of `trainAls` and says how good each is: trains on one part of the plays, evaluates on the other.
 *
 * Settings that differ only in `iterations` share one training, evaluated along the way.
 *
 * @example
 * const { trials, best } = await sweep(interactions, { factors: [16, 32], alpha: [1, 15], weighting: ['log', 'linear'] });
 * frameOfRows(trials)
 * @example
 * await sweep(split, { alpha: { from: 0.1, to: 40, scale: 'log' } }, { search: 'random', trials: 20, resume: 'sweep.duckdb' });
 *
 * @param data (users x artists) plays, split at random, 80 to 20, once for each of `seeds`; or a split, or several
 * @param space see {@link SweepSpace}; all of it is checked before anything runs
 * @param options see {@link SweepOptions}. The scores do not depend on `threads`.
 * @throws InputError for an impossible space or option, a file without results, or if every trial fails (single
 * failures are in `failed`); the signal's reason when aborted: trials finished until then are in the file of `resume`
 *
 * @remarks
 * The best of many trials is a little lucky: evaluate its settings again on plays that were not used to choose them.
 *
 * In a notebook, interrupting the cell stops it, and a line shows its progress and the remaining time. Cost: for each
 * trial and split, a training and a ranking of the catalogue for every user at each checkpoint. Trials on
 * matrices below 2,000,000 entries run side by side; threads for which no trial is left take other splits of one, or part
 * in a training.
 * @category Evaluate
 */
export async function sweep<S extends SweepSpace>(
  data: Interactions | Split | readonly Split[],
  space: S,
  options: SweepOptions = {},
): Promise<Sweep<S>> {
  const checked = checkSweepOptions(options);
  const splits = splitsOf(data, options.seeds);
  const chains = planOf(space, checked);
  for (const { train } of splits) checkCuts(checked.k, train.artists.size);
  const watch: Watch = options;
  return await watched('sweeping', watch, async (given) => {
    const store =
      options.resume === undefined
        ? undefined
        : await TrialStore.open(pathOf(options.resume, 'the path of a DuckDB file', 'resume'));
    try {
      return (await sweepSplits(splits, chains, checked, { ...given, store })) as Sweep<S>;
    } finally {
      await store?.close();
    }
  });
}

function planOf(
  space: SweepSpace,
  { search, trials, seed, earlyStopping, warmStart }: CheckedSweepOptions,
): Chain[] {
  const checked = checkSpace(space);
  const settings = search === 'grid' ? gridOf(checked) : drawSettings(checked, trials, seed);
  return chainsOf(trialsOf(settings, earlyStopping), warmStart);
}

function splitsOf(
  data: Interactions | Split | readonly Split[],
  seeds: readonly number[] | undefined,
): readonly Split[] {
  if (data instanceof Interactions) return (seeds ?? [1]).map((seed) => randomSplit(data, { seed }));
  if (seeds !== undefined) {
    throw new InputError(
      'seeds apply only to plays that are not split yet, and splits were given; leave out seeds',
    );
  }
  const splits: readonly Split[] = Array.isArray(data) ? data : [data];
  if (splits.length === 0) throw new InputError('the list of splits is empty; give at least one');
  splits.forEach(requireSplit);
  return splits;
}

async function sweepSplits(
  splits: readonly Split[],
  chains: readonly Chain[],
  { metric, k, seconds, threads = availableParallelism(), now }: CheckedSweepOptions,
  { signal, onProgress, store }: Watch & { store?: TrialStore },
): Promise<Sweep> {
  const describe = describeProgress(metric);
  const started = now();
  const tell = (progress: TrialsProgress) => {
    const notes = [describe(progress), timeLeft(progress, (now() - started) / 1000)];
    const note = notes.filter((part) => part !== undefined).join(' · ');
    onProgress?.({ task: 'sweeping', done: progress.done, total: progress.total, note });
  };
  const ended = await runTrials(splits, chains, {
    judge: { metric, k },
    threads,
    store,
    limit: seconds === undefined ? undefined : timeLimit(seconds),
    least: 1,
    signal,
    onProgress: tell,
  });
  const { finished } = ended;
  const failed = failuresOf(ended.failed);
  if (finished.length === 0) throw allFailedError(failed);
  const trials = finished.flatMap(rowsOf);
  const found: Sweep = {
    trials,
    best: bestOf(trials),
    metric,
    k,
    resumed: finished.filter(({ resumed }) => resumed).length,
    failed,
    left: chains.flat().length - finished.length - failed.length,
  };
  return describedBy(found, () => describeSweep(found));
}

function describeSweep({ trials, best, metric, k, failed, left }: Sweep): Description {
  const judged = `${formatPlural(trials.length, 'setting')} judged by ${metric} at ${k}`;
  const missed = left === 0 ? '' : `; no time for ${formatPlural(left, 'more trial')}`;
  const refused = failed.length === 0 ? '' : `; ${formatPlural(failed.length, 'trial')} failed`;
  const title = `Sweep: ${judged}, the best has ${best.mean.toPrecision(4)} with ${settingsText(best.options)}${refused}${missed}`;
  return { title, columns: columnsOfRows(trials) };
}

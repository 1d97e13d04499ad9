import { readOptions, WATCH_CHECKS, wholeNumber } from '../../../util/checks.js';
import { type Watch, watched } from '../../../util/work.js';
import { countByColumn } from '../../matrix/csr.js';
import { popularityStrata, STRATA } from '../../ranking/popularity-strata.js';
import { type Evaluation, type JudgedLists, requireEvaluation } from '../evaluation.js';
import { bootstrap } from '../intervals.js';
import { listAt } from '../metrics/accuracy-metrics.js';
import { heldOutArtists, judgedLists, knownArtists, listLength, sumOfSplits } from './judged-lists.js';

/** What the evaluation says of artists of one stratum of popularity. Shares of all three strata make up 1. */
export interface StratumRow {
  /** `head`: the best-known artists, `middle`, and `tail`: the least known. */
  readonly stratum: (typeof STRATA)[number];
  /** Share of all artists that are in it. */
  readonly artists: number;
  /** Share of what the evaluated users are known to play. */
  readonly known: number;
  /** Share of what was held out. */
  readonly heldOut: number;
  /** Share of what is recommended. */
  readonly recommended: number;
  /** Share of all hits: how much of the quality comes from here. */
  readonly hits: number;
  /** Share of its held-out artists that are in the lists. */
  readonly recall: number;
  /** The bootstrap interval of the recall, over users. */
  readonly low: number;
  readonly high: number;
}

/**
 * From which artists the quality comes: lists and hits by strata of popularity. The strata have equal shares of the
 * pairs of listener and artist in training, so that with a random split each holds about a third of what is to be found:
 * a model that served all tastes alike would have a third of its hits in each.
 *
 * @example show(charts.hitsByPopularity(await metrics.byPopularity(evaluation)));
 * @param evaluation of one model; of pooled ones, all lists count
 * @param options `k`: the length of the lists. Default: the first one evaluated
 * @returns head, middle and tail; artists with equally many listeners are in one stratum
 * @throws InputError for a k that was not evaluated, or an evaluation without lists
 * Cost: O(held-out and known plays + users resamples).
 */
export async function byPopularity(
  evaluation: Evaluation,
  options: { k?: number } & Watch = {},
): Promise<StratumRow[]> {
  requireEvaluation(evaluation);
  const { k: asked } = readOptions(options, { k: wholeNumber(1), ...WATCH_CHECKS }, {});
  const k = listLength(evaluation, asked);
  const counts = new Map(judgedLists(evaluation).map((judged) => [judged, countStrata(judged, k)]));
  const columns = STRATA.map((_, s) => ({
    metric: 'recall' as const,
    k,
    ...sumOfSplits(evaluation, (judged) => {
      const { hits, heldOut } = counts.get(judged) as StratumCounts;
      return { sums: hits[s], weights: heldOut[s] };
    }),
  }));
  const intervals = await watched('resampling', options, (watch) =>
    bootstrap(columns, { ...evaluation.options, ...watch }),
  );
  const all = [...counts.values()];
  const shares = (of: (counted: StratumCounts) => readonly Float64Array[]) => {
    const sums = STRATA.map((_, s) => all.reduce((sum, counted) => sum + total(of(counted)[s]), 0));
    return sums.map((sum) => sum / total(sums));
  };
  const artists = shares((counted) => counted.artists);
  const known = shares((counted) => counted.known);
  const heldOut = shares((counted) => counted.heldOut);
  const recommended = shares((counted) => counted.recommended);
  const hits = shares((counted) => counted.hits);
  return STRATA.map((stratum, s) => {
    const [low, high] = intervals[s] ?? [Number.NaN, Number.NaN];
    const recall = total(columns[s].sums) / total(columns[s].weights);
    const told = { artists: artists[s], known: known[s], heldOut: heldOut[s], recommended: recommended[s] };
    return { stratum, ...told, hits: hits[s], recall, low, high };
  });
}

/** For each stratum: (1) its artists; (n) of each user what is in it. */
interface StratumCounts {
  readonly artists: readonly Float64Array[];
  readonly known: readonly Float64Array[];
  readonly heldOut: readonly Float64Array[];
  readonly recommended: readonly Float64Array[];
  readonly hits: readonly Float64Array[];
}

function countStrata(judged: JudgedLists, k: number): StratumCounts {
  const { split, users, lists } = judged;
  const strata = popularityStrata(countByColumn(split.train.byUser));
  const empty = (length: number) => STRATA.map(() => new Float64Array(length));
  const [artists, known, heldOut, recommended, hits] = [1, ...Array(4).fill(users.length)].map(empty);
  for (const stratum of strata) artists[stratum][0]++;
  for (let i = 0; i < users.length; i++) {
    for (const artist of knownArtists(judged, i)) known[strata[artist]][i]++;
    const hidden = heldOutArtists(judged, i);
    for (const artist of hidden) heldOut[strata[artist]][i]++;
    const wanted = new Set(hidden);
    for (const artist of listAt(lists, i).subarray(0, k)) {
      recommended[strata[artist]][i]++;
      if (wanted.has(artist)) hits[strata[artist]][i]++;
    }
  }
  return { artists, known, heldOut, recommended, hits };
}

function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}

import { FINDING_WORDS, MODEL_WORDS } from '../../../util/finding-words.js';
import type { Watch } from '../../../util/work.js';
import { compare } from '../comparison/compare.js';
import { NO_DIFFERENCE } from '../comparison/comparison.js';
import { differenceSaid } from '../comparison/describe-difference.js';
import type { Difference } from '../comparison/paired-difference.js';
import { isUserMean } from '../comparison/user-means.js';
import type { Evaluation } from '../evaluation.js';
import type { MetricName } from '../metrics/metrics.js';

/** A model of the comparison, trained and judged. */
export interface Entrant {
  readonly model: string;
  /** Training time. */
  readonly seconds: number;
  /** Undefined if training failed. */
  readonly judged?: Evaluation;
}

/** Quality on plays that were not used to choose settings. */
export interface ComparisonRow {
  readonly model: string;
  /** Mean of the metric over the users; null if training failed. */
  readonly mean: number | null;
  /**
   * How far it is above the recommended settings, user by user; null for these, where training failed, and for a metric
   * without values of single users. p and what is shown are corrected (Holm) for all pairs of models.
   */
  readonly ahead: Omit<Difference, 'differing'> | null;
  /** Training time. */
  readonly seconds: number;
}

/** Which model is best. */
export interface SettingsRanking {
  /** A row for each model, the recommended settings first. */
  readonly comparison: readonly ComparisonRow[];
  /** The recommended settings, unless another model is better by more than chance. */
  readonly best: string;
  /** That as sentences, in Markdown. */
  readonly verdict: string;
}

/** A model that was judged. */
type Judged = Entrant & { readonly judged: Evaluation };

/**
 * Compares models with the first of them. As `metrics.compare` has it, what is claimed is corrected for the number of all
 * their pairs: the best of many rivals is always a little lucky.
 *
 * @param entrants the recommended settings, then others
 * @param popularity name of the model that every other one should beat
 */
export async function compareEntrants(
  entrants: readonly Entrant[],
  popularity: string,
  metric: string,
  watch: Watch,
): Promise<SettingsRanking> {
  const [{ model: recommended }] = entrants;
  const judged = entrants.filter((each): each is Judged => each.judged !== undefined);
  const compared = await compareJudged(judged, metric, watch);
  const comparison = entrants.map(({ model, seconds, judged }): ComparisonRow => {
    const row = judged?.means.find((each) => each.metric === metric);
    const ahead = model === recommended || !judged ? undefined : compared?.(model, recommended);
    return { model, mean: row?.mean ?? null, ahead: ahead ?? null, seconds };
  });
  const better = comparison.filter(({ ahead }) => ahead?.shown && ahead.mean > 0);
  const found = judged.some(({ model }) => model === recommended);
  const candidates = better.length > 0 ? better : found ? [comparison[0]] : comparison;
  const best = highest(candidates).model;
  const verdict = verdictOn(judged, best, compared, { recommended, popularity, metric });
  return { comparison, best, verdict };
}

/** How far one model is ahead of another one; undefined for a model that was not compared. */
type Compared = (
  model: string,
  other: string,
) => (ComparisonRow['ahead'] & { readonly pairs: number }) | undefined;

/** All pairs of models; undefined where there are none, or for a metric without values of single users. */
async function compareJudged(
  judged: readonly Judged[],
  metric: string,
  watch: Watch,
): Promise<Compared | undefined> {
  if (judged.length < 2 || !isUserMean(metric as MetricName)) return undefined;
  const named = judged.map(({ model, judged }) => [model, judged] as const);
  const comparison = await compare(named, { metric: metric as MetricName, ...watch });
  const names = new Set(judged.map(({ model }) => model));
  return (model, other) => {
    if (model === other || !names.has(model) || !names.has(other)) return undefined;
    const { difference, low, high, pHolm, verdict } = comparison.between(model, other);
    const shown = verdict !== NO_DIFFERENCE;
    return { mean: difference, low, high, p: pHolm, shown, pairs: comparison.rows.length };
  };
}

function highest(rows: readonly ComparisonRow[]): ComparisonRow {
  return rows.reduce((best, row) => ((row.mean ?? -1) > (best.mean ?? -1) ? row : best));
}

interface Told {
  readonly recommended: string;
  readonly popularity: string;
  readonly metric: string;
}

/** The best model beside the next, and beside popularity where nothing is better than that. */
function verdictOn(
  judged: readonly Judged[],
  best: string,
  compared: Compared | undefined,
  { recommended, popularity, metric }: Told,
): string {
  const named = ({ model, judged }: Judged) => ({
    name: model === recommended ? MODEL_WORDS.theSettingsFound : model,
    judged,
  });
  const of = (model: string) => judged.find((each) => each.model === model);
  const winner = of(best);
  const others = judged.filter(({ model }) => model !== best);
  if (!winner || others.length === 0) return '';
  const meanOf = ({ judged }: Judged) => judged.means.find((each) => each.metric === metric)?.mean ?? 0;
  const next = others.reduce((most, each) => (meanOf(each) > meanOf(most) ? each : most));
  // The settings found are what was asked about.
  const rival = best === recommended ? next : (of(recommended) ?? next);
  const ahead = compared?.(best, rival.model) ?? { low: Number.NaN, high: Number.NaN, shown: false };
  const claim = differenceSaid(named(winner), named(rival), { metric, ...ahead });
  const abovePopular = compared?.(best, popularity);
  const isAbove = best !== popularity && (!abovePopular || (abovePopular.shown && abovePopular.mean > 0));
  return isAbove ? claim : `${claim}\n\n${FINDING_WORDS.nothingAbovePopularity}`;
}

import { InputError } from '../../../util/errors.js';
import { FINDING_WORDS, MODEL_WORDS } from '../../../util/finding-words.js';
import { difference } from '../comparison/describe-difference.js';
import { type Difference, pairedDifference } from '../comparison/paired-difference.js';
import type { Evaluation } from '../evaluation.js';

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
   * without values of single users.
   */
  readonly ahead: Difference | null;
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
 * Compares models with the first of them.
 *
 * @param entrants the recommended settings, then others
 * @param popularity name of the model that every other one should beat
 */
export async function compareEntrants(
  entrants: readonly Entrant[],
  popularity: string,
  metric: string,
): Promise<SettingsRanking> {
  const [recommended] = entrants;
  const comparison: ComparisonRow[] = [];
  for (const { model, seconds, judged } of entrants) {
    const ahead = model === recommended.model ? null : await aheadOf(judged, recommended.judged, metric);
    const row = judged?.means.find((each) => each.metric === metric);
    comparison.push({ model, mean: row?.mean ?? null, ahead, seconds });
  }
  const better = comparison.filter(({ ahead }) => ahead !== null && ahead.low > 0);
  const candidates = better.length > 0 ? better : recommended.judged ? [comparison[0]] : comparison;
  const best = highest(candidates).model;
  const judged = entrants.filter((each): each is Judged => each.judged !== undefined);
  const verdict = await verdictOn(judged, best, { recommended: recommended.model, popularity, metric });
  return { comparison, best, verdict };
}

async function aheadOf(one: Evaluation | undefined, other: Evaluation | undefined, metric: string) {
  if (!one || !other) return null;
  return await pairedDifference(one, other, metric).catch((error) => {
    if (error instanceof InputError) return null;
    throw error;
  });
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
async function verdictOn(
  judged: readonly Judged[],
  best: string,
  { recommended, popularity, metric }: Told,
): Promise<string> {
  const named = ({ model, judged }: Judged) => ({
    name: model === recommended ? MODEL_WORDS.theSettingsFound : model,
    judged,
  });
  const of = (model: string) => judged.find((each) => each.model === model);
  const [winner, popular] = [of(best), of(popularity)];
  const others = judged.filter(({ model }) => model !== best);
  if (!winner || others.length === 0) return '';
  const meanOf = ({ judged }: Judged) => judged.means.find((each) => each.metric === metric)?.mean ?? 0;
  const next = others.reduce((most, each) => (meanOf(each) > meanOf(most) ? each : most));
  // The settings found are what was asked about.
  const rival = best === recommended ? next : (of(recommended) ?? next);
  const claim = await difference(named(winner), named(rival), metric);
  const abovePopular =
    popular && winner !== popular ? await aheadOf(winner.judged, popular.judged, metric) : null;
  const isAbove = winner !== popular && (abovePopular === null || abovePopular.low > 0);
  return isAbove ? claim : `${claim}\n\n${FINDING_WORDS.nothingAbovePopularity}`;
}
